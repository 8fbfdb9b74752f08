"""How a question is put together from a statement, and what its phrases name."""

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
    parts = (opening, told.predicate.aux, told.subject.text, told.predicate.form, told.part(first, last), tail)
    yield Candidate(f"{' '.join(part for part in parts if part)}?", start, end, kind, told.subject.named)
