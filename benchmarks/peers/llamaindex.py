"""LlamaIndex: `VectorStoreIndex` over `FaissVectorStore` with `HuggingFaceEmbedding`; hybrid is `QueryFusionRetriever` over it and `BM25Retriever`.

The FAISS index compares by inner product: with the distances of its documentation's example, reciprocal rank fusion, which sorts by highest score,
would turn the dense ranking round. Fusion asks for one query, so that no language model is called. 32 texts are embedded at once instead of 10.
BM25Retriever stems and drops stop words by default; it cannot grow and is made when all passages are there.
"""

import faiss
from llama_index.core import StorageContext, VectorStoreIndex  # type: ignore[import-not-found]
from llama_index.core.llms import MockLLM  # type: ignore[import-not-found]
from llama_index.core.retrievers import QueryFusionRetriever  # type: ignore[import-not-found]
from llama_index.core.schema import TextNode  # type: ignore[import-not-found]
from llama_index.embeddings.huggingface import HuggingFaceEmbedding  # type: ignore[import-not-found]
from llama_index.retrievers.bm25 import BM25Retriever  # type: ignore[import-not-found]
from llama_index.vector_stores.faiss import FaissVectorStore  # type: ignore[import-not-found]

from benchmarks.peers.wire import Batch, answer

_DIMENSION = 384
_BLOCK = 10_000  # lists of numbers take eight times the room of an array


class LlamaIndex:
    """Both of LlamaIndex's searches over one index.

    Args:
        model: Folder of the sentence-transformers model.
    """

    def __init__(self, model: str) -> None:
        embedder = HuggingFaceEmbedding(model_name=model, embed_batch_size=32)
        store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(_DIMENSION))
        self._index = VectorStoreIndex([], storage_context=StorageContext.from_defaults(vector_store=store), embed_model=embedder)
        embedder.get_query_embedding("warm up")

    def add(self, batch: Batch) -> None:
        """Insert passages as nodes, already embedded or not."""
        for start in range(0, len(batch.ids), _BLOCK):
            block = slice(start, start + _BLOCK)
            nodes = [TextNode(id_=id, text=text) for id, text in zip(batch.ids[block], batch.texts[block], strict=True)]
            if batch.vectors is not None:
                for node, vector in zip(nodes, batch.vectors[block], strict=True):
                    node.embedding = vector.tolist()
            self._index.insert_nodes(nodes)

    def fuse(self) -> None:
        """Make the BM25 index and the fusion."""
        self._vectors = self._index.as_retriever()
        self._words = BM25Retriever.from_defaults(docstore=self._index.docstore)
        self._both = QueryFusionRetriever(
            [self._vectors, self._words], llm=MockLLM(), mode="reciprocal_rerank", num_queries=1, use_async=False
        )

    def dense(self, question: str, k: int) -> list[str]:
        """The index as a retriever."""
        self._vectors.similarity_top_k = k
        return [found.node.node_id for found in self._vectors.retrieve(question)]

    def hybrid(self, question: str, k: int) -> list[str]:
        """The fusion of the best `k` of either."""
        self._vectors.similarity_top_k = self._words.similarity_top_k = self._both.similarity_top_k = k
        return [found.node.node_id for found in self._both.retrieve(question)]


if __name__ == "__main__":
    answer(LlamaIndex)
