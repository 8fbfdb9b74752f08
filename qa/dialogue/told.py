"""A turn that is over, read for whom and what it spoke of."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..english import COUNTS, PRONOUNS, Clause, Phrase, Word, base, between, clause, phrases, tells_past, words
from .gaps import SHORT, filling, focus_of, tells_of, wanted
from .genders import genders_of
from .referents import LONGEST, OWNING, PAIR, TIMES, Genders, Referent, called, fits, parts_of, place_of, possessive

# The weight of a place that answers `Where ...?`.
ANSWERED = 0.6
# An answer is read no further than this, and a question no further than that, in characters.
_READ, _ASKED = 1_000, 600
_SILENT = frozenset("no any every each my your our another".split())
# `The name of the dance` speaks of the dance.
_FACETS = frozenset("name names kind sort type title color colour age number meaning moral reason part end beginning".split())


@dataclass(frozen=True, slots=True)
class Told:
    """A turn that is over: its question made stand-alone, and what its answer was.

    Attributes:
        question: Stand-alone.
        documents: The stories it was answered from; those of the turns before it if it leaned on them and was not answered.
        clause: The question taken apart; None for anything but a question.
        words: The words of the question.
        phrases: Its noun phrases.
        spoken_of: What was spoken of, from the question and from the answer.
        genders: What he and she were said of.
        vocabulary: Base forms of all words of question and answer.
    """

    question: str
    documents: frozenset[str]
    clause: Clause | None
    words: list[Word]
    phrases: list[Phrase]
    spoken_of: tuple[Referent, ...]
    genders: Counter[tuple[str, str]]
    vocabulary: frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a turn: its words and noun phrases.

    Attributes:
        text: The text.
        words: Its words.
        phrases: Its noun phrases.
        known: What descriptions in it mean, by their folded text.
    """

    text: str
    words: list[Word]
    phrases: list[Phrase]
    known: Mapping[str, Referent]


def told(question: str, answer: str, documents: frozenset[str], named: tuple[Collection[int], Collection[int]], known: Sequence[Referent]) -> Told:
    """Read a turn.

    Args:
        question: Stand-alone.
        answer: What was answered; empty for an abstention.
        documents: The stories it was answered from.
        named: Offsets of the names in the question, and in the answer.
        known: What descriptions in the question mean.
    """
    found = words(question[:_ASKED], named[0], units(question, known))
    asked = clause(question, found)
    meant = {one.text.casefold(): one for one in known}
    ours = Text(question, found, [_as_meant(found, phrase, meant) for phrase in phrases(found, verbs(asked))], meant)
    plain = re.sub(r"\[\d{1,3}\]", lambda match: ".".ljust(len(match.group())), answer[:_READ])
    quoted = words(plain, named[1])
    theirs = Text(plain, quoted, phrases(quoted), {})
    genders = genders_of(question, found, ours.phrases) + genders_of(plain, quoted, theirs.phrases)
    answered = list(_of_answer(theirs, asked))
    genders.update((part, "thing") for one in answered if one.weight == ANSWERED for part in parts_of(one))
    spoken_of = tuple(_owned([*_of_question(ours, asked), *answered], genders))
    vocabulary = frozenset(base(word.low) or word.low for word in (*found, *quoted))
    return Told(question, documents, asked, found, ours.phrases, spoken_of, genders, vocabulary)


def _as_meant(found: list[Word], phrase: Phrase, meant: Mapping[str, Referent]) -> Phrase:
    """Return a phrase that is a description with the number and sort of what it means."""
    known = meant.get(found[phrase.first].low)
    return phrase if known is None else replace(phrase, number=known.number, sort=known.sort)


def units(text: str, known: Sequence[Referent]) -> dict[int, int]:
    """Return where descriptions like `the one who sang` stand in a text, their ends by their starts: each is read as one name."""
    found: dict[int, int] = {}
    folded = text.casefold()
    for referent in sorted(known, key=lambda one: len(one.text)):
        start = folded.find(referent.text.casefold()) if referent.described and len(folded) == len(text) else -1
        while start >= 0:
            found[start] = start + len(referent.text)
            start = folded.find(referent.text.casefold(), start + 1)
    return found


def verbs(asked: Clause | None) -> set[int]:
    """Return the index of a question's main verb, as a set."""
    return {asked.verb} if asked is not None and asked.verb is not None else set()


