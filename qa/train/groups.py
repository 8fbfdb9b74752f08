"""What the reader learns from: each question with the windows that would be read for it, and where in them the answer stands."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

Span = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A window with what is known of it.

    Attributes:
        title: Title of its document.
        text: Its words.
        spans: Right answers in it: start and end in `text`, and a weight, 1 for words that people gave as the answer.
        holds: Whether it holds the answer: True, False, or None where only the section is known, not the words.
    """

    title: str
    text: str
    spans: tuple[Span, ...] = ()
    holds: bool | None = False


@dataclass(frozen=True, slots=True)
class Group:
    """A question with windows, the best found first.

    Attributes:
        question: The question.
        windows: What is read for it.
        weight: How much it counts.
        source: The data set, with a letter for the kind of group.
    """

    question: str
    windows: tuple[Excerpt, ...]
    weight: float
    source: str

    def only(self, windows: Iterable[Excerpt]) -> "Group":
        """Return the question with these windows."""
        return replace(self, windows=tuple(windows))


def write(groups: Iterable[Group], path: Path) -> int:
    """Write groups as JSON lines; returns how many."""
    count = 0
    with path.with_suffix(".part").open("w", encoding="utf-8") as file:
        for group in groups:
            file.write(json.dumps(asdict(group), ensure_ascii=False) + "\n")
            count += 1
    path.with_suffix(".part").replace(path)
    return count


def read(path: Path) -> Iterator[Group]:
    """Read what `write` wrote."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            windows = tuple(
                Excerpt(window["title"], window["text"], tuple((int(s), int(e), float(w)) for s, e, w in window["spans"]), window["holds"])
                for window in row["windows"]
            )
            yield Group(row["question"], windows, row["weight"], row["source"])


def labelled(groups: Sequence[Group]) -> int:
    """Return how many of the groups have a right span."""
    return sum(any(window.spans for window in group.windows) for group in groups)
