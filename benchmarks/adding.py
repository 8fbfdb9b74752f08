"""How quickly stories become a library.

    python -m benchmarks.adding [--passages 5000] [--rounds 5] [--part minilm|static]

MiniLM: add rate beside the bare model's, bytes on disk, memory. Static embedder: add rate from files on disk to a committed library and how the time
of the processor is spread, twice: an empty library, and one that holds 100,000 passages already (the stories again and again under new names, each
time with its paragraphs in another order, seeded). Then what it costs to add that library's files again, and with one of them changed, twenty times.

For MiniLM the files of `../shared/data/stories` are added in rounds. In every round the same passages are also embedded by a bare
`SentenceTransformer.encode`, right before or right after, by turns; the ratio is the median over rounds.
"""

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
from sentence_transformers import SentenceTransformer

from corpus import Parser, Source, discover, split
from index import Library, StaticEmbedder, default_model, open_embedder
from qa.train.fairytaleqa import SHARED

_CHARACTERS = 565
_CHANGES = 20


def main() -> None:
    """Add, time, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--part", choices=("minilm", "static"), help="only this part")
    parser.add_argument("--many", type=int, default=100_000, help="passages of the large library")
    given = parser.parse_args()
    if given.part != "static":
        minilm(given.passages, given.rounds)
    if given.part != "minilm":
        static(given.many)


def minilm(passages_wanted: int, rounds_wanted: int) -> None:
    """Measure adding with MiniLM beside the bare model."""
    model = SentenceTransformer(str(default_model()), local_files_only=True)
    model.encode(["warm up"] * 64)
    rounds = list(_rounds(passages_wanted, rounds_wanted))
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


def static(many: int) -> None:
    """Measure adding with the static embedder, to an empty library and to a large one."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        embedder = StaticEmbedder()
        embedder.embed_query("warm up")
        with Library.open(root / "library", embedder) as library:
            _timed("static, empty library", library, discover([SHARED / "stories"]))
            sources = _multiplied(root / "stories", many)
            whole = _timed("static, growing library", library, sources)
            _timed("static, large library", library, _multiplied(root / "more", 20_000, seed=2))
        with Library.open(root / "library", embedder) as library:
            _timed("nothing new", library, sources)
            _one_changed(library, sources, whole)


def _one_changed(library: Library, sources: Sequence[Source], whole: float) -> None:
    """Change one story after another, add all files each time, and print what share that is of the seconds that adding them all took."""
    near = sorted(sources, key=lambda source: abs(source.path.stat().st_size - 20_000))[:_CHANGES]
    taken = []
    for changed in near:
        changed.path.write_text(changed.path.read_text(encoding="utf-8") + "\n\nAnd that was the end of it.\n", encoding="utf-8")
        taken.append(_timed(f"one of {len(sources)} stories changed", library, sources))
    shares = [f"{name} {seconds:.2f} s, {seconds / whole:.2%}" for name, seconds in zip(("median", "mean", "slowest"), _summed(taken), strict=True)]
    print(f"of adding all: {'; '.join(shares)}")


def _summed(seconds: Sequence[float]) -> tuple[float, float, float]:
    return statistics.median(seconds), statistics.mean(seconds), max(seconds)


def _timed(label: str, library: Library, sources: Sequence[Source]) -> float:
    """Add, and print the rate with the seconds of processor time of this process; returns the seconds."""
    before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    outcomes = list(library.add(sources))
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF)
    passages = sum(outcome.passages for outcome in outcomes if outcome.status in ("added", "replaced"))
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    there = sum(record.passages for record in library.documents().values())
    rate = f"{passages / seconds:,.0f}/s, {spent / passages * 1e6:.0f} us of this process each" if passages else "none"
    print(f"{label}: {len(outcomes):,} files in {seconds:.2f} s, processor {spent:.2f} s, new passages {passages:,}: {rate}; {there:,} are there")
    return seconds


def _multiplied(folder: Path, passages: int, seed: int = 1) -> list[Source]:
    """Write the stories under new names, their paragraphs in another order each time, until there is text for so many passages."""
    folder.mkdir()
    shuffle = random.Random(seed)
    told = [source.path.read_text(encoding="utf-8", errors="replace") for source in discover([SHARED / "stories"])]
    size, number = 0, 0
    while size < passages * _CHARACTERS:
        paragraphs = told[number % len(told)].split("\n\n")
        shuffle.shuffle(paragraphs)
        text = "\n\n".join(paragraphs)
        (folder / f"story-{number:05}.txt").write_text(text, encoding="utf-8")
        size, number = size + len(text), number + 1
    return discover([folder])


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
