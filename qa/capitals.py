"""The words of a question, each with what its capital is worth: where one is owed to custom it says nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .grammar import CALENDAR, LITTLE, UNITS
from .spelling import bare, fold

_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['’][^\W\d_]+)*(?![^\W_])['’]?")
# A capital is owed at the start, after the end of a sentence, and after an opening quote.
_OPENS = re.compile(r"(?:\A|[.!?:;…]\s)[\s\"“”'‘«(\[-]*$|[\"“‘«(\[]$|\s'$")
_INITIALS = 5
# Characters looked at before a word to see whether a sentence or a quote opens there.
_LOOKED_BACK = 12
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|[A-Z])\.\s$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question.

    Attributes:
        text: The word without its possessive ending.
        key: The same, folded.
        start: Offset in the question, in code points.
        end: Offset after its possessive ending.
        capital: Whether it has a capital that its place does not owe.
        opens: Whether it stands where a capital is owed, and has one.
        possessive: Whether it owns something.
    """

    text: str
    key: str
    start: int
    end: int
    capital: bool
    opens: bool
    possessive: bool

    @property
    def little(self) -> bool:
        """Whether it is a little word of the language, or one of the calendar or the thermometer."""
        return self.key in LITTLE or self.key in CALENDAR or self.key in UNITS


def words(question: str) -> list[Word]:
    """Return the words of a question in its order, the parts of hyphenated ones singly."""
    told = cased(question)
    found = []
    for match in _WORD.finditer(told):
        text = bare(match.group()).rstrip("'’")
        upper = text[0].isupper()
        before = told[max(0, match.start() - _LOOKED_BACK) : match.start()]
        opens = upper and bool(_OPENS.search(before)) and not _ABBREVIATED.search(before)
        possessive = len(text) < match.end() - match.start()
        found.append(Word(text, fold(text), match.start(), match.end(), upper and not opens, opens, possessive))
    return found


def keys(text: str) -> tuple[str, ...]:
    """Return the words of a text folded, in its order: the keys of `words`."""
    return tuple(fold(bare(match.group()).rstrip("'’")) for match in _WORD.finditer(text))


def initials(word: str) -> bool:
    """Tell whether a word is an abbreviation, which stands for words that may be there in full."""
    return 1 < len(word) <= _INITIALS and word.isupper()


def plain(found: Sequence[Word]) -> bool:
    """Tell whether a question's capitals say nothing, for it has none but those that are owed."""
    return not any(word.capital and not word.little for word in found)


def cased(question: str) -> str:
    """Return a question in small letters if its capitals say nothing: all of them, or one a word, the little words too."""
    found = [match.group() for match in _WORD.finditer(question)]
    loud = sum(len(word) > 1 and word.isupper() for word in found)
    little = [word for word in found[1:] if word.casefold() in LITTLE and word.casefold() != "i"]
    shouted = len(found) > 1 and loud * 2 > len(found)
    titled = bool(little) and all(word[0].isupper() for word in found)
    lowered = question.lower()
    return lowered if (shouted or titled or question.isupper()) and len(lowered) == len(question) else question
