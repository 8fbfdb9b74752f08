"""LangChain: `FAISS` with `HuggingFaceEmbeddings`; hybrid is `EnsembleRetriever` over it and `BM25Retriever`, as its documentation joins them.

The FAISS class makes an exact index (`IndexFlatL2`); the vectors are normalised, so that its order is that of the cosine. BM25Retriever splits
at white space only by default, which finds no word beside a comma or with a capital; it gets lower-cased words instead, as its documentation advises
to bring a tokenizer. The ensemble has equal weights, its default. BM25Retriever cannot grow: it is made when all passages are there.
"""

import re

import faiss
from langchain_classic.retrievers import EnsembleRetriever  # type: ignore[import-not-found]
from langchain_community.docstore.in_memory import InMemoryDocstore  # type: ignore[import-not-found]
from langchain_community.retrievers import BM25Retriever  # type: ignore[import-not-found]
from langchain_community.vectorstores import FAISS  # type: ignore[import-not-found]
from langchain_huggingface import HuggingFaceEmbeddings  # type: ignore[import-not-found]

from benchmarks.peers.wire import Batch, answer

_DIMENSION = 384


class LangChain:
    """Both of LangChain's searches over one store.

    Args:
        model: Folder of the sentence-transformers model.
    """

    def __init__(self, model: str) -> None:
        embeddings = HuggingFaceEmbeddings(model_name=model, encode_kwargs={"normalize_embeddings": True})
        self._store = FAISS(embeddings, faiss.IndexFlatL2(_DIMENSION), InMemoryDocstore(), {})
        embeddings.embed_query("warm up")

    def add(self, batch: Batch) -> None:
        """Add passages to the vector store."""
        if batch.vectors is None:
            self._store.add_texts(batch.texts, ids=list(batch.ids))
        else:
            self._store.add_embeddings(zip(batch.texts, batch.vectors, strict=True), ids=list(batch.ids))

    def fuse(self) -> None:
        """Make the BM25 index and the ensemble."""
        documents = [self._store.docstore.search(id) for id in self._store.index_to_docstore_id.values()]
        self._words = BM25Retriever.from_documents(documents, preprocess_func=_words)
        self._vectors = self._store.as_retriever()
        self._both = EnsembleRetriever(retrievers=[self._words, self._vectors], weights=[0.5, 0.5])

    def dense(self, question: str, k: int) -> list[str]:
        """`similarity_search`."""
        return [document.id for document in self._store.similarity_search(question, k=k)]

    def hybrid(self, question: str, k: int) -> list[str]:
        """The ensemble of the best `k` of either."""
        self._words.k, self._vectors.search_kwargs = k, {"k": k}
        return [document.id for document in self._both.invoke(question)[:k]]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


if __name__ == "__main__":
    answer(LangChain)
