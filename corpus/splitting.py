"""Passages: runs of whole sentences, about a hundred words long, that tile a document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import Document, Passage, Section
from corpus.sentence import sentences

SPLITTER_VERSION = 1
"""Rises whenever the same document would be split otherwise, so that a library knows its passages are old."""

TARGET_WORDS = 100
FEWEST_WORDS = 30
MOST_WORDS = 180

# Sentences are gathered into units of a few words first, which bounds the search for the best breaks.
_UNIT_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Unit:
    end: int
    words: int
    ends_paragraph: bool


def split(document: Document) -> list[Passage]:
    """Splits a document into passages that tile it.

    `"".join(p.text for p in split(d)) == d.text` and `d.text[p.start:p.end] == p.text`. No passage is empty, none goes
    across the start of a heading or a chapter; the line of a heading belongs to the passage that follows. Within that,
    passages have about 100 words, rarely under 30 and only for a very long sentence over 180, and end with a paragraph
    where one ends nearby. White space between two passages belongs to the first.
    """
    return cut(document, ends(document.text, document.sections))


def cut(document: Document, ends: Iterable[int]) -> list[Passage]:
    """Returns the passages of a document that end at these offsets, which `ends` found."""
    stops = [0, *ends]
    return [Passage(document.id, start, end, document.text[start:end]) for start, end in pairwise(stops)]


def ends(text: str, sections: Sequence[Section]) -> list[int]:
    """Returns where the passages of a text end, which is all that tells them: the first starts at 0, the last ends with the text."""
    return [last for start, end in _regions(text, sections) for last in _breaks(_units(text, start, end))]


def _regions(text: str, sections: Sequence[Section]) -> list[tuple[int, int]]:
    """Returns the stretches between headings and chapters, a heading without text joined to what follows."""
    labels = {s.start: s.label for s in sections if s.kind != "page" and 0 < s.start < len(text)}
    labels[0] = next((s.label for s in sections if s.kind != "page" and s.start == 0), "")
    bounds = [*sorted(labels), len(text)]
    regions: list[tuple[int, int]] = []
    open_from, words = 0, 0
    for start, end in zip(bounds, bounds[1:], strict=False):
        words += len(text[start:end].split()) if _is_bare_heading(text, start, end, labels[start]) else MOST_WORDS
        if words >= TARGET_WORDS or end == len(text):
            regions.append((open_from, end))
            open_from, words = end, 0
    return [(start, end) for start, end in regions if start < end]


def _is_bare_heading(text: str, start: int, end: int, label: str) -> bool:
    if end - start > 1_000 or not label:
        return False
    line = " ".join(text[start:end].split())
    return line == label or (label.endswith("…") and line.startswith(label[:-1]))


def _units(text: str, start: int, end: int) -> list[_Unit]:
    """Returns whole sentences in units of at least a few words; together they tile `text[start:end]`."""
    region = text[start:end]
    spans = sentences(region)
    units: list[_Unit] = []
    words = 0
    for n, (first, last) in enumerate(spans):
        following = spans[n + 1][0] if n + 1 < len(spans) else len(region)
        words += _size(region, first, last)
        ends_paragraph = region.count("\n", last, following) > 1 or following == len(region)
        if words >= _UNIT_WORDS or (ends_paragraph and words >= _UNIT_WORDS // 2) or following == len(region):
            units.append(_Unit(start + following, words, ends_paragraph))
            words = 0
    return units or [_Unit(end, 0, ends_paragraph=True)]


def _size(text: str, first: int, last: int) -> int:
    """Returns a number of words, or what its length makes of it where words are not set apart by spaces."""
    return max(len(text[first:last].split()), (last - first) // 8)


def _breaks(units: list[_Unit]) -> Iterator[int]:
    """Yields where passages end, chosen so that the sum of their costs is least (dynamic programming)."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(units) + 1):
        best.append(_cheapest(units, best, stop))
    stops = []
    stop = len(units)
    while stop:
        stops.append(stop)
        stop = best[stop][1]
    for stop in reversed(stops):
        yield units[stop - 1].end


def _cheapest(units: list[_Unit], best: list[tuple[float, int]], stop: int) -> tuple[float, int]:
    """Returns the least cost of ending a passage behind unit `stop - 1`, and the unit that it then starts with."""
    words = 0
    choice: tuple[float, int] | None = None
    inside = 0.0 if units[stop - 1].ends_paragraph else 0.06
    for start in range(stop - 1, -1, -1):
        words += units[start].words
        if choice is not None and words > MOST_WORDS:
            break
        away = (words - TARGET_WORDS) / TARGET_WORDS
        cost = best[start][0] + (away * away + inside + (3.0 if words < FEWEST_WORDS else 0.0))
        if choice is None or cost < choice[0]:
            choice = (cost, start)
    return choice or (0.0, 0)
