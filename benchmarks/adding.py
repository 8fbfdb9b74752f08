"""A library of 5,000 passages: add rate beside the bare model's, bytes on disk, memory.

    python -m benchmarks.adding [--passages 5000] [--rounds 5]

The files of `../shared/data/stories` are added in rounds. In every round the same passages are also embedded by a bare `SentenceTransformer.encode`,
right before or right after, by turns; the ratio is the median over rounds.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
from sentence_transformers import SentenceTransformer

from corpus import Parser, Source, discover, split
from index import Library, default_model, open_embedder
from qa.train.fairytaleqa import SHARED


def main() -> None:
    """Add, time, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    model = SentenceTransformer(str(default_model()), local_files_only=True)
    model.encode(["warm up"] * 64)
    rounds = list(_rounds(given.passages, given.rounds))
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), open_embedder()) as library:
        library.embedder.embed_query("warm up")
        ratios = []
        for number, (sources, texts) in enumerate(rounds):
            bare, added = _both(library, model, sources, texts, number % 2 == 0)
            ratios.append(bare / added)
            rates = f"bare {len(texts) / bare:.1f}/s, added {len(texts) / added:.1f}/s"
            print(f"round {number + 1}: {len(texts)} passages, {rates}, ratio {bare / added:.3f}")
        print(f"add rate to bare encode: median {statistics.median(ratios):.3f} over {len(ratios)} rounds")
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        passages = sum(record.passages for record in library.documents().values())
        memory = psutil.Process().memory_info().rss / 2**20
        print(f"{passages} passages, {size / passages:.0f} bytes on disk each, memory of this process {memory:.0f} MiB")


def _rounds(passages: int, count: int) -> Iterator[tuple[list[Source], list[str]]]:
    """Yield files for each round with the texts of their passages, so that all rounds together hold about so many passages."""
    sources = discover([SHARED / "stories"])
    random.Random(0).shuffle(sources)
    batch: list[Source] = []
    texts: list[str] = []
    done = 0
    with Parser() as parser:
        for source in sources:
            told = [passage.text.strip() for passage in split(parser.load(source))]
            if len(told) > passages // count:
                continue  # a novel would be a round of its own
            batch.append(source)
            texts += told
            if len(texts) >= passages // count:
                yield batch, texts
                batch, texts, done = [], [], done + 1
                if done == count:
                    return


def _both(library: Library, model: SentenceTransformer, sources: Sequence[Source], texts: Sequence[str], bare_first: bool) -> tuple[float, float]:
    """Return the seconds of the bare model and of the library for the same passages."""
    seconds: dict[str, float] = {}
    for turn in ("bare", "add") if bare_first else ("add", "bare"):
        started = time.perf_counter()
        if turn == "bare":
            model.encode(list(texts), batch_size=32, show_progress_bar=False)
        else:
            list(library.add(sources))
        seconds[turn] = time.perf_counter() - started
    return seconds["bare"], seconds["add"]


if __name__ == "__main__":
    main()
