"""Quoth itself behind the same requests: it reads and cuts the story files, embeds, and commits, and everything is on disk when adding ends.

Hybrid is `Library.search`, the search behind every answer; dense is its embedder and its engine's ranking, the passages fetched as `search` does.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.wire import Batch, answer
from corpus import discover
from index import Library, PassageId, open_embedder


class Quoth:
    """Both of Quoth's searches over one library.

    Args:
        model: Folder of the sentence-transformers model.
    """

    def __init__(self, model: str) -> None:
        self._embedder = open_embedder()
        self._library: Library | None = None
        self._folder = tempfile.TemporaryDirectory()
        self._embedder.embed_query("warm up")

    def add(self, batch: Batch) -> None:
        """Add story files, or open the library that holds the passages."""
        if batch.library is not None:
            self._library = Library.open(batch.library, self._embedder, create=False)
            return
        if self._library is None:
            self._library = Library.open(Path(self._folder.name), self._embedder)
        for outcome in self._library.add(discover(batch.stories)):
            if outcome.error is not None:
                raise outcome.error

    def fuse(self) -> None:
        """Nothing is left to do: a commit holds vectors and words."""

    def dense(self, question: str, k: int) -> list[str]:
        """Rank by vectors alone."""
        library = self._opened()
        ranking = library.engine.dense(self._embedder.embed_query(question), k)
        return _keys(library, [ranked.id for ranked in ranking])

    def hybrid(self, question: str, k: int) -> list[str]:
        """Rank as for an answer."""
        return [f"{hit.passage.document_id}:{hit.passage.start}" for hit in self._opened().search(question, k)]

    def _opened(self) -> Library:
        assert self._library is not None
        return self._library


def _keys(library: Library, ids: Sequence[PassageId]) -> list[str]:
    found = library.passages(ids)
    return [f"{found[id].passage.document_id}:{found[id].passage.start}" for id in ids if id in found]


if __name__ == "__main__":
    answer(Quoth)
