"""The question before, asked of somebody or something else: `And Iris?`, `What about the king?`, `Did her sister?`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..english import (
    ADJECTIVES,
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    INTERROGATIVES,
    OPENERS,
    PREPOSITIONS,
    Phrase,
    Word,
    between,
    content,
    is_base,
    phrase_at,
    picks,
    singular,
)
from .referents import called
from .told import Told

_ABOUT = (
    ("what", "about"), ("how", "about"), ("what", "of"), ("the", "same", "question", "for"), ("the", "same", "for"), ("same", "question", "for"),
    ("same", "for"), ("the", "same", "about"), ("same", "about"), ("the", "same", "with"), ("same", "with"), ("as", "for"),
)  # fmt: skip
_SORTS = {
    frozenset(pair): score
    for pair, score in (
        (("name",), 1.0), (("person",), 1.0), (("animal",), 1.0), (("thing",), 1.0), (("group",), 1.0), (("name", "person"), 1.0),
        (("name", "group"), 1.0), (("person", "group"), 1.0), (("animal", "person"), 0.2), (("animal", "name"), 0.2), (("animal", "thing"), 0.9),
    )
}  # fmt: skip
_SEVERAL = {"was": "were", "is": "are", "does": "do", "has": "have"}
_SINGLE = {several: one for one, several in _SEVERAL.items()}


@dataclass(frozen=True, slots=True)
class Exchange:
    """The question before, asked of somebody or something else, and what was exchanged for what; empty where nothing was."""

    text: str
    old: str = ""
    new: str = ""


def short(text: str, turns: Sequence[Told], found: list[Word]) -> Exchange | None:
    """Return a question cut off after its subject, made whole with the one before: `Did her sister?`; None for any other.

    Args:
        text: The question, its pronouns put into names.
        turns: The turns before.
        found: Its words.
    """
    begin = next((place for place, word in enumerate(found) if word.low not in OPENERS), len(found))
    last = turns[-1].clause
    if begin + 1 >= len(found) or found[begin].low not in AUXILIARIES or last is None or last.subject is None or last.aux is None:
        return None
    end = len(found) - (found[-1].low in {"too", "also", "either"}) - (found[-2].low == "as" and found[-1].low == "well")
    phrase = phrase_at(found, begin + 1)
    pronoun = end == begin + 2 and not content(found[begin + 1])
    verbs = any(is_base(word.low) and not found[place - 1].owner for place, word in enumerate(found[begin + 2 : end], begin + 2))
    if not pronoun and (verbs or found[end - 1].low in ADJECTIVES or phrase is None or phrase.last != end):
        return None
    subject = between(text, found, begin + 1, end)
    aux, old = found[begin], last.words[last.aux]
    auxiliary = aux.text if (aux.low in {"did", "do", "does"}) == last.does else old.text
    predicate = last.part(last.subject[1])
    lead = "" if not last.asks else last.part(last.begin, last.lead)
    first = f"{lead} {auxiliary.lower()}" if lead else auxiliary[:1].upper() + auxiliary[1:]
    return Exchange(f"{first} {subject} {predicate}".rstrip() + "?", last.part(*last.subject), subject)


def exchanged(text: str, turns: Sequence[Told], found: list[Word]) -> Exchange | None:
    """Return the question before, asked of somebody or something else: `Where was Iris born?` for `And Iris?`; None for any other question.

    Args:
        text: The question, its pronouns put into names.
        turns: The turns before.
        found: Its words.
    """
    first, opened = _opened(found)
    end = len(found)
    while end > first + 1 and found[end - 1].low in {"too", "then", "instead", "also", "though", "either", "please"}:
        end -= 1
    if first >= end or (end - first > 8 and found[first].low not in CONJUNCTIONS):
        return None
    new = between(text, found, first, end)
    last = turns[-1]
    if opened and found[first].low in {"when", "while", "after", "before", "if", "because", "during"} and end - first > 2:
        return Exchange(f"{_cut(last, found[first].low)} {new}?")
    if _tells(found, first, end):
        return None
    if found[first].low in PREPOSITIONS and end - first > 1:
        return _phrase_exchanged(last, found[first:end], new, opened)
    if found[first].low in ADVERBS or found[first].low.isdigit():
        return _when_exchanged(last, new, opened)
    phrase = phrase_at(found, first)
    if phrase is None or phrase.last < end and not _joined(found, phrase):
        return None
    if not opened and not _leaning(found, phrase, last):
        return None
    return _noun_exchanged(last, new, phrase, found)


def _opened(found: list[Word]) -> tuple[int, bool]:
    """Return where a question goes on after `and`, `what about` and the like, and whether it opened with one."""
    first = 0
    while first < len(found) - 1 and found[first].low in OPENERS:
        first += 1
    low = [word.low for word in found]
    for opening in _ABOUT:
        if tuple(low[first : first + len(opening)]) == opening:
            return first + len(opening), True
    return first, first > 0


def _tells(found: list[Word], first: int, end: int) -> bool:
    """Tell whether what comes is a question of its own: it has an auxiliary, or asks."""
    return any(word.low in AUXILIARIES or word.low in INTERROGATIVES for word in found[first:end]) or is_base(found[first].low, firmly=True)


def _joined(found: list[Word], phrase: Phrase) -> bool:
    """Tell whether a phrase is followed only by more of it: `the king and the queen`, `the girl in the tower`."""
    after = found[phrase.last].low
    return after in {"and", "or"} or after in PREPOSITIONS


def _leaning(found: list[Word], phrase: Phrase, last: Told) -> bool:
    """Tell whether a phrase alone asks anew: a name, or a noun with an article; `Lily's birthplace` is a question of its own."""
    if any(word.owner for word in found[phrase.first : phrase.last]):
        return any(old.head and last.words[old.head - 1].low == found[phrase.head - 1].low for old in last.phrases)
    return not phrase.bare and phrase.last - phrase.first <= 3


def _cut(last: Told, conjunction: str) -> str:
    """Return the question before, without its last clause if that starts with the same conjunction."""
    place = next((i for i, word in enumerate(last.words) if i and word.low == conjunction), None)
    return last.question.rstrip(" ?!.") if place is None else between(last.question, last.words, 0, place)


def _phrase_exchanged(last: Told, found: list[Word], new: str, opened: bool) -> Exchange | None:
    """Put `in New York` for `in Aktau`, or at the end."""
    preposition = found[0].low
    timed = any(word.low.isdigit() for word in found)
    for old in reversed(last.phrases):
        head = last.words[old.head - 1]
        if old.preposition == preposition and not old.owner and head.low.isdigit() == timed:
            start = last.words[old.first - 1].start
            new = f"{new} {last.question[head.start : last.words[old.last - 1].end]}" if found[-1].owner else new
            return Exchange(f"{last.question[:start]}{new}{last.question[last.words[old.last - 1].end :]}")
    if preposition in {"for", "with"} and opened and len(found) > 1:
        inner = phrase_at(found, 1)
        if inner is not None and inner.sort in {"name", "person", "animal"}:
            return _noun_exchanged(last, new.split(" ", 1)[1], inner, found)
    return Exchange(f"{last.question.rstrip(' ?!.')} {new}?")


def _when_exchanged(last: Told, new: str, opened: bool) -> Exchange | None:
    digits = new.split(" ")[-1].isdigit()
    old = next((word for word in reversed(last.words) if word.low.isdigit()), None) if digits else None
    if old is not None:
        return Exchange(f"{last.question[: old.start]}{new}{last.question[old.end :]}")
    return Exchange(f"{last.question.rstrip(' ?!.')} {'in ' if digits else ''}{new}?") if opened else None


def _noun_exchanged(last: Told, new: str, phrase: Phrase, found: list[Word]) -> Exchange | None:
    old = _parallel(last, phrase, found)
    owned = any(word.owner and word.name for word in found[phrase.first : phrase.last])
    if old is not None and phrase.sort == "thing" and owned and not any(word.owner for word in last.words[old.first : old.last]):
        return None
    if old is None:
        return Exchange(f"{last.question.rstrip(' ?!.')}, and {new}?")
    many = phrase.number == "many" or (phrase.last < len(found) and found[phrase.last].low == "and")
    put_in = _completed(new, phrase, found, last, old)
    text = f"{_agreeing(last, old, many=many)}{put_in}{_renamed(last, old, phrase, found)}"
    return Exchange(text) if old.owner else Exchange(text, called(last.question, last.words, old), put_in)


def _renamed(last: Told, old: Phrase, new: Phrase, found: list[Word]) -> str:
    """Return the question before from after a phrase on, a name that was exchanged in it exchanged there, too: `Did Lily's parents help Lily?`."""
    end = last.words[old.last - 1].end
    after = last.question[end:]
    names = [[word for word in span if word.name] for span in (last.words[old.first : old.last], found[new.first : new.last])]
    if len(names[0]) != 1 or len(names[1]) != 1:
        return after
    before, name = (one.text[: -2 if one.owner and one.text[-2:-1] in "'’" else None] for one in (names[0][0], names[1][0]))
    return re.sub(rf"(?<!\w){re.escape(before)}(?!\w)", lambda _: name, after)


def _agreeing(last: Told, old: Phrase, *, many: bool) -> str:
    """Return the question before up to a phrase, its auxiliary in the number of what the phrase is exchanged for, if that is its subject."""
    start, asked = last.words[old.first].start, last.clause
    before = last.question[:start]
    if asked is None or asked.aux is None or asked.subject is None or asked.subject[0] != old.first or old.owner:
        return before
    aux = last.words[asked.aux]
    other = (_SEVERAL if many else _SINGLE).get(aux.low)
    if other is None or aux.negated:
        return before
    return f"{before[: aux.start]}{other.capitalize() if aux.text[0].isupper() else other}{before[aux.end :]}"


def _completed(new: str, phrase: Phrase, found: list[Word], last: Told, old: Phrase) -> str:
    """Return what is put in: with the noun that `the youngest` or `the white one` leaves out, and with the possessive of what it replaces."""
    head, noun = found[phrase.head - 1], last.words[old.head - 1]
    if head.owner:
        return new if old.owner else f"{new} {noun.text}"
    if not noun.name and not head.name and head.low == "one":
        start = head.start - found[phrase.first].start
        new = f"{new[:start]}{noun.text}{new[start + len(head.text) :]}"
    elif not noun.name and picks(head) and found[phrase.head - 2].low in DETERMINERS:
        new = f"{new} {singular(noun.low) if old.number == 'many' else noun.text}"
    return f"{new}'s" if old.owner else new


def _parallel(last: Told, new: Phrase, found: list[Word]) -> Phrase | None:
    """Return the phrase of the question before that a new one stands for: of its sort, the subject before others."""
    said = [word.low for word in found[new.first : new.last]]
    held = [phrase for phrase in last.phrases if last.clause is None or phrase.first >= last.clause.lead]
    if any([word.low for word in last.words[old.first : old.last]] == said for old in held):
        return None
    ranked = [(_likeness(last, old, new, found), -place, old) for place, old in enumerate(held)]
    best = max(ranked, key=lambda item: item[:2], default=None)
    if best is None or best[0] <= 0:
        return None
    old, asked = best[2], last.clause
    # `Hansel and Gretel` are exchanged together.
    joint = asked is not None and asked.subject is not None and asked.subject[0] == old.first and not old.owner and asked.subject[1] > old.last
    return replace(old, last=asked.subject[1], head=asked.subject[1]) if joint and asked is not None and asked.subject is not None else old


def _likeness(last: Told, old: Phrase, new: Phrase, found: list[Word]) -> float:
    """Return how like two phrases are: what they name, their heads, their owners; the subject is the likeliest to be meant."""
    head, other = found[new.head - 1], last.words[old.head - 1]
    subject = last.clause is not None and last.clause.subject is not None and last.clause.subject[0] == old.first
    score = 0.5 * subject - 0.4 * bool(old.preposition) + 2.0 * (head.low == other.low) + 0.3 * (old.bare == new.bare)
    if picks(head):
        picked = any(picks(word) for word in last.words[old.first : old.head])
        return score + 1.0 * (not other.name) + 2.0 * picked + 1.5 * (old.number == "many")
    owners = [word.low for word in last.words[old.first : old.last] if word.owner]
    score += 2.0 * bool(owners and not old.owner and owners == [word.low for word in found[new.first : new.last] if word.owner])
    score += 2.0 * (head.owner and old.owner)
    # An animal may be asked of like a person, or be what is bought and sold.
    return score + _SORTS.get(frozenset((old.sort, new.sort)), -1.0) + 1.0 * (old.sort == new.sort)
