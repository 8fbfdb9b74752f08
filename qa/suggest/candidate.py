"""A question made from a sentence, and whether it is one that a person would ask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..english import Word, content, gender, words
from .vocabulary import OWNING, POINTING

FEWEST, MOST = 4, 14
_CLEAN = re.compile(r"[A-Z](?:[^\W_]|[ '’-]|(?<=\bMr|\bMs|\bDr|\bSt)\.|(?<=\bMrs)\.|(?<=\d),(?=\d))+\?\Z")
_ONE_OF = frozenset({"one"})
_ONE = re.compile(r"\bone\b(?! of (?:the |his |her |[A-Z]))", re.IGNORECASE)
_DOUBLED = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question made from a sentence.

    Attributes:
        question: It.
        start: Offset in the sentence where the words that answer it begin.
        end: Offset after their last.
        kind: What asks: `why`, `where`, `when`, `how`, `many`, `what`, `whom`, `who`.
        named: Whether the question names somebody.
    """

    question: str
    start: int
    end: int
    kind: str
    named: bool


def sound(question: str, subject: str, stands: tuple[str, str] = ("", "")) -> bool:
    """Tell whether a question stands by itself: short, plain, and without a word that points outside it.

    Args:
        question: The question.
        subject: Whom it is about, whose `his` or `her` may stand in it; empty when it asks for that.
        stands: Who was named in the place of a pronoun, and that pronoun: after `Who encouraged Lily to` it is hers.
    """
    found = words(question)
    if not FEWEST <= len(question.split()) <= MOST or not _CLEAN.match(question) or _DOUBLED.search(question):
        return False
    owned = subject.startswith(f"{stands[0]}'s ") and stands[0] != ""
    kept = _ONE_OF | ({stands[1]} if owned else set())
    if any(word.low in POINTING - kept or (word.text.isupper() and len(word.text) > 1) for word in found) or _ONE.search(question):
        return False
    led = re.search(rf"\b{re.escape(stands[0])} to \w+", question) if stands[0] else None
    return all(
        (led is not None and led.end() <= word.start and _owned(found, place, stands[0]))
        or (owned and word.low == stands[1])
        or _owned(found, place, subject)
        for place, word in enumerate(found)
        if word.low in OWNING
    )


def _owned(found: Sequence[Word], place: int, subject: str) -> bool:
    """Tell whether `her` is the subject's: a noun follows it, and the subject may be a she."""
    if not subject or place + 1 >= len(found) or not content(found[place + 1]):
        return False
    whose = found[place].low
    if whose in {"its", "their"}:
        return (whose == "their") == (" and " in subject or subject.endswith("s"))
    told = gender(words(f"x {subject}")[1:])
    return told == ("female" if whose == "her" else "male") or (told == "" and not subject.startswith("the "))
