"""What somebody was led to do, began, spent their time with, and by what means they did it."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from ..english import Phrase, is_base, phrase_at
from .candidate import Candidate
from .complement import Complement, complement, ends_well
from .statement import Statement
from .vocabulary import EMPTY, POINTING, UNASKED, URGING, WHENS
from .wording import noun_sort, question_of, who_of

_BEGINNING = frozenset("begin start continue".split())
_EMPTY_VERBS = frozenset("be have do".split())
_LONGEST_DEED = 10


def urged(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`Lily's parents encouraged Lily to dance`: who encouraged Lily to dance? What did Lily's parents encourage her to do?"""
    found, verb = told.words, rest.first
    whom = phrase_at(found, verb) if told.predicate.base in URGING and told.predicate.aux == "did" and verb < rest.stop else None
    if whom is None or not found[verb].joined or noun_sort(told, whom) not in {"name", "person"} or whom.last + 2 > rest.stop:
        return
    deed = whom.last + 1
    end = _deed_end(told, deed) if found[deed - 1].low == "to" and is_base(found[deed].low) else None
    if end is None or whom.first == whom.last or not ends_well(found, whom):
        return
    if told.subject.person:
        yield from who_of(told, end)
    start, after = found[deed].start, found[end - 1].end
    yield from question_of(told, "what", "What", verb, whom.last, start, after, "to do")


def _deed_end(told: Statement, deed: int) -> int | None:
    """Return where an infinitive and all that belongs to it ends, None where that is not sure."""
    rest = complement(told, deed + 1)
    whole = rest.whole and rest.end > deed + 1 and rest.end - deed <= _LONGEST_DEED and told.words[deed].low not in UNASKED | _EMPTY_VERBS
    phrases = (*rest.objects, *(group.phrase for group in rest.groups))
    return rest.end if whole and all(ends_well(told.words, phrase) for phrase in phrases) else None


def begun(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`Iris began to study ballet`: what did Iris begin to study?"""
    found, deed = told.words, rest.first + 1
    if told.predicate.base not in _BEGINNING or told.predicate.aux != "did" or deed + 1 >= rest.stop:
        return
    if found[rest.first].low != "to" or not is_base(found[deed].low) or found[deed].low in UNASKED | _EMPTY_VERBS:
        return
    inner = complement(told, deed + 1)
    if len(inner.objects) == 1 and inner.whole and _asked_for(told, inner.objects[0]):
        phrase = inner.objects[0]
        yield from question_of(told, "what", "What", rest.first, inner.particle, found[phrase.first].start, found[phrase.last - 1].end)


def _asked_for(told: Statement, phrase: Phrase) -> bool:
    head = told.words[phrase.head - 1].low
    return noun_sort(told, phrase) == "thing" and ends_well(told.words, phrase) and head not in EMPTY | WHENS | POINTING


def spent(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`Lily spent hours watching old films`: what did Lily spend hours watching?"""
    found, at = told.words, rest.first + 1
    if told.predicate.base != "spend" or told.predicate.aux not in {"did", "would"} or at + 1 >= rest.stop:
        return
    if found[rest.first].low not in WHENS or not found[at].low.endswith("ing"):
        return
    inner = complement(told, at + 1)
    if inner.objects and _asked_for(told, inner.objects[0]):
        phrase = inner.objects[0]
        did = replace(told, predicate=replace(told.predicate, aux="did"))
        yield from question_of(did, "what", "What", rest.first, at + 1, found[phrase.first].start, found[phrase.last - 1].end)


def how(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`Iris made history by winning the prize`: how did Iris make history?"""
    found = told.words
    means = next((place for place in range(rest.first, rest.stop - 2) if found[place].low == "by" and found[place + 1].low.endswith("ing")), None)
    if means is None or told.predicate.aux != "did" or told.predicate.base in UNASKED or means == rest.first:
        return
    kept = phrase_at(found, rest.first)
    understood = rest.end == means or (kept is not None and kept.last == means and kept.sort == "thing")
    if understood and found[means + 1].low not in {"being", "having", "morning", "evening"} and not rest.open:
        yield from question_of(told, "how", "How", rest.first, means, found[means].start, found[rest.stop - 1].end)
