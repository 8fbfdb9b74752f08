"""Why, when and where something happened, asked of a statement that says so."""

import re
from collections.abc import Collection, Iterator

from ..english import AUXILIARIES, is_base
from ..grammar import CALENDAR
from .candidate import Candidate
from .complement import Complement, Group, ends_well
from .statement import Statement
from .subjects import names_somebody
from .verbs import past_base
from .vocabulary import MOVED, MOVING, PLACED, STAYING, TELLING, UNASKED
from .wording import noun_sort, question_of, tells_time

_INTO = frozenset("to into onto toward towards".split())
_AT = frozenset("in at on near under beside behind among inside outside beneath along across".split())
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_SEASON = "summer|winter|spring|autumn"
_DATE = re.compile(
    rf"(?:in|since|around|during|by) (?:the (?:year|{_SEASON}|fall) (?:of )?)?(?:(?:{_MONTHS}|{_SEASON}) (?:of )?)?\d{{3,4}}|"
    rf"(?:in|on|during) (?:the )?(?:\d+(?:st|nd|rd|th)? (?:of )?)?(?:{_MONTHS})(?: \d+)?|"
    r"on (?:sunday|monday|tuesday|wednesday|thursday|friday|saturday|christmas|easter)(?: \w+)?|"
    rf"in (?:the )?(?:{_SEASON})|at (?:midnight|noon|dawn|dusk|sunset|sunrise|nightfall)",
    re.IGNORECASE,
)
_AGE = re.compile(r"at (?:the|an) (?:early |young )?age of \w+(?:-\w+)?", re.IGNORECASE)
_SPAN = re.compile(
    r"(?:when|after|as soon as) [^,]+|"
    r"as a (?:young |little |small )?(?:child|boy|girl|kid|teenager|student|baby|man|woman)",
    re.IGNORECASE,
)
_BECAUSE = re.compile(r",? (because (?!of\b)|because of |so that (?=[^,.]*\b(?:could|might|would|should|may|can)\b)|in order (?:to|that) |for fear )")


def why(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`The fox hid because the dog barked`: why did the fox hide? A purpose after going somewhere is a reason, too."""
    predicate, found = told.predicate, told.words
    at = found[rest.stop - 1].end
    reason = _BECAUSE.match(told.text, at) or (_BECAUSE.match(told.text, found[rest.end - 1].end) if rest.end > rest.first else None)
    if reason is not None and predicate.base not in UNASKED and (rest.whole or reason.start() < at):
        start = reason.start(1)
        last = max(place for place, word in enumerate(found) if word.end <= reason.start())
        yield from question_of(told, "why", "Why", rest.first, last + 1, start, len(told.text))
    far = rest.groups or any(phrase.last > phrase.head for phrase in rest.objects)
    goes = predicate.aux == "did" and far and (predicate.base in MOVED if rest.objects else predicate.base in MOVING)
    if goes and rest.end + 1 < rest.stop and found[rest.end].low == "to" and is_base(found[rest.end + 1].low):
        yield from question_of(told, "why", "Why", rest.first, rest.end, found[rest.end].start, found[rest.stop - 1].end)


def when(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`In 2015 Iris won a prize`: when did Iris win a prize?"""
    predicate = told.predicate
    if not rest.whole or predicate.base in UNASKED or predicate.aux in {"does", "do"}:
        return
    lead = told.part(0, told.lead)
    dated = _DATE.match(lead) or _AGE.match(lead)
    closed = "," in told.text[len(lead) : told.words[told.lead].start]
    dated = dated or (_SPAN.match(lead) if closed and rest.end > rest.first + 1 and predicate.base not in TELLING and _tells(told) else None)
    if dated is not None and dated.end() == len(lead):
        yield from question_of(told, "when", _opening(lead), rest.first, rest.end, 0, len(lead))
    if rest.groups:
        last = _dated(told, rest)
        if last is not None:
            start, end = told.words[last].start, told.words[rest.end - 1].end
            yield from question_of(told, "when", _opening(told.text[start:end]), rest.first, last, start, end)


def _tells(told: Statement) -> bool:
    """Tell whether what leads to a statement is a clause and no mere `after a while`."""
    if told.words[0].low == "as" and told.words[1].low in {"a", "an"}:
        return True
    return any(word.low in AUXILIARIES or past_base(word.low) is not None for word in told.words[: told.lead])


def _opening(date: str) -> str:
    return "At what age" if _AGE.match(date) else "In what year" if re.search(r"\b\d{4}$", date) and date.casefold().startswith("in") else "When"


def _dated(told: Statement, rest: Complement) -> int | None:
    """Return the index of the first word of the date that a statement ends with."""
    text = told.part(rest.groups[-1].first, rest.end)
    dated = _DATE.fullmatch(text) or _AGE.fullmatch(text)
    return rest.groups[-1].first if dated is not None else None


def where(told: Statement, rest: Complement, places: Collection[str]) -> Iterator[Candidate]:
    """`Lily was born in Aktau`: where was Lily born?"""
    base, being, group = told.predicate.base, told.predicate.being, _first_place(told, rest, places)
    if group is None or base in UNASKED:
        return
    start, end = told.words[group.first].start, told.words[group.last - 1].end
    goes, stays = (MOVED, PLACED) if being else (MOVING, STAYING)
    direct = not rest.objects and group is rest.groups[0]
    if direct and _settled(told, group, places) and base in (goes if group.preposition in _INTO else stays if group.preposition in _AT else ()):
        grown = base in {"grow", "bring"}
        yield from question_of(told, "where", "Where", rest.first, rest.particle if grown else rest.first, start, end)
    elif group.preposition in {"in", "at"} and is_city(told, group, places) and (rest.objects or base in stays) and rest.whole:
        yield from question_of(told, "where", "Where", rest.first, group.first, start, end)


def _settled(told: Statement, group: Group, places: Collection[str]) -> bool:
    """Tell whether a group says a place: `at` says it only before a place's name."""
    return group.preposition != "at" or is_city(told, group, places)


def _first_place(told: Statement, rest: Complement, places: Collection[str]) -> Group | None:
    for group in rest.groups:
        kind = noun_sort(told, group.phrase)
        if tells_time(told, group.phrase) or group.phrase.bare or group.phrase.number == "many" and kind == "person":
            return None
        if is_city(told, group, places) or (kind == "thing" and ends_well(told.words, group.phrase)):
            return group
        if kind != "thing" and group is not rest.groups[-1]:
            continue
    return None


def is_city(told: Statement, group: Group, places: Collection[str]) -> bool:
    """Tell whether a group ends in a name of a place."""
    head = told.words[group.phrase.head - 1]
    if not head.name or head.low in CALENDAR:
        return False
    return head.text in places or (told.words[group.phrase.first].low == "the" and not names_somebody([head]) and group.preposition in {"in", "to"})