def _of_question(ours: Text, asked: Clause | None) -> Iterator[Referent]:
    """Yield what a question speaks of: what it asks for, then its noun phrases."""
    begin = 0
    if asked is not None:
        yield from (one for one in wanted(asked) if len(one.text) <= LONGEST)
        begin = asked.lead
    held = [phrase for phrase in ours.phrases if phrase.first >= begin]
    yield from _spoken(ours, held, asked)
    yield from _joint(ours, held, 1.5)
    living = [one for one in _spoken(ours, held, asked) if one.sort in {"name", "person", "animal"} and one.number == "one" and not one.place]
    if len(living) == 2 and not any(phrase.owner for phrase in held):
        yield Referent(f"{living[0].text} and {living[1].text}", "many", "", "person", 1.0, PAIR)


def _of_answer(theirs: Text, asked: Clause | None) -> Iterator[Referent]:
    """Yield what an answer speaks of; what fills the question's gap stands in the foreground."""
    where = asked is not None and asked.asks == "where" and tells_of(asked, theirs.words)
    alone = len(theirs.words) <= SHORT and not any(tells_past(word.low) for word in theirs.words)
    for referent in _spoken(theirs, theirs.phrases, None):
        named = where and referent.sort == "name" and (referent.place or alone)
        yield replace(referent, weight=ANSWERED, place=referent.place or "in") if named else replace(referent, weight=referent.weight - 1.0)
    focus = focus_of(theirs.words, theirs.phrases, asked)
    if focus is not None and asked is not None:
        yield from (filling(asked, referent) for referent in _spoken(theirs, [focus], None))
    yield from _joint(theirs, theirs.phrases, 0.3)


def _spoken(given: Text, held: Sequence[Phrase], asked: Clause | None) -> Iterator[Referent]:
    """Yield what noun phrases name; the subject stands before the others, what owns or is bare behind them."""
    found = given.words
    subject = asked.subject if asked is not None else None
    for phrase in held:
        first, head = found[phrase.first], found[phrase.head - 1]
        weight = 1.0 + 0.5 * (subject is not None and subject[0] <= phrase.first < subject[1]) - 0.3 * phrase.owner - 0.4 * phrase.bare
        weight -= 0.1 * bool(phrase.preposition) + 0.7 * (head.low in _FACETS and phrase.head < phrase.last)
        known = given.known.get(first.low)
        if known is not None:
            yield replace(known, weight=weight - 0.3)
            continue
        if (
            first.low in _SILENT
            or head.low in TIMES
            or head.low.isdigit()
            or head.low in COUNTS
            or found[phrase.last - 1].end - first.start > LONGEST
        ):
            continue
        if any(word.low in PRONOUNS for word in found[phrase.first + 1 : phrase.last]):
            continue
        # `Where is Aktau?` tells a place, and `What is the Astana?` a thing.
        alone = asked is not None and asked.verb is None and subject == (phrase.first, phrase.last)
        where = place_of(found, phrase) or ("in" if alone and asked is not None and asked.asks == "where" and head.name else "")
        what = "thing" if alone and asked is not None and asked.asks in {"what", "which"} else phrase.sort
        yield Referent(called(given.text, found, phrase), phrase.number, phrase.gender, what, weight, head.low, where)


def _joint(given: Text, held: Sequence[Phrase], weight: float) -> Iterator[Referent]:
    """Yield what is named in one breath: `Hansel and Gretel`."""
    found, whole = given.words, [phrase for phrase in held if not phrase.owner]
    for one, other in zip(whole, whole[1:], strict=False):
        linked = one.last + 1 == other.first and found[one.last].low == "and" and found[one.last].joined
        if linked and not {found[one.first].low, found[other.first].low} & OWNING.keys():
            sort = one.sort if one.sort == other.sort else "person" if "name" in (one.sort, other.sort) else "thing"
            text = between(given.text, found, one.first, other.last)
            if len(text) <= LONGEST:
                yield Referent(text, "many", "", sort, weight - 0.5 * (sort == "thing"))


def _owned(spoken_of: Sequence[Referent], genders: Genders) -> Iterator[Referent]:
    """Yield what was spoken of with the owner's name for `her`: `Lily's parents` for `her parents`; what nobody owns is left out."""
    owners = [one for one in spoken_of if one.weight >= 0.5 and one.sort != "thing" and not one.described and _first(one) not in OWNING]
    for referent in spoken_of:
        kind = OWNING.get(_first(referent))
        if kind is None:
            yield referent
            continue
        owner = max(owners, key=lambda one: fits(kind, one, genders), default=None)
        rest = referent.text.partition(" ")[2]
        if owner is not None and rest and fits(kind, owner, genders) >= 1:
            yield replace(referent, text=f"{possessive(owner.text, owner.number)} {rest}")


def _first(referent: Referent) -> str:
    return referent.text.partition(" ")[0].casefold()
