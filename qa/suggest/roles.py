"""Who somebody was and what moved them: `Iris was a rising star in the world of dance`, `she was fascinated by the old dances`."""

from collections.abc import Collection, Iterator

from ..english import content
from .candidate import Candidate
from .complement import Complement, ends_well
from .statement import Statement
from .vocabulary import EMPTY, POINTING, STIRRED
from .wording import noun_sort, question_of, who_of

# What somebody was tells something of them with so many words that mean something.
_TELLING = 3


def role(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`Iris was a rising star in the world of dance`: who was a rising star in the world of dance?"""
    if told.predicate.form or not told.subject.person or not told.subject.known or not rest.whole or len(rest.objects) != 1:
        return
    said = told.words[rest.first : rest.end]
    telling = [word for word in said if content(word) and word.low not in POINTING]
    if noun_sort(told, rest.objects[0]) == "person" and ends_well(told.words, rest.objects[0]) and len(telling) >= _TELLING:
        yield from who_of(told, rest.end)


def moved_by(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`Lily was driven by a passion for music`: what was Lily driven by?"""
    if told.predicate.aux not in {"was", "were"} or told.predicate.form not in STIRRED or rest.objects or not rest.groups:
        return
    group = rest.groups[0]
    head = told.words[group.phrase.head - 1]
    thing = noun_sort(told, group.phrase) == "thing" and head.low not in EMPTY and ends_well(told.words, group.phrase)
    if group.preposition != "by" or not rest.whole or not thing:
        return
    start, end = told.words[group.phrase.first].start, told.words[rest.end - 1].end
    yield from question_of(told, "what", "What", rest.first, rest.first, start, end, "by")
