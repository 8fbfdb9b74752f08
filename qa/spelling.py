"""How names are written: folding for comparison, and misspellings told from other names."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_STROKES = str.maketrans("łŁøØđĐħĦ", "lLoOdDhH")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_SOUNDS = (("y", "i"), ("ph", "f"), ("ck", "k"), ("th", "t"))
# In short names these are other people: Zoe, Sue, Joe.
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_LONG = 6
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)


def bare(word: str) -> str:
    """Return a word without its possessive ending: `Lily's` and `Iris'` are Lily and Iris."""
    return _POSSESSIVE.sub("", word)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word as names are compared: without capitals, accents and possessive, one kind of apostrophe."""
    return plain_letters(bare(word).replace("’", "'")).casefold()


def singular(word: str) -> str:
    """Return the name whose plural a word may be, the word itself if it is none."""
    if len(word) <= 4 or not word.endswith("s") or word.endswith("ss"):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]


def plain_letters(text: str) -> str:
    """Return a text without its accents; `ł` and the like, which are letters of their own, lose their strokes too."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).translate(_STROKES))


@lru_cache(maxsize=65536)
def shape(key: str) -> str:
    """Return a folded name without what people most often get wrong: doubled letters, y for i, ph for f, silent h, ae for ä, hyphens."""
    plain = key.replace("-", "").replace("'", "")
    for wrong, right in _SOUNDS if len(plain) < _LONG else _SOUNDS + _UMLAUTS:
        plain = plain.replace(wrong, right)
    return re.sub(r"(.)\1+", r"\1", plain)


def alike(key: str, names: Iterable[str]) -> str | None:
    """Return the one name that a misspelt word stands for, the nearest; None if there is none or more than one.

    Short names must be of one shape, or Lila would be Lily; those of six letters may be one letter off, those of nine letters two.

    Args:
        key: The word, folded.
        names: The folded names that it may stand for.
    """
    names = [name for name in names if abs(len(name) - len(key)) <= 2]
    same = [name for name in names if shape(name) == shape(key)]
    near = {name: distance(key, name) for name in names if name[0] == key[0] and _misspelt(key, name)} if not same else {}
    found = same or [name for name in near if near[name] == min(near.values())]
    return found[0] if len(found) == 1 else None


def _misspelt(word: str, name: str) -> bool:
    allowed = 0 if len(name) < 6 else 1 if len(name) < 9 else 2
    return bool(allowed) and abs(len(word) - len(name)) <= allowed and distance(word, name) <= allowed


def distance(a: str, b: str) -> int:
    """Return the number of letters to insert, drop, change or swap with their neighbour to make one word the other."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        row = [i]
        for j, right in enumerate(b, start=1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]
