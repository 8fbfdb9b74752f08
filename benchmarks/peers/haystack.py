"""Haystack: a pipeline of a text embedder and `FAISSEmbeddingRetriever`; hybrid joins it with `InMemoryBM25Retriever` in a `DocumentJoiner`.

The FAISS store's own index, exact, over normalised vectors; of its two stores the in-memory one compares with every vector in Python. BM25 is
in the in-memory store only: it gets the documents without their vectors, which it would copy for each question. The joiner fuses by reciprocal rank.
"""

from haystack import Document, Pipeline  # type: ignore[import-not-found]
from haystack.components.joiners import DocumentJoiner  # type: ignore[import-not-found]
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever  # type: ignore[import-not-found]
from haystack.document_stores.in_memory import InMemoryDocumentStore  # type: ignore[import-not-found]
from haystack_integrations.components.embedders.sentence_transformers import (  # type: ignore[import-not-found]
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from haystack_integrations.components.retrievers.faiss import FAISSEmbeddingRetriever  # type: ignore[import-not-found]
from haystack_integrations.document_stores.faiss import FAISSDocumentStore  # type: ignore[import-not-found]

from benchmarks.peers.wire import Batch, answer

_DIMENSION = 384


class Haystack:
    """Both of Haystack's searches: two pipelines over one store of vectors.

    Args:
        model: Folder of the sentence-transformers model.
    """

    def __init__(self, model: str) -> None:
        self._embedder = SentenceTransformersDocumentEmbedder(model=model, normalize_embeddings=True, progress_bar=False, local_files_only=True)
        self._vectors, self._words = FAISSDocumentStore(embedding_dim=_DIMENSION), InMemoryDocumentStore()
        self._dense, self._both = self._pipeline(model), self._pipeline(model)
        self._both.add_component("words", InMemoryBM25Retriever(document_store=self._words))
        self._both.add_component("join", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
        self._both.connect("vectors.documents", "join.documents")
        self._both.connect("words.documents", "join.documents")
        self._embedder.run([Document(content="warm up")])

    def add(self, batch: Batch) -> None:
        """Embed documents where they are not, and write them to the store of vectors."""
        if batch.vectors is None:
            documents = [Document(id=id, content=text) for id, text in zip(batch.ids, batch.texts, strict=True)]
            documents = self._embedder.run(documents)["documents"]
        else:
            rows = zip(batch.ids, batch.texts, batch.vectors, strict=True)
            documents = [Document(id=id, content=text, embedding=vector.tolist()) for id, text, vector in rows]
        self._vectors.write_documents(documents)

    def fuse(self) -> None:
        """Write the documents to the store that knows BM25."""
        self._words.write_documents([Document(id=document.id, content=document.content) for document in self._vectors.filter_documents()])

    def dense(self, question: str, k: int) -> list[str]:
        """Run the pipeline of two."""
        found = self._dense.run({"embed": {"text": question}, "vectors": {"top_k": k}})
        return [document.id for document in found["vectors"]["documents"]]

    def hybrid(self, question: str, k: int) -> list[str]:
        """Run the pipeline of four, the best `k` of either joined."""
        asked = {"embed": {"text": question}, "vectors": {"top_k": k}, "words": {"query": question, "top_k": k}, "join": {"top_k": k}}
        return [document.id for document in self._both.run(asked)["join"]["documents"]]

    def _pipeline(self, model: str) -> Pipeline:
        pipeline = Pipeline()
        embedder = SentenceTransformersTextEmbedder(model=model, normalize_embeddings=True, progress_bar=False, local_files_only=True)
        pipeline.add_component("embed", embedder)
        pipeline.add_component("vectors", FAISSEmbeddingRetriever(document_store=self._vectors))
        pipeline.connect("embed.embedding", "vectors.query_embedding")
        return pipeline


if __name__ == "__main__":
    answer(Haystack)
