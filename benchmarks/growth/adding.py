"""Adding to a library that holds so many passages already: real stories end to end with MiniLM, and recombined tales by commits alone."""

import time
from collections.abc import Callable
from typing import Any

from benchmarks.scale.library import additions, made
from corpus import Source, discover
from index import Library
from qa.train.fairytaleqa import SHARED

from .opened import Models, copied, share

_STORIES = 12
_COMMITTED = 2_000
_FIRST = 10_000_000  # number of a tale that no library holds


def measure(size: int, effort: float) -> dict[str, Any]:
    """Add to a copy, twice: files, with the seconds that embedding took of it, and ready vectors in one commit."""
    models, sources = Models(), _sources()[: share(_STORIES, effort)]
    tales = list(additions(*made(), _FIRST, _COMMITTED))
    with copied(size) as folder, models.opened(folder) as opened:
        embedding = _Embedding(opened.library)
        begun = time.perf_counter()
        passages = sum(outcome.passages for outcome in opened.library.add(sources))
        seconds = time.perf_counter() - begun
        begun = time.perf_counter()
        opened.library.engine.commit(tales, [])
        committed = time.perf_counter() - begun
    return {
        "passages": passages,
        "a_second": passages / seconds,
        "embedding_seconds": embedding.seconds,
        "beside_embedding_ms_each": (seconds - embedding.seconds) / passages * 1000,
        "committed": _COMMITTED,
        "commit_ms_each": committed / _COMMITTED * 1000,
    }


def _sources() -> list[Source]:
    return discover([SHARED / "fairytaleqa" / "stories" / "val"])


class _Embedding:
    """Adds up the seconds that a library's embedder takes for passages."""

    def __init__(self, library: Library) -> None:
        self.seconds = 0.0
        self._inner: Callable[..., Any] = library.embedder.embed_passages
        setattr(library.embedder, self._inner.__name__, self._timed)

    def _timed(self, *given: object, **named: object) -> object:
        begun = time.perf_counter()
        try:
            return self._inner(*given, **named)
        finally:
            self.seconds += time.perf_counter() - begun
