"""The further verbs of a statement: `Lily took the ring and went to Paris` also says that Lily went to Paris."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..english import ADJECTIVES, AUXILIARIES, SUBORDINATES, Word
from .statement import Statement
from .verbs import Predicate, joined_participle, past_base, predicate

# After these another clause may have begun, or a verb that is not the subject's own.
_OTHERS = (SUBORDINATES - {"so"}) | frozenset("he she it they to i we you there".split())
_MOST = 3


def others(told: Statement) -> Iterator[Statement]:
    """Yield what a statement says besides of the same subject, after `and`, `but` or a comma and before any other clause; at most three more."""
    found, given = told.words, 0
    for place in range(told.predicate.verb + 1, len(found) - 1):
        word = found[place]
        linked = word.low in {"and", "but"} and found[place + 1].joined
        if word.low in _OTHERS or ";" in told.text[found[place - 1].end : word.start] or given == _MOST:
            return
        if not linked and word.joined:
            continue
        first = place + linked
        other = _other(told, first, linked=linked)
        led = not linked and first + 1 < len(found) and found[first + 1].low in {"by", "with"}  # `mesmerized by the dancers`
        if other is not None and not led and found[place - 1].low not in ADJECTIVES - {"born"} and not _leads(found, first):
            given += 1
            yield replace(told, predicate=other)
        elif _subject_follows(found, first):
            return


def _other(told: Statement, first: int, *, linked: bool) -> Predicate | None:
    """Return the verb at a word, if it is told of the subject: in the tense of the first one, or a participle that shares its auxiliary."""
    found = [*told.words[:first], replace(told.words[first], joined=True), *told.words[first + 1 :]]
    helped = linked and told.predicate.form and told.predicate.aux not in {"did", "does", "do"}
    if helped and (shared := joined_participle(found, first, told.predicate)) is not None:
        return shared
    other = predicate(found, first, plural=told.subject.plural)
    if other is not None and not linked and told.predicate.being and not told.words[first].joined and found[told.subject.last].low == "who":
        return None  # `Tom, who was elected, opened a school`
    if other is not None and told.predicate.form and told.predicate.being and found[other.verb].low.endswith("ed"):
        return None  # `was satisfied and contented`
    present = told.predicate.aux in {"does", "do", "is", "are", "has", "have"}
    return other if other is not None and not other.being and (other.aux == "does") == present else None


def _leads(found: Sequence[Word], first: int) -> bool:
    """Tell whether what begins at a word only leads to another clause: `and filled with joy, she ...`."""
    after = next((word for word in found[first + 1 :] if not word.joined), None)
    return after is not None and after.low in {"he", "she", "it", "they", "the"}


def _subject_follows(found: Sequence[Word], first: int) -> bool:
    """Tell whether a clause with a subject of its own begins at a word."""
    for place in range(first, len(found)):
        word = found[place]
        if place > first and not word.joined:
            return False
        if word.low in AUXILIARIES or (place > first and past_base(word.low) is not None):
            return True
    return False
