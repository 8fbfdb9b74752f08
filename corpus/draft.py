"""What a loader makes of a file, and how that becomes one text with places in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from corpus.chapters import is_chapter, is_roman
from corpus.document import Section, SectionKind
from corpus.errors import EmptyDocument, TooLarge
from corpus.limits import MEBIBYTE, Limits
from corpus.naming import readable
from corpus.normalisation import normalise

_LABEL_LENGTH: Final = 120
_TITLE_LENGTH: Final = 200
# A heading further down, or behind that of a chapter, does not name the whole.
_TITLE_WITHIN: Final = 2_000
_KINDS: Final[tuple[SectionKind, ...]] = ("page", "chapter", "heading")


@dataclass(frozen=True, slots=True)
class Mark:
    """A section that starts with a block.

    Attributes:
        kind: What kind of place it is.
        label: Its name; `""` takes the words of the block.
    """

    kind: SectionKind
    label: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a stanza or a row of a table.

    Attributes:
        text: As found in the file; it is normalised later.
        marks: The sections that start here. They move on to the next block if this one is empty.
        after: What lies between this block and the one before: a blank line, or a space where a paragraph goes on.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    after: Literal["\n\n", " "] = "\n\n"

    @property
    def is_heading(self) -> bool:
        """Whether the block is the words of a heading."""
        return any(mark.kind == "heading" or (mark.kind == "chapter" and not mark.label) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a loader found.

    Attributes:
        blocks: The text in reading order.
        title: From front matter or metadata, or `""`.
        named: Whether `title` stands in the front matter, and thus goes before the first heading.
    """

    blocks: Iterable[Block]
    title: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """The part of a document that comes from inside the file; offsets count code points into `text`."""

    title: str
    text: str
    sections: tuple[Section, ...]


def assemble(draft: Draft, limits: Limits) -> Content:
    """Joins the blocks of a draft into one normalised text.

    Raises:
        EmptyDocument: There is no text in it.
        TooLarge: The text or the number of sections is beyond the limits.
    """
    parts: list[str] = []
    sections: list[Section] = []
    pending: list[Mark] = []
    length = size = 0
    heading, chapters = "", False
    for block in draft.blocks:
        pending.extend(block.marks)
        text = normalise(block.text)
        if not text:
            continue
        if parts:
            parts.append(block.after)
            length += len(block.after)
        sections.extend(_sections(length, pending, text))
        if not heading and not chapters and length < _TITLE_WITHIN and block.is_heading and _is_name(text):
            heading = text
        chapters = chapters or any(mark.kind == "chapter" for mark in block.marks) or is_chapter(text)
        pending.clear()
        parts.append(text)
        length += len(text)
        size += len(text.encode()) + len(block.after)
        _check(size, len(sections), limits)
    if not parts:
        raise EmptyDocument("holds no text", "Nothing was added; check that it is the file you meant.")
    title = draft.title if draft.named else heading or draft.title
    return Content(readable(normalise(title))[:_TITLE_LENGTH].strip(), "".join(parts), tuple(sections))


def too_much_text(limits: Limits) -> TooLarge:
    """Returns the error of a file that holds more text than the limits allow."""
    return TooLarge(f"holds more than {limits.text_bytes / MEBIBYTE:g} MiB of text", "Split it into smaller files.")


def _sections(start: int, marks: list[Mark], text: str) -> Iterator[Section]:
    """Yields one section of each kind, the innermost; a heading that repeats its chapter's name is none."""
    labels = {mark.kind: _label(mark, text) for mark in marks}
    for kind in _KINDS:
        label = labels.get(kind)
        if label and not (kind == "heading" and label.casefold() == labels.get("chapter", "").casefold()):
            yield Section(start, kind, label)


def _check(size: int, sections: int, limits: Limits) -> None:
    if size > limits.text_bytes:
        raise too_much_text(limits)
    if sections > limits.sections:
        raise TooLarge(f"has more than {limits.sections:,} headings", "Split it into smaller files.")


def _label(mark: Mark, text: str) -> str:
    words = " ".join(normalise(mark.label or text).split())
    return words if len(words) <= _LABEL_LENGTH else words[: _LABEL_LENGTH - 1] + "…"


def _is_name(text: str) -> bool:
    """Whether a heading can be the title of a whole document: `Chapter 1` and `Contents` are none."""
    if len(text) > _TITLE_LENGTH or is_chapter(text) or is_roman(text):
        return False
    return text.casefold().rstrip(".:") not in {"contents", "table of contents", "index", "chapter"}
