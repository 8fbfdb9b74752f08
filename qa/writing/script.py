"""What a language model writes, taken apart as it comes: sentences, each with the numbers and quotes that it rests on.

A line is asked for in this form, and nothing else is understood:

    Lily was born in Aktau. [2] "Lily was born in the town of Aktau"
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

_OPENING, _CLOSING = "\"“”„«‘'", "\"”“»’'"
_MARKER = re.compile(rf"\[(\d{{1,3}})\]\s*[:,–—-]?\s*(?=[{_OPENING}])")
_BULLET = re.compile(r"^\s*(?:[-*•–]\s+|\d{1,2}[.)]\s+)?")
_SEARCH = re.compile(r"\s*SEARCH\s*:\s*(\S.*?)\s*", re.IGNORECASE)
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage's number, from 1, and the words that are said to stand there."""

    number: int
    quote: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what it rests on; without citations it rests on nothing."""

    text: str
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """The model asks for further passages."""

    words: str


class Script:
    """Collects pieces until a line is complete."""

    def __init__(self) -> None:
        self._rest = ""

    def add(self, piece: str) -> Iterator[Sentence | Search]:
        """Take a piece and yield what it completes."""
        self._rest += piece
        while len(lines := self._rest.split("\n", 1)) == 2:
            line, self._rest = lines
            yield from _line(line)
        if len(self._rest) > _LONGEST:  # no line of ours is as long: what it holds is nothing that could be shown
            line, self._rest = self._rest, ""
            yield Sentence(line[:_LONGEST])

    def end(self) -> Iterator[Sentence | Search]:
        """Yield what the last line holds, once the model has come to its end."""
        line, self._rest = self._rest, ""
        yield from _line(line)


def _line(line: str) -> Iterator[Sentence | Search]:
    """Yield the sentences of a line: each ends with the quotes behind it."""
    searched = _SEARCH.fullmatch(line)
    if searched:
        yield Search(searched[1])
        return
    markers = list(_MARKER.finditer(line))
    text, at = "", 0
    cited: list[Cited] = []
    for marker, following in zip_longest(markers, markers[1:]):
        between = line[at : marker.start()]
        if _says(between):
            if cited:
                yield Sentence(_tidy(text), tuple(cited))
            text, cited = between, []
        end = following.start() if following else len(line)
        quote, at = _quoted(line, marker.end(), end)
        cited.append(Cited(int(marker[1]), quote))
    if cited:
        yield Sentence(_tidy(text), tuple(cited))
    if _says(line[at:]):
        yield Sentence(_tidy(line[at:]))


def _quoted(line: str, start: int, end: int) -> tuple[str, int]:
    """Return the quote that opens at an offset, and where the line goes on: it ends at the last mark before the next marker."""
    closing = max((line.rfind(mark, start + 1, end) for mark in _CLOSING), default=-1)
    # An apostrophe inside the last word is no end, nor is a mark that something is said behind: `"they left" he wasn't told`.
    double = max(line.rfind(mark, start + 1, end) for mark in '"”»')
    if line[start] in '"“„«' and double > start:
        closing = double
    if closing <= start:
        return line[start + 1 : end].strip(), end
    return line[start + 1 : closing], closing + 1


def _tidy(text: str) -> str:
    return " ".join(_BULLET.sub("", text).split())


def _says(text: str) -> bool:
    return any(character.isalnum() for character in text)
