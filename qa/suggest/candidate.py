"""A question made from a sentence, and whether it is one that a person would ask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..english import Word, content, gender, words
from .vocabulary import OWNING, POINTING

FEWEST, MOST = 4, 14
_CLEAN = re.compile(r"[A-Z](?:[^\W_]|[ '’-]|(?<=\bMr|\bMs|\bDr|\bSt)\.|(?<=\bMrs)\.|(?<=\d),(?=\d))+\?\Z")
_DOUBLED = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question made from a sentence.

    Attributes:
        question: It.
        start: Offset in the sentence where the words that answer it begin.
        end: Offset after their last.
        kind: What asks: `why`, `where`, `when`, `many`, `what`, `whom`, `who`.
        named: Whether the question names somebody.
    """

    question: str
    start: int
    end: int
    kind: str
    named: bool


def sound(question: str, subject: str) -> bool:
    """Tell whether a question stands by itself: short, plain, and without a word that points outside it.

    Args:
        question: The question.
        subject: Whom it is about, whose `his` or `her` may stand in it; empty when it asks for that.
    """
    found = words(question)
    if not FEWEST <= len(question.split()) <= MOST or not _CLEAN.match(question) or _DOUBLED.search(question):
        return False
    if any(word.low in POINTING or (word.text.isupper() and len(word.text) > 1) for word in found):
        return False
    return all(_owned(found, place, subject) for place, word in enumerate(found) if word.low in OWNING)


def _owned(found: Sequence[Word], place: int, subject: str) -> bool:
    """Tell whether `her` is the subject's: a noun follows it, and the subject may be a she."""
    if not subject or place + 1 >= len(found) or not content(found[place + 1]):
        return False
    whose = found[place].low
    if whose in {"its", "their"}:
        return (whose == "their") == (" and " in subject or subject.endswith("s"))
    told = gender(words(f"x {subject}")[1:])
    return told == ("female" if whose == "her" else "male") or (told == "" and not subject.startswith("the "))
