"""From text to the terms that BM25 counts: the same steps for passages and questions.

Three kinds of terms are indexed of a passage: its words, every pair of neighbouring words, and the words of the passages around it. What each
weighs was chosen on FairytaleQA's validation questions (`docs/benchmarks.md`). A question is only ever text: no character in it is an operator.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import Stemmer

from .irregular import BASE

VERSION = 2
WORDS, PAIRS, AROUND, TITLE = "words", "pairs", "around", "title"
WEIGHTS = {WORDS: 1.0, PAIRS: 0.25, AROUND: 0.3, TITLE: 0.3}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLITICS = re.compile(r"(?:n't|'(?:s|d|ll|re|ve|m)|')$")
_LONGEST = 64
_MOST_KNOWN = 131_072
_STEMMER = Stemmer.Stemmer("english")
# These ask; a passage that holds them is no better an answer.
_ASKING = frozenset("who whom whose what which when where why how do does did is are was were be been am".split())
_SMALL = _ASKING | frozenset(
    "a an the and or but nor if of at by for with about into onto to from in on upon off over out up down as than then so such being done doing "
    "has have had having will would shall should can could may might must i me my mine we us our ours you your yours he him his she her hers it "
    "its they them their theirs this that these those there here not no".split()
)


def terms(text: str) -> list[str]:
    """Return the terms of a text in its order: folded, without clitics, irregular forms undone, stemmed."""
    return list(filter(None, map(_TERMS.__getitem__, _WORD.findall(text))))


def telling_terms(text: str) -> list[str]:
    """Return the terms of a text that carry its meaning: all but the small words of the language."""
    return list(filter(None, map(_TELLING.__getitem__, _WORD.findall(text))))


def both_terms(text: str) -> tuple[list[str], list[str]]:
    """Return `terms` and `telling_terms` of a text, which is looked through once."""
    words = _WORD.findall(text)
    return list(filter(None, map(_TERMS.__getitem__, words))), list(filter(None, map(_TELLING.__getitem__, words)))


def fields(text: str, around: str, title: str) -> dict[str, list[str]]:
    """Return the terms that are indexed of a passage, by field.

    Args:
        text: The passage.
        around: The telling terms of the passages before and after it, with spaces between them.
        title: The document's title.
    """
    return {name: told.split() for name, told in indexed(terms(text), around, title).items()}


def indexed(words: Sequence[str], around: str, title: str) -> dict[str, str]:
    """Return the same for a passage whose terms are known, with spaces between them."""
    return {WORDS: " ".join(words), PAIRS: " ".join(_pairs(words)), AROUND: around, TITLE: " ".join(telling_terms(title))}


def query(text: str) -> list[tuple[str, str]]:
    """Return the terms to look for, each with its field, without repetition, in a fixed order."""
    asked = [term(word) for word in _words(text) if word not in _ASKING] or terms(text)
    telling = telling_terms(text)
    by_field = {WORDS: asked, PAIRS: _pairs(terms(text)), AROUND: telling, TITLE: telling}
    return [(field, word) for field, words in by_field.items() for word in sorted(set(words))]


def _pairs(words: Sequence[str]) -> Iterator[str]:
    """Yield every two neighbouring terms as one."""
    return map("_".join, pairwise(words))


@lru_cache(maxsize=65536)
def term(word: str) -> str:
    """Return the term of one folded word."""
    return str(_STEMMER.stemWord(BASE.get(word, word)))


class _Known(dict[str, str]):
    """What was found of words as they are written; a dictionary alone is the quickest way from one to the other."""

    def __init__(self, find: Callable[[str], str]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, written: str) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found = self._find(written)
        if len(written) <= _LONGEST:
            self[written] = found
        return found


def _term_of(written: str) -> str:
    """Return the term of a word as it is written, empty where nothing of it is left."""
    word = _fold(written)
    return term(word) if word else ""


def _telling_of(written: str) -> str:
    """Return the same, empty also for a word that carries no meaning."""
    return "" if _fold(written) in _SMALL else _term_of(written)


_TERMS, _TELLING = _Known(_term_of), _Known(_telling_of)


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text without accents, capitals and clitics."""
    return filter(None, map(_fold, _WORD.findall(text)))


@lru_cache(maxsize=65536)
def _fold(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return (_CLITICS.sub("", plain) or plain).replace("'", "")[:_LONGEST]
