"""Builds libraries of recombined tales, of any size, through the engine's commits; a build that was broken off goes on where it was.

    python -m benchmarks.scale.library [--passages 300 5000 50000 300000 1000000] [--folder .bench/scale]
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from index import Addition, Entry, Library, SentenceEmbedder

from .sources import source_passages
from .tales import Tales
from .vectors import Vectors, fitted

SIZES = (300, 5_000, 50_000, 300_000, 1_000_000)
FOLDER = Path(".bench/scale")
_COMMIT = 20_000


def main() -> None:
    """Build, and print the rate of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=SIZES)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    given = parser.parse_args()
    makers = made(given.folder)
    for passages in given.passages:
        build(passages, given.folder, *makers)


def made(folder: Path = FOLDER) -> tuple[Tales, Vectors]:
    """Return what makes tales and their vectors; the embedded sources are kept in the folder."""
    sources = source_passages()
    tales = Tales(sources)
    return tales, fitted(sources, tales, folder / "sources.npz")


def build(passages: int, folder: Path, tales: Tales, vectors: Vectors) -> Path:
    """Make the library of so many passages, or what is missing of it; returns its folder."""
    with Library.open(folder / str(passages), SentenceEmbedder()) as library:
        there = sum(record.passages for record in library.documents().values())
        number, begun, first = len(library.documents()), time.perf_counter(), there
        while there < passages:
            some = list(additions(tales, vectors, number, min(_COMMIT, passages - there)))
            library.engine.commit(some, [])
            number, there = number + len(some), there + sum(len(addition.entries) for addition in some)
            print(f"{there:>9,} of {passages:,} passages, {(there - first) / (time.perf_counter() - begun):.0f} a second", flush=True)
    return folder / str(passages)


def additions(tales: Tales, vectors: Vectors, number: int, passages: int) -> Iterator[Addition]:
    """Yield documents from this number on, of so many passages altogether."""
    while passages > 0:
        tale = tales.tale(number, most=passages)
        entries = [Entry(part.passage, row) for part, row in zip(tale.parts, vectors.of(number, tale), strict=True)]
        yield Addition(tale.document, entries, f"recombined {number}", tale.names)
        number, passages = number + 1, passages - len(entries)


if __name__ == "__main__":
    main()
