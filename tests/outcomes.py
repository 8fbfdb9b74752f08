"""Reads files one by one and measures what became of each.

`python -m tests.outcomes` writes the hostile files into a folder for a moment, reads each with the real limits, then
those of `../shared/data/files`, and prints the tables that stand in `docs/files.md`.
"""

import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

from corpus import CorpusError, Parser, Source, discover
from tests.hostile import MEBIBYTE, READ, write, write_no_files


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: `document` or the error's class, its message, seconds, growth of this process."""

    name: str
    outcome: str
    message: str
    seconds: float
    growth: int


def settle(parser: Parser, source: Source) -> Result:
    """Reads one file and measures it."""
    with _Memory() as memory:
        start = time.perf_counter()
        try:
            document = parser.load(source)
            outcome, message = READ, f"{len(document.text):,} characters, {len(document.sections):,} sections"
        except CorpusError as error:
            outcome, message = type(error).__name__, error.message
        seconds = time.perf_counter() - start
    return Result(source.name, outcome, message, seconds, memory.growth)


class _Memory:
    """Samples the memory of this process while something runs."""

    def __enter__(self) -> "_Memory":
        self._process = psutil.Process()
        self._before = self._most = self._process.memory_info().rss
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()
        return self

    def _sample(self) -> None:
        while not self._done.wait(0.002):
            self._most = max(self._most, self._process.memory_info().rss)

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self._most = max(self._most, self._process.memory_info().rss)

    @property
    def growth(self) -> int:
        """Bytes by which the process was larger than before, at most."""
        return self._most - self._before


def table(results: Iterable[Result]) -> str:
    """Returns a table in Markdown."""
    lines = ["| file | outcome | what was said | seconds | MiB |", "|---|---|---|---|---|"]
    for r in results:
        name = r.name if len(r.name) < 60 else r.name[:57] + "…"
        message = r.message.replace(r.name, "…").replace("|", "\\|")
        lines.append(
            f"| {name!r} | {r.outcome} | {message} | {r.seconds:.2f} | {r.growth / MEBIBYTE:.1f} |".replace("'", "`")
        )
    return "\n".join(lines)


def main() -> None:
    """Prints the table for the hostile files and for those of the shared folder."""
    shared = Path(__file__).resolve().parents[2] / "shared" / "data" / "files"
    with tempfile.TemporaryDirectory() as folder, Parser() as parser:
        sources = [*write(Path(folder)), *write_no_files(Path(folder))]
        hostile = [settle(parser, source) for source in sources]
        others = [
            Source(path, path.name, str(path)) for path in sorted(shared.rglob("*.odt")) + sorted(shared.rglob("*.rtf"))
        ]
        real = [settle(parser, source) for source in [*discover([shared]), *others]] if shared.is_dir() else []
    sys.stdout.write(f"## Hostile files\n\n{table(hostile)}\n\n## Shared files\n\n{table(real)}\n")


if __name__ == "__main__":
    main()
