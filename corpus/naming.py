"""Names: the id of a document, the title that a file's name gives, and names as a person can read them."""

import hashlib
import re
import unicodedata

_ID_LENGTH = 120
_SUFFIX = re.compile(r"\.(?:txt|md|markdown|html?|xhtml|pdf|docx|epub)$", re.IGNORECASE)
_COUNTER = re.compile(r"^(?:[A-Za-z]{1,3}[ _.-]*)?\d+[ _.-]+")
_HASH = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b")
_WORD = re.compile(r"[^\W\d_]{3}")
_SMALL_WORDS = frozenset("a an and as at but by for from in into nor of on or the to upon with".split())
_ROMAN = re.compile(r"(?=.)x{0,3}(?:ix|iv|v?i{0,3})$")


def document_id(name: str) -> str:
    """Returns the id of the document called `name`, fit for an address and always the same.

    Args:
        name: The path relative to the folder the file was added from: `grimm/The Golden Bird.txt`.

    Returns:
        `grimm--the-golden-bird`: the letters and digits of any language, in lower case; 1 to 120 characters.
    """
    parts = [_slug(part) for part in _SUFFIX.sub("", name).split("/")]
    whole = "--".join(part for part in parts if part) or "document"
    if len(whole) <= _ID_LENGTH:
        return whole
    digest = hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return f"{whole[: _ID_LENGTH - 9].rstrip('-')}-{digest}"


def _slug(part: str) -> str:
    lowered = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", part).lower())
    # A mark is a part of its letter: without it a Hindi or Thai word would fall apart.
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in lowered)
    return "-".join("".join(kept).split())


def printable(name: str) -> str:
    """Returns `name` in NFC with whatever a terminal or a page could not show written as an escape."""
    shown = unicodedata.normalize("NFC", name)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in shown)


def title_from_name(name: str) -> str:
    """Returns the title that a file's name gives: `grimm/00-the-golden-bird.txt` gives `The Golden Bird`.

    Returns:
        The title, or `""` if the name says nothing, as a number or a hash does.
    """
    stem = _SUFFIX.sub("", name.rsplit("/", 1)[-1])
    words = " ".join(re.sub(r"[-_]+", " ", _COUNTER.sub("", stem)).split())
    if not _WORD.search(_HASH.sub(" ", words)):
        return ""
    return _capitalised(words) if words.islower() or words.isupper() else words


def readable(title: str) -> str:
    """Returns a title on one line, and without the shouting if it is all in capitals."""
    line = " ".join(title.split())
    return _capitalised(line) if line.isupper() and len(line) > 4 else line


def _capitalised(words: str) -> str:
    lowered = words.lower().split()
    firsts = [True, *(word.endswith((".", ":", "!", "?")) for word in lowered)]
    return " ".join(_capital(word, first=first) for word, first in zip(lowered, firsts, strict=False))


def _capital(word: str, *, first: bool) -> str:
    if word in _SMALL_WORDS and not first:
        return word
    bare = word.strip(".,:;!?()'\"")
    if _ROMAN.match(bare):
        return word.upper()
    start = next((n for n, c in enumerate(word) if c.isalpha()), 0)
    return word[:start] + word[start : start + 1].upper() + word[start + 1 :]
