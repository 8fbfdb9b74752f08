"""How a question is put together from a statement, and what its phrases name."""

import re
from collections.abc import Iterator

from ..english import Phrase, sort
from ..grammar import CALENDAR
from .candidate import Candidate
from .statement import Statement
from .vocabulary import WHENS


def noun_sort(told: Statement, phrase: Phrase) -> str:
    """Return what a phrase of a statement names: `person`, `thing` and so on."""
    return sort(told.words[phrase.first : phrase.head])


def tells_time(told: Statement, phrase: Phrase) -> bool:
    """Tell whether a phrase says when or how long, not what."""
    head = told.words[phrase.head - 1].low
    return head in WHENS or head in CALENDAR


def question_of(told: Statement, kind: str, opening: str, first: int, last: int, start: int, end: int, tail: str = "") -> Iterator[Candidate]:
    """Yield the question that opens with some words and keeps words `first` to before `last` after the verb."""
    parts = (opening, told.predicate.aux, told.subject.text, told.predicate.form, _own(told, told.part(first, last)), _own(told, tail))
    yield Candidate(f"{' '.join(part for part in parts if part)}?", start, end, kind, told.subject.named)


def who_of(told: Statement, last: int) -> Iterator[Candidate]:
    """Yield the question that asks for the subject and keeps the words up to before `last` after the verb."""
    subject, predicate, found = told.subject, told.predicate, told.words
    helped = predicate.aux not in {"did", "does", "do"}
    verb = predicate.form if predicate.being else told.part(predicate.verb, predicate.verb + 1)
    said = " ".join(part for part in (predicate.aux if helped else "", verb, told.part(predicate.verb + 1, last)) if part)
    named = any(found[place].name for place in range(predicate.verb + 1, last))
    yield Candidate(f"Who {said}?", found[subject.first].start, found[subject.last - 1].end, "who", named)


def _own(told: Statement, said: str) -> str:
    """Return some words with the pronoun again where the subject has the name that was put for it: `Lily's parents encourage her`."""
    name, pronoun = told.stands
    if not name or not told.subject.text.startswith(f"{name}'s "):
        return said
    return re.sub(rf"\b{re.escape(name)}\b(?!'s)", pronoun, said, count=1)
