"""A story as it is read: paragraphs, verse, headings and pages, with a quote highlighted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus import Document, Section

from .pieces import Piece, marked

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_OUTLINE_LENGTH = 300
_VERSE_WIDTH = 60


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading of a story.

    Attributes:
        pieces: Its text; joined, it is a slice of the document's text (nothing for a page's number).
        kind: `paragraph`, `verse` (lines are kept), `heading` or `page`.
        anchor: Number of the section that begins here, from 1; None elsewhere.
        label: The section's label, for headings and pages.
        quoted: Whether it is the first that holds a part of the quote.
    """

    pieces: tuple[Piece, ...]
    kind: str
    anchor: int | None = None
    label: str = ""
    quoted: bool = False


def outline(document: Document) -> list[tuple[int, str]]:
    """List a story's headings and chapters as anchor and label, the first 300; empty when there is only one."""
    entries = [(number, section.label) for number, section in enumerate(document.sections, 1) if section.kind != "page"]
    return entries[:_OUTLINE_LENGTH] if len(entries) > 1 else []


def story_blocks(document: Document, start: int | None, end: int | None) -> list[Block]:
    """Cut a story into paragraphs and headings; a heading that only repeats the title before everything is left out.

    Args:
        document: The story.
        start: Where the quote to highlight starts; None, or a range outside the text, highlights nothing.
        end: Where it ends.
    """
    if start is None or end is None or not 0 <= start < end <= len(document.text):
        start = end = -1
    blocks: list[Block] = []
    for (left, right), sections in _stretches(document):
        paragraphs = _paragraphs(document.text, left, right)
        blocks += _heads(document.text, paragraphs, sections, (start, end))
        blocks += [_paragraph(document.text, span, (start, end)) for span in paragraphs]
    first = next((at for at, block in enumerate(blocks) if any(piece.marked for piece in block.pieces)), None)
    if first is not None:
        blocks[first] = replace(blocks[first], quoted=True)
    repeats = bool(blocks) and blocks[0].kind == "heading" and _same(blocks[0].label, document.title)
    return blocks[1:] if repeats and first != 0 else blocks


def _stretches(document: Document) -> Iterator[tuple[tuple[int, int], list[tuple[int, Section]]]]:
    """Yield the parts between section starts, each with the sections that begin there and their numbers."""
    numbered = list(enumerate(document.sections, 1))
    groups = [(start, list(group)) for start, group in groupby(numbered, key=lambda entry: entry[1].start)]
    if not groups or groups[0][0] > 0:
        groups.insert(0, (0, []))
    ends = [start for start, _ in groups[1:]] + [len(document.text)]
    for (start, sections), end in zip(groups, ends, strict=True):
        yield (start, end), sections


def _heads(text: str, paragraphs: list[tuple[int, int]], sections: Sequence[tuple[int, Section]], quoted: tuple[int, int]) -> list[Block]:
    """Blocks for the sections that begin at one place; the paragraph that is the heading itself is taken out."""
    blocks = []
    for number, section in sections:
        if section.kind == "page":
            blocks.append(Block((), "page", number, section.label))
        elif paragraphs and _same(text[slice(*paragraphs[0])], section.label):
            span = paragraphs.pop(0)
            blocks.append(Block(tuple(marked(text[slice(*span)], span[0], *quoted)), "heading", number, section.label))
        elif not (paragraphs and section.label.endswith("…") and _begins(text[slice(*paragraphs[0])], section.label)):
            blocks.append(Block((Piece(section.label),), "heading", number, section.label))
    return blocks


def _same(left: str, right: str) -> bool:
    return " ".join(left.split()).casefold() == " ".join(right.split()).casefold()


def _begins(paragraph: str, label: str) -> bool:
    """Whether a label is only the beginning of the paragraph that follows, so that it need not be shown twice."""
    return " ".join(paragraph.split()).casefold().startswith(" ".join(label[:-1].split()).casefold())


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the paragraphs between two offsets: what blank lines part, white space at their ends excluded."""
    spans, at = [], start
    for gap in [*_BLANK_LINE.finditer(text, start, end), None]:
        until = gap.start() if gap else end
        left = at + len(text[at:until]) - len(text[at:until].lstrip())
        right = left + len(text[left:until].rstrip())
        if left < right:
            spans.append((left, right))
        at = gap.end() if gap else end
    return spans


def _paragraph(text: str, span: tuple[int, int], quoted: tuple[int, int]) -> Block:
    words = text[slice(*span)]
    lines = words.split("\n")
    kind = "verse" if len(lines) > 1 and max(map(len, lines)) <= _VERSE_WIDTH else "paragraph"
    return Block(tuple(marked(words, span[0], *quoted)), kind)
