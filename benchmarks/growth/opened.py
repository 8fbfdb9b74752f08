"""A library of a size as the steps use it: opened with the models warm, copied where it is written to."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scale.library import FOLDER
from index import Library, open_embedder
from qa import Chatbot
from qa.reader import TrainedReader
from qa.reader_network import ReaderNetwork


@dataclass(frozen=True, slots=True)
class Opened:
    """A library with what asks it."""

    library: Library
    bot: Chatbot
    reader: TrainedReader


class Models:
    """Embedder and reader, both loaded and warm before the library is opened, with all code that an empty library needs."""

    def __init__(self) -> None:
        self.embedder = open_embedder()
        self.embedder.embed_query("warm up")
        network = ReaderNetwork()
        network.scores("Who was it?", [("A story", "It was the king.")])
        self.reader = TrainedReader(network)
        with tempfile.TemporaryDirectory() as empty, Library.open(Path(empty), self.embedder) as library:
            Chatbot(library, self.reader).ask("Who was it?")

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Opened]:
        """Open a library that exists."""
        with Library.open(folder, self.embedder, create=False) as library:
            yield Opened(library, Chatbot(library, self.reader), self.reader)


def folder_of(size: int) -> Path:
    """Return where the library of so many passages is."""
    return FOLDER / str(size)


@contextmanager
def copied(size: int) -> Iterator[Path]:
    """Yield a copy of a library, to be written to; it is gone afterwards."""
    copy = FOLDER / f"copy-{size}"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder_of(size), copy)
    try:
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def share(count: int, effort: float) -> int:
    """Return how many of so many to take, at least two."""
    return max(2, round(count * effort))


def quantiles(seconds: list[float]) -> dict[str, float]:
    """Return the median and the tail in milliseconds."""
    ordered = sorted(seconds)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 3)

    return {"p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99)}
