"""How a library writes a word: small or with a capital, after another name or alone, and in which documents.

What is a name in one story is an ordinary word in the next; only the library can tell, so it is asked.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from index import Library, terms

from .spelling import fold, plain_letters

# Passages looked at for one word: enough to see how it is written, few enough to be read in a millisecond.
_LOOKED_AT = 50
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|[A-Z])\.\s$")
_BEFORE = re.compile(r"([^\W\d_])[\w'’.-]* $")
# A capital is owed after these.
_OPENS = re.compile(r"(?:^|[.!?:;…\n\"“”‘«»(\[*_—-]|\s['’])[\s\"“”'’‘«(\[*_—-]*$")
_BETWEEN = r"(?:(?:['’]s?)?[\s-]+(?:[\"“'(]?[A-Z][\w.]*[\"”')]?\s+)?)"
_KEPT = 8_192


@dataclass(frozen=True, slots=True)
class Usage:
    """How often a library writes a word one way or the other, among the passages that hold most of it.

    Attributes:
        small: Times it begins with a small letter, in any inflection.
        capital: Times the word itself begins with a capital that its place does not owe.
        led: Times that capital stands right after another word with a capital: mostly so for a surname.
        stands: Whether the word itself stands in the library, in whatever case.
        documents: The documents where it stands with a capital, owed or not, in any inflection.
        anywhere: The documents where it stands at all, in any inflection.
    """

    small: int = 0
    capital: int = 0
    led: int = 0
    stands: bool = False
    documents: frozenset[str] = frozenset()
    anywhere: frozenset[str] = frozenset()

    @property
    def ordinary(self) -> bool:
        """Whether the library mostly knows it as a word rather than a name."""
        return self.small > self.capital // 3

    @property
    def surname(self) -> bool:
        """Whether it mostly follows another name, or nothing is known of it."""
        return self.led * 2 >= self.capital


UNSEEN = Usage()


def unseen(word: str) -> Usage:
    """Return what is known of a word when there is no library to ask: nothing."""
    return UNSEEN


def usages(library: Library) -> Callable[[str], Usage]:
    """Return what looks a word, or several in a row, up in a library, remembering what it has seen; a commit later it may be out of date."""

    @lru_cache(maxsize=_KEPT)
    def look(word: str) -> Usage:
        if not word[:1].isalpha():
            return UNSEEN
        ranked = library.engine.lexical(word, _LOOKED_AT)
        entries = library.passages([found.id for found in ranked])
        counts = _Counts(word, _pattern(word))
        for entry in entries.values():
            counts.read(entry.passage.document_id, entry.passage.text)
        return counts.usage()

    return look


class _Counts:
    """Occurrences of a word, or of several in a row, counted passage by passage."""

    def __init__(self, word: str, pattern: re.Pattern[str]) -> None:
        self._key, self._pattern = fold(word), pattern
        self._stem = terms(word)
        self._small = self._capital = self._led = 0
        self._stands = False
        self._documents: set[str] = set()
        self._anywhere: set[str] = set()

    def read(self, document: str, text: str) -> None:
        """Count the word in a passage."""
        text = plain_letters(text)
        for match in self._pattern.finditer(text):
            written = match.group()
            if " " in self._key or fold(written) == self._key:
                self._stands = True
                self._anywhere.add(document)
                self._note(document, text, match)
            elif self._inflects(written):
                self._small += written[0].islower()
                self._anywhere.add(document)
                self._documents |= {document} if written[0].isupper() else set()

    def _inflects(self, written: str) -> bool:
        """Tell whether a word is this one with another ending; `rise` is no `Rose`."""
        shared = max(2, len(self._key) - 1)
        return fold(written)[:shared] == self._key[:shared] and terms(written) == self._stem

    def _note(self, document: str, text: str, match: re.Match[str]) -> None:
        if not match.group()[0].isupper():
            self._small += 1
            return
        self._documents.add(document)
        before = text[max(0, match.start() - 40) : match.start()]
        if not _OPENS.search(before[-12:]) or _ABBREVIATED.search(before):
            name = _BEFORE.search(before)
            self._capital += 1
            self._led += name is not None and name.group(1).isupper()

    def usage(self) -> Usage:
        """Return what was counted."""
        return Usage(self._small, self._capital, self._led, self._stands, frozenset(self._documents), frozenset(self._anywhere))


def _pattern(word: str) -> re.Pattern[str]:
    """Return what finds a word in all its inflections and accents, or several words in a row, an initial or a nickname between."""
    if " " in word:
        return re.compile(r"\b" + _BETWEEN.join(f"(?i:{re.escape(plain_letters(part))})" for part in word.split()) + r"\b")
    joints = "['’-]" if "-" in word else "['’]"
    first = re.escape(plain_letters(word)[0])
    return re.compile(rf"(?<![^\W\d_]){first}[^\W\d_]*(?:{joints}[^\W\d_]+)*", re.IGNORECASE)
