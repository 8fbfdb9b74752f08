"""A name in a question, and names that stand together: one person's, or one place's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .grammar import TITLES


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question, one word of it.

    Attributes:
        written: As the question has it.
        name: As the documents have it; None when no document knows it.
        documents: The documents that hold it.
        start: Offset of the word in the question, in code points.
        ordinary: Whether the library also knows it as an ordinary word, so that it settles nothing by itself.
    """

    written: str
    name: str | None
    documents: frozenset[str]
    start: int
    ordinary: bool = False

    @property
    def end(self) -> int:
        """Offset after the word."""
        return self.start + len(self.written)


@dataclass(frozen=True, slots=True)
class FullName:
    """Names that stand side by side in a question: `Lily Baktybekova`, `New York`, `Jean-Pierre`.

    Attributes:
        text: As the documents have it, with the title that stands before it: `King Harald`.
        mentions: Its words.
    """

    text: str
    mentions: tuple[Mention, ...]

    @property
    def start(self) -> int:
        """Offset of its first name in the question, in code points."""
        return self.mentions[0].start

    @property
    def end(self) -> int:
        """Offset after its last name."""
        return self.mentions[-1].end

    @property
    def unknown(self) -> bool:
        """Whether one of its names is nobody's, so that the whole is."""
        return any(mention.name is None for mention in self.mentions)


def full_names(text: str, mentions: Sequence[Mention]) -> list[FullName]:
    """Return the names of a question with those side by side put together, in its order."""
    return [_full_name(text, run) for run in _runs(text, mentions)]


def _runs(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    run: list[Mention] = []
    for mention in mentions:
        if run and text[run[-1].end : mention.start] not in {" ", "-"}:
            yield run
            run = []
        run.append(mention)
    if run:
        yield run


def _full_name(text: str, run: Sequence[Mention]) -> FullName:
    whole = _title(text[: run[0].start])
    for mention in run:
        gap = text[mention.start - 1] if mention is not run[0] else ""
        whole += gap + (mention.name or mention.written)
    return FullName(whole, tuple(run))


def _title(before: str) -> str:
    """Return the title that the words before a name end with, with the space after it."""
    word = before.rstrip(" ").rpartition(" ")[2]
    titled = before.endswith(" ") and word[:1].isupper() and word.casefold().rstrip(".") in TITLES
    return f"{word} " if titled and len(word) < len(before.rstrip()) else ""
