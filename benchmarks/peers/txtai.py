"""txtai: `Embeddings` with its FAISS backend; hybrid is its own `hybrid=True`, which adds its BM25 and joins both by weighted scores.

Content is off, the quicker of its two ways: txtai returns ids and the texts are looked up beside it. Above 5,000 passages it makes inverted lists of
which it probes a sixteenth. That is left so at 300,000, where its dense search is therefore approximate; of a few thousand stories' passages its
settings let it make an exact index, as by default it would find 0.39 instead of 0.47 of the sections among five. Dense search is the same index
with its BM25 put aside. Given vectors come to it the way its documentation has for them, an external transform.
"""

import copy
from collections.abc import Sequence

from txtai import Embeddings  # type: ignore[import-not-found]

from benchmarks.peers.wire import Batch, Vectors, answer

_MANY = 50_000


class Txtai:
    """Both of txtai's searches over one index.

    Args:
        model: Folder of the sentence-transformers model.
    """

    def __init__(self, model: str) -> None:
        self._model = model
        self._embedded: dict[str, Vectors] = {}
        self._texts: dict[str, str] = {}
        self._both = Embeddings(path=model, hybrid=True)
        self._both.batchtransform(["warm up"])

    def add(self, batch: Batch) -> None:
        """Index passages; how many there are at first decides the kind of index."""
        if batch.vectors is not None:
            self._take(batch.texts, batch.vectors)
        if not self._texts and len(batch.ids) < _MANY:
            self._both.config["faiss"] = {"components": "IDMap,Flat"}
        self._texts.update(zip(batch.ids, batch.texts, strict=True))
        self._both.upsert(list(zip(batch.ids, batch.texts, strict=True)))
        self._vectors = copy.copy(self._both)
        self._vectors.scoring = None

    def fuse(self) -> None:
        """Nothing is left to do: `hybrid=True` indexed the words too."""

    def dense(self, question: str, k: int) -> list[str]:
        """Search without BM25."""
        return self._found(self._vectors, question, k)

    def hybrid(self, question: str, k: int) -> list[str]:
        """Search with the default weights, half and half."""
        return self._found(self._both, question, k)

    def _found(self, index: Embeddings, question: str, k: int) -> list[str]:
        ids = [id for id, _ in index.search(question, k)]
        return [id for id in ids if self._texts[id]]

    def _take(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Index these vectors for these texts; questions are embedded by txtai as before."""
        self._embedded.update(zip(texts, vectors, strict=True))
        questions = Embeddings(path=self._model)

        def transform(inputs: list[str]) -> list[Vectors]:
            return [self._embedded[text] if text in self._embedded else questions.transform(text) for text in inputs]

        self._both = Embeddings(method="external", transform=transform, hybrid=True)


if __name__ == "__main__":
    answer(Txtai)
