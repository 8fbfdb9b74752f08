"""From text to the terms that BM25 counts: the same steps for passages and questions.

A question is only ever text: no character in it is an operator.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

VERSION = 1
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MAX_WORD = 64
_STEMMER = Stemmer.Stemmer("english")


def terms(text: str) -> list[str]:
    """Return the terms of a text in its order: folded, without possessives, stemmed."""
    return [term for term, _, _ in spans(text)]


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield every term with the offsets of the word that it comes from, in code points into `text`."""
    for match in _WORD.finditer(text):
        term = stem(match.group())
        if term:
            yield term, match.start(), match.end()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the term of one word."""
    folded = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    base = plain.removesuffix("'s").replace("'", "")[:_MAX_WORD]
    return str(_STEMMER.stemWord(base))


def question_terms(text: str) -> list[str]:
    """Return the terms of a question that carry meaning: without question words and the commonest small ones."""
    return [term for term in terms(text) if term not in _SMALL]


_SMALL = frozenset(
    terms(
        "a an the of to in on at by for with from into and or but if is are was were be been being am do does did have has had who whom whose "
        "what which when where why how it its he him his she her hers they them their this that these those there then than as so not no i you "
        "your we our us me my will would can could shall should may might must"
    )
)
