"""PDF: the text of every page, lines joined to paragraphs again, pages kept as places."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from corpus.chapters import is_chapter
from corpus.draft import Block, Draft, Mark, too_much_text
from corpus.errors import EmptyDocument, TooLarge, UnreadableFile
from corpus.limits import Limits
from corpus.normalisation import normalise

_ENDS: Final = re.compile(r"[.!?…:][\"”’')\]]*$")
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u2010]$")
_DIGITS: Final = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_NUMBER: Final = re.compile(r"[-–—\s]*(?:page\s+)?\d{1,4}[-–—\s]*$", re.IGNORECASE)
_NO_TITLE: Final = re.compile(r"\.\w{2,4}$|^untitled|^microsoft word|[\\/_]", re.IGNORECASE)
_FEWEST_PAGES_FOR_HEADERS: Final = 4


def load(data: bytes, limits: Limits) -> Draft:
    """Reads a PDF; columns come out in the order in which the file holds them."""
    try:
        reader = _open(data)
        count = len(reader.pages)
        if count > limits.pages:
            raise TooLarge(f"has more than {limits.pages:,} pages", "Split it into smaller files.")
        pages = _without_headers(list(_pages(reader, limits)))
        title = _title(reader)
    except DependencyError as exc:
        raise UnreadableFile("is encrypted", "Save a copy without the protection.") from exc
    except PyPdfError as exc:
        raise UnreadableFile(
            "could not be read as a PDF; it may be damaged", "Open it in the program that made it and save it again."
        ) from exc
    if not any(pages):
        raise EmptyDocument("holds no text; perhaps its pages are pictures", "Run text recognition (OCR) on it first.")
    return Draft(_blocks(pages), title)


def _open(data: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableFile("is protected by a password", "Save a copy without the password.")
    return reader


def _title(reader: PdfReader) -> str:
    title = reader.metadata.title if reader.metadata is not None else None
    # What programs put there by themselves names a file, not a story.
    return "" if not title or _NO_TITLE.search(title) else title


def _pages(reader: PdfReader, limits: Limits) -> Iterator[list[str]]:
    """Yields the lines of each page."""
    size = 0
    for page in reader.pages:
        text = normalise(page.extract_text().translate(_LIGATURES))
        size += len(text)
        if size > limits.text_bytes:
            raise too_much_text(limits)
        yield text.split("\n") if text else []


def _without_headers(pages: list[list[str]]) -> list[list[str]]:
    """Takes off the line at the top or bottom that half of the pages share but for its number, and bare numbers."""
    for edge in (0, -1):
        pages = [_without_number(lines, edge) for lines in pages]
        if len(pages) < _FEWEST_PAGES_FOR_HEADERS:
            continue
        shared = Counter(_DIGITS.sub("#", lines[edge]) for lines in pages if lines)
        common = {line for line, times in shared.items() if times * 2 > len(pages)}
        pages = [_trimmed(lines, edge, common) for lines in pages]
    return pages


def _without_number(lines: list[str], edge: int) -> list[str]:
    if len(lines) < 2 or not _NUMBER.match(lines[edge]):
        return lines
    return lines[1:] if edge == 0 else lines[:-1]


def _trimmed(lines: list[str], edge: int, common: set[str]) -> list[str]:
    if len(lines) < 2 or _DIGITS.sub("#", lines[edge]) not in common:
        return lines
    return lines[1:] if edge == 0 else lines[:-1]


def _blocks(pages: list[list[str]]) -> Iterator[Block]:
    widths = sorted(len(line) for lines in pages for line in lines if line)
    width = widths[len(widths) * 3 // 4]
    open_paragraph = False
    for number, lines in enumerate(pages, 1):
        marks: tuple[Mark, ...] = (Mark("page", str(number)),)
        paragraphs = list(_paragraphs(lines, width))
        for text in paragraphs:
            goes_on = bool(marks) and open_paragraph and text[:1].islower()
            chapter = (Mark("chapter"),) if is_chapter(text) else ()
            yield Block(text, marks + chapter, " " if goes_on else "\n\n")
            marks = ()
        if paragraphs:
            open_paragraph = not _ENDS.search(paragraphs[-1])


def _paragraphs(lines: list[str], width: int) -> Iterator[str]:
    """Yields lines joined to paragraphs: one ends at an empty line, or where a sentence ends well before the margin."""
    words = ""
    last = ""
    for line in lines:
        if words and (not line or _ends_paragraph(last, line, width)):
            yield words
            words = ""
        words = _joined(words, line) if words else line
        last = line
    if words:
        yield words


def _ends_paragraph(line: str, following: str, width: int) -> bool:
    if is_chapter(line) or is_chapter(following) or line.isupper() != following.isupper():
        return True
    if following[:1].islower() or _HYPHEN.search(line):
        return False
    return len(line) < (0.8 if _ENDS.search(line) else 0.7) * width


def _joined(words: str, line: str) -> str:
    if _HYPHEN.search(words) and line[:1].islower():
        return _HYPHEN.sub("", words) + line
    return f"{words} {line}"
