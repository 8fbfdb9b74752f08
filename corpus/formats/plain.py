"""Plain text: paragraphs found again where lines were wrapped by hand, chapters by the words of their headings."""

import re
from collections.abc import Iterator
from typing import Final

from corpus.chapters import is_chapter, roman
from corpus.draft import Block, Draft, Mark
from corpus.formats.encoding import decode
from corpus.formats.gutenberg import trim
from corpus.limits import Limits

_LINE_END: Final = re.compile("\r\n?|[\x0b\x85\u2028]")
_BLANK: Final = re.compile(r"\n[^\S\n]*\n\s*?(?=\S|\Z)|[\x0c\u2029]")
_EMPHASIS: Final = re.compile(r"(?<![\w_])_(?=\S)([^_]{1,300}?)(?<=\S)_(?![\w_])")
# No one wraps lines by hand at more than this.
_WIDEST: Final = 100
_VERSE: Final = 60
_ENDS: Final = tuple(".!?…:;\"”’')")
_TITLE_LENGTH: Final = 80
_PROSE: Final = 200


def load(data: bytes, limits: Limits) -> Draft:
    """Reads plain text."""
    text = _line_feeds(decode(data)).lstrip("\ufeff")
    blocks, title = trim([Block(paragraph) for paragraph in _paragraphs(text)])
    texts = [_EMPHASIS.sub(r"\1", block.text) if "_" in block.text else block.text for block in blocks]
    return Draft(list(_marked(texts, titled=bool(title))), title, named=bool(title))


def _line_feeds(text: str) -> str:
    return _LINE_END.sub("\n", text) if any(end in text for end in "\r\x0b\x85\u2028") else text


def _paragraphs(text: str) -> Iterator[str]:
    lines = [line.rstrip() for line in text.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return
    width = lengths[len(lengths) * 9 // 10]
    wrapped = width <= _WIDEST and lengths[len(lengths) * 99 // 100] <= _WIDEST * 1.5
    for paragraph in _BLANK.split("\n".join(lines)):
        if wrapped:
            yield _unwrapped(paragraph, width)
        else:
            yield from _separate(paragraph)


def _unwrapped(paragraph: str, width: int) -> str:
    """Joins the lines of prose; lines that stop early, as those of verse do, are left alone."""
    lines = [line for line in paragraph.split("\n") if line.strip()]
    full = [len(line) for line in lines[:-1]]
    indented = sum(1 for line in lines[1:] if line.startswith("  "))
    if not full or width < _VERSE * 0.75 or sum(full) < 0.75 * width * len(full) or min(full) < width * 0.5:
        return paragraph
    return paragraph if indented * 2 > len(lines) else " ".join(line.strip() for line in lines)


def _separate(paragraph: str) -> Iterator[str]:
    """Yields the lines of a text that was not wrapped, each a paragraph; short ones without an end stay together."""
    group: list[str] = []
    for line in paragraph.split("\n"):
        goes_on = group and len(group[-1]) < _VERSE and len(line) < _VERSE and not group[-1].endswith(_ENDS)
        if group and (not goes_on or is_chapter(line) or is_chapter(group[-1])):
            yield "\n".join(group)
            group = []
        group.append(line)
    yield "\n".join(group)


def _marked(texts: list[str], *, titled: bool) -> Iterator[Block]:
    """Yields the paragraphs, those that are headings marked as such."""
    texts = [text for text in texts if text.strip()]
    numbered = [roman(text) for text in texts if roman(text)][:2] == ["I", "II"]
    shouted = [n for n, text in enumerate(texts) if _is_shouted(text, texts[n - 1] if n else "")]
    # The first of many headings in capitals, with prose right behind it, is that of a story and not of the book.
    collection = len(shouted) > 2 and shouted[0] == 0 and len(texts[1]) > _PROSE
    capitals = set(shouted)
    for n, text in enumerate(texts):
        if is_chapter(text) or (numbered and roman(text)) or (collection and n in capitals):
            yield Block(text, (Mark("chapter", " ".join(text.split())),))
        elif n in capitals or (n == 0 and not titled and len(texts) > 1 and _is_title(text)):
            yield Block(text, (Mark("heading"),))
        else:
            yield Block(text)


def _is_shouted(line: str, before: str) -> bool:
    """Whether a paragraph is a short line in capitals, as headings are, and not announced as a sign or a letter is."""
    line = line.strip()
    if not line.isupper() or not _is_title(line) or sum(c.isalpha() for c in line) < 4:
        return False
    if line == "THE END" or line.endswith("!"):
        return False
    return not before.rstrip().endswith((":", ",", ";", "—", "-"))


def _is_title(line: str) -> bool:
    line = line.strip()
    if "\n" in line or not 1 < len(line) <= _TITLE_LENGTH or line.endswith((".", ",", ";", ":", '"', "”", "’")):
        return False
    return (line[0].isupper() or line[0].isdigit()) and any(c.isalpha() for c in line)
