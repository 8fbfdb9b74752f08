"""Files into a library: a line for each, a bar while it goes on, a sum at the end."""

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from corpus import QuothError, Source
from index import DEFAULT, STATIC, Library, Outcome
from index import Progress as Report
from web.terminal.console import err, one_line, out, say

# From here on the static embedder is named to who adds to a new library; a passage is about so many bytes of a file of text.
_MANY, _BYTES = 20_000, 565
_TEXT = {".txt", ".md", ".markdown", ".html", ".htm", ".xhtml"}
# Passages a second on two cores, from files to a library (`docs/benchmarks.md`).
_RATES = {DEFAULT: 40, STATIC: 2_000}
_STYLES = {"added": "green", "replaced": "green", "unchanged": "dim", "refused": "red"}


class Interrupted(QuothError):
    """The person pressed Ctrl-C; what was committed until then is kept."""


class _Bar:
    """How far the work is, on a terminal's last line; nowhere if standard error is none.

    It is measured by the size of the files whose outcome is known, as pages differ less per byte than per file.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._console = err()
        self._sizes = {source.name: _size(source.path) for source in sources}
        self._files = len(sources)
        self._started = time.monotonic()
        self._done = 0
        self._known = 0
        self._total = sum(self._sizes.values())
        self._progress = Progress(
            TextColumn("{task.fields[files]} files"),
            BarColumn(),
            TextColumn("{task.fields[rate]}  {task.fields[left]}"),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
            redirect_stdout=False,  # a piped standard output would be sent to the terminal too
        )
        self._task = self._progress.add_task("", total=self._total, files=f"0/{self._files}", rate="", left="")

    def __enter__(self) -> "_Bar":
        self._progress.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._progress.stop()

    def hear(self, report: Report) -> None:
        """Show how many passages were embedded so far."""
        rate = report.passages / report.seconds if report.seconds else 0.0
        self._progress.update(self._task, rate=f"{report.passages} passages, {rate:.0f}/s")

    def settle(self, outcome: Outcome) -> None:
        """Count a file whose outcome is known."""
        self._known += 1
        self._done += self._sizes.get(outcome.source, 0)
        left = time_left(time.monotonic() - self._started, self._done, self._total)
        self._progress.update(self._task, completed=self._done, files=f"{self._known}/{self._files}", left=left)

    @property
    def paper(self) -> Console:
        """Where lines are written while the bar stands: above it where both are on one terminal."""
        paper = out()
        return self._console if paper.is_terminal and self._console.is_terminal else paper


def add(library: Library, sources: Sequence[Source]) -> Counter[str]:
    """Add files and say what became of each; returns how many ended how.

    Raises:
        Interrupted: With Ctrl-C; what was said to be added is in the library.
        LibraryError: The library cannot be written.
    """
    counts: Counter[str] = Counter()
    started, passages = time.monotonic(), 0
    if told := advice(library, sources):
        say(told, err())
    try:
        with _Bar(sources) as bar:
            for outcome in library.add(sources, bar.hear):
                counts[outcome.status] += 1
                passages += outcome.passages if outcome.status in ("added", "replaced") else 0
                bar.settle(outcome)
                say(line(outcome), bar.paper)
    except KeyboardInterrupt:
        raise Interrupted("Stopped; what was committed is kept.", "Run the same command again to go on.") from None
    finally:
        say(summary(counts, passages, time.monotonic() - started))
    return counts


def advice(library: Library, sources: Sequence[Source]) -> str:
    """Say how long adding this much to a new library takes with the default embedder, and what is quicker; empty where that does not matter."""
    passages = sum(_size(source.path) for source in sources if source.path.suffix.lower() in _TEXT) // _BYTES
    if passages < _MANY or library.embedder.name != DEFAULT or library.documents():
        return ""
    minutes, times = passages // _RATES[DEFAULT] // 60, _RATES[STATIC] // _RATES[DEFAULT]
    return (
        f"About {passages:,} passages: with {DEFAULT} this takes some {minutes} minutes on two processor cores. "
        f"A new library made with --embedder {STATIC} is ready about {times} times sooner and finds nearly as much."
    )


def line(outcome: Outcome) -> Text:
    """Say in a line what became of a file."""
    status = (f"{outcome.status:<10}", _STYLES[outcome.status])
    source = one_line(outcome.source)
    if outcome.error is not None:
        why = one_line(f"{outcome.error.message} {outcome.error.hint}")
        return Text.assemble(status, why if why.startswith(source) else f"{source}: {why}")
    number = f"{outcome.passages} passage{'' if outcome.passages == 1 else 's'}"
    details = f"  ({source}, {number}, id {outcome.document_id})"
    return Text.assemble(status, one_line(outcome.title or ""), (details, "dim"))


def summary(counts: Counter[str], passages: int, seconds: float) -> str:
    """Say in a line what was done; `passages` are those of new and changed documents."""
    parts = [f"{counts[status]} {status}" for status in _STYLES if counts[status]]
    if not passages or seconds <= 0:
        return ", ".join(parts) or "nothing to do"
    return f"{', '.join(parts)}; {passages:,} passages in {seconds:.1f} s, {passages / seconds:.0f} a second"


def time_left(seconds: float, done: int, total: int) -> str:
    """Guess how long the rest takes if it goes on as until now; empty while there is nothing to guess from."""
    if not done or done >= total:
        return ""
    left = round(seconds * (total - done) / done)
    return f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02} left"


def _size(path: Path) -> int:
    try:
        return max(1, path.stat().st_size)
    except OSError:
        return 1
