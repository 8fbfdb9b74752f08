"""Who took part and what they took part in: how many, what, whom, who, asked of a statement."""

from collections.abc import Collection, Iterator

from ..english import ADJECTIVES, DETERMINERS, PREPOSITIONS, Phrase, Word, is_base, singular
from .candidate import Candidate
from .complement import Complement, Group, ends_well
from .statement import Statement
from .subjects import names_somebody
from .vocabulary import (
    COUNTED,
    EMPTY,
    FOR_WHOM,
    GIVING,
    LEADING,
    LIGHT,
    MEASURED,
    OWNING,
    PLACING,
    PREDICATIVE,
    SPARED,
    TELLING,
    TO_WHOM,
    UNASKED,
)
from .wording import noun_sort, question_of, tells_time, who_of

_OF = frozenset("afraid proud tired jealous ashamed full".split())
_UNASKED_OF_WHO = frozenset("does do would might should must may were are".split())
_SOMEBODY = frozenset({"person", "name"})


def many(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`The king had three sons`: how many sons did the king have?"""
    if not rest.objects or told.predicate.being or told.predicate.base in PREDICATIVE - {"see", "have", "keep"} | MEASURED:
        return
    phrase, found = rest.objects[0], told.words
    noun = found[phrase.first + 1 : phrase.head]
    if found[phrase.first].low not in COUNTED or not noun or len(noun) > 2 or singular(noun[-1].low) == noun[-1].low or tells_time(told, phrase):
        return
    if rest.particle > rest.first or phrase.last - phrase.head > 0 or noun[-1].owner:
        return
    last = rest.end if rest.whole and all(group.preposition in {"in", "at", "from"} for group in rest.groups) else phrase.head
    verb = told.part(phrase.head, last)
    question = f"How many {told.part(phrase.first + 1, phrase.head)} {told.predicate.aux} {told.subject.text} {told.predicate.form} {verb}".strip()
    yield Candidate(f"{question}?", found[phrase.first].start, found[phrase.head - 1].end, "many", told.subject.named)


def what(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`Iris won the first prize in Paris`: what did Iris win in Paris?"""
    predicate, found = told.predicate, told.words
    if predicate.base in LEADING and not rest.objects and rest.end == rest.first and _infinitive(told, rest):
        end = found[rest.stop - 1].end
        if found[rest.first + 1].low not in {"be", "have", "do"} and rest.stop - rest.first > 2 and _finished(told, rest):
            yield from question_of(told, "what", "What", rest.first, rest.first, found[rest.first + 1].start, end, "to do")
        return
    if predicate.being and predicate.form in _OF and rest.groups and not rest.objects and rest.groups[0].preposition == "of":
        group = rest.groups[0]
        if noun_sort(told, group.phrase) == "thing":
            yield from question_of(told, "what", "What", rest.first, group.first + 1, found[group.phrase.first].start, found[group.last - 1].end)
        return
    phrase, whom = _asked(told, rest)
    if phrase is None or predicate.base in UNASKED or not _thing(told, phrase):
        return
    start, end = found[phrase.first].start, found[phrase.last - 1].end
    tail = _tail(told, rest)
    if tail is not None:
        kept = f"{told.part(rest.first, rest.particle)} {whom} {tail}"
        yield from question_of(told, "what", "What", rest.first, rest.first, start, end, " ".join(kept.split()))


def _infinitive(told: Statement, rest: Complement) -> bool:
    found = told.words
    return rest.first + 1 < rest.stop and found[rest.first].low == "to" and is_base(found[rest.first + 1].low)


def _finished(told: Statement, rest: Complement) -> bool:
    """Tell whether a clause does not break off: before `till after dinner`, or between two adjectives."""
    last = told.words[rest.stop - 1]
    after = told.words[rest.stop] if rest.stop < len(told.words) else None
    closed = after is None or not after.joined or after.low in {"and", "but"}
    return closed and last.low not in PREPOSITIONS | DETERMINERS | ADJECTIVES and not rest.open


def _asked(told: Statement, rest: Complement) -> tuple[Phrase | None, str]:
    """Return the phrase that `what` stands for, and to whom it was given."""
    if not rest.objects or (told.predicate.being and not told.predicate.form.endswith("ing")):
        return None, ""
    if len(rest.objects) == 1:
        alone = told.predicate.base in {"give", "tell"} and not any(group.preposition == "to" for group in rest.groups)
        return (None, "") if alone else (rest.objects[0], "")
    whom = rest.objects[0]
    given = told.predicate.base in GIVING and noun_sort(told, whom) in {"person", "name", "animal"} and ends_well(told.words, whom)
    return (rest.objects[1], told.part(whom.first, whom.last)) if given else (None, "")


def _thing(told: Statement, phrase: Phrase) -> bool:
    head = told.words[phrase.head - 1]
    if any(word.low in {"most", "more", "very"} for word in told.words[phrase.first : phrase.head]):
        return False
    if noun_sort(told, phrase) != "thing" or not ends_well(told.words, phrase) or tells_time(told, phrase) or told.predicate.base in MEASURED:
        return False
    if told.predicate.base in LIGHT and is_base(head.low) or (told.predicate.base == "have" and told.words[phrase.first].low in OWNING):
        return False
    of = told.words[phrase.head : phrase.head + 1]
    measured = head.low in {"piece", "pair"} and bool(of) and of[0].low == "of"
    return measured or not {singular(head.low), head.low} & EMPTY


def _tail(told: Statement, rest: Complement) -> str | None:
    """Return what of the groups after the object belongs in the question; None where the verb cannot do without more than was understood."""
    base, groups = told.predicate.base, rest.groups
    if base in PLACING:
        return told.part(groups[0].first, rest.end) if rest.whole and len(groups) == 1 else None
    if base in PREDICATIVE and not rest.whole:
        return None
    if rest.end < rest.stop and not _spare(told.words[rest.end]):
        return None
    if not rest.whole or not groups:
        return ""
    fits = all(_fits(told, group) for group in groups)
    return told.part(groups[0].first, rest.end) if fits else ""


def _spare(word: Word) -> bool:
    """Tell whether the question can do without what begins at a word: `to see`, `lying there`, `against the wall`."""
    return word.low == "to" or word.low.endswith("ing") or word.low in PREPOSITIONS | SPARED


def _fits(told: Statement, group: Group) -> bool:
    base = told.predicate.base
    if group.preposition in {"in", "on", "from", "under"} or (group.preposition == "at" and group.phrase.sort == "name"):
        return not group.phrase.bare or group.phrase.sort == "name"
    return (group.preposition == "to" and base in TO_WHOM) or (group.preposition == "for" and base in FOR_WHOM)


def whom(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`Lily married Tom`: who did Lily marry?"""
    base = told.predicate.base
    if len(rest.objects) != 1 or rest.particle > rest.first or not rest.whole or told.predicate.being:
        return
    if base in UNASKED | GIVING | MEASURED | TELLING:
        return
    phrase = rest.objects[0]
    head = told.words[phrase.head - 1]
    if noun_sort(told, phrase) not in _SOMEBODY or not ends_well(told.words, phrase) or head.text in places or told.words[phrase.first].low in OWNING:
        return
    groups = [group for group in rest.groups if group.preposition in {"in", "at", "on"}]
    if base in PREDICATIVE - {"see", "find", "hear"} or len(groups) < len(rest.groups):
        return
    tail = told.part(phrase.last, rest.end) if rest.groups else ""
    determined = told.words[phrase.first].low in DETERMINERS
    if (determined or not head.name) and not names_somebody(told.words[phrase.head - 1 : phrase.head]):
        return
    yield from question_of(told, "whom", "Who", rest.first, rest.first, told.words[phrase.first].start, told.words[phrase.last - 1].end, tail)


def who(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`Iris won the first prize`: who won the first prize?"""
    subject, found = told.subject, told.words
    if not subject.person or not rest.whole or told.predicate.base in UNASKED - {"become", "tell"} or told.predicate.aux in _UNASKED_OF_WHO:
        return
    phrases = [*rest.objects, *(group.phrase for group in rest.groups)]
    if told.predicate.base in {"call", "name"} or not phrases or not all(ends_well(found, phrase) for phrase in phrases):
        return
    if told.predicate.base == "tell" and len(rest.objects) == 1 and noun_sort(told, rest.objects[0]) != "thing":
        return
    if told.predicate.being and rest.objects and not (told.predicate.form.endswith("ing") or told.predicate.base in GIVING | {"make"}):
        return
    if not subject.plural or told.predicate.aux == "did" and not told.predicate.being:
        yield from who_of(told, rest.end)
