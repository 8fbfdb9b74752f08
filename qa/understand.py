"""From a question as it was asked to a query that stands alone: what to search for, in which stories, and what kind of answer is wanted."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from .answer import Turn
from .followup import stand_alone
from .mention import FullName, Mention, full_names
from .names import Names
from .questions import questions
from .shapes import asked_for
from .stories import stories

_NUMBER = re.compile(r"\b\d{3,}\b")
# Questions of these kinds are about a story as a whole, which they may call by its title.
_OF_STORIES = frozenset({"about", "topic", "ending", "beginning", "compare", "summary"})

Occurs = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Query:
    """A question made stand-alone.

    Attributes:
        question: As it was asked.
        text: As it is searched and shown under "understood as".
        documents: The only documents to look in; None for all of them.
        mentions: The names in it, word by word.
        numbers: The numbers of three digits or more that it insists on, years above all.
        unknown: A name that nobody in the library bears, None if there is none.
        apart: Two names that are never in one story, so that no story can tell of both; None if there are none.
        several: Whether it asks about several stories at once, to be set side by side.
        kind: What is asked for, a key of `qa.shapes.KINDS`; of several questions the first one's.
        parts: The single questions, each stand-alone, when it asks several; else empty. `documents` then holds what any of them is about, and
            `unknown`, `apart` and `numbers` only what all of them have: understand each part by itself.
        persons: The names that it is about, in full and as the stories write them, those that tell stories apart first.
    """

    question: str
    text: str
    documents: frozenset[str] | None
    mentions: tuple[Mention, ...] = ()
    numbers: tuple[str, ...] = ()
    unknown: str | None = None
    apart: tuple[str, str] | None = None
    several: bool = False
    kind: str = "thing"
    parts: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()


def understand(question: str, history: Sequence[Turn], names: Names, occurs: Occurs, documents: Collection[str] | None = None) -> Query:
    """Make a question stand-alone and find the stories that it is about.

    Args:
        question: As it was asked.
        history: The turns before it, oldest first.
        names: The names of the library.
        occurs: Tells whether a word occurs in the library at all.
        documents: The documents that the person chose to look in; None for all.
    """
    allowed = frozenset(documents) if documents is not None else None
    turns, told = list(history), []
    for single in questions(question.strip()):
        text, inherited = stand_alone(single, turns, names, occurs) if turns else (single, frozenset[str]())
        told.append(_query(question, text, inherited, names, occurs, allowed))
        turns.append(Turn(told[-1].text))
    return told[0] if len(told) == 1 else _joined(question, told, names, occurs)


def _query(question: str, text: str, inherited: frozenset[str], names: Names, occurs: Occurs, allowed: frozenset[str] | None) -> Query:
    """Return the query of one stand-alone question; `inherited` are the stories that the turns before were about."""
    text, mentions = _corrected(text, names.mentions(text, occurs))
    mentions, kind = _entitled(text, mentions, names.titles(text))
    told = full_names(text, mentions)
    meant = stories(text, told, names)
    wanted = meant.documents if meant.documents is not None else inherited or None
    if wanted is not None and inherited and not meant.several:
        wanted = (wanted & inherited) or wanted
    if allowed is not None:
        wanted = allowed if wanted is None else wanted & allowed
    unknown = next((name.text for name in told if name.unknown), meant.unknown)
    numbers = tuple(_NUMBER.findall(text))
    return Query(question, text, wanted, tuple(mentions), numbers, unknown, meant.apart, meant.several, kind, persons=_persons(told, names))


def _entitled(text: str, mentions: list[Mention], titles: Sequence[Mention]) -> tuple[list[Mention], str]:
    """Return the names and the kind of a question, a title taken for one name where the question is about a story or its words are nobody's."""
    outside = [mention for mention in mentions if not any(title.start <= mention.start < title.end for title in titles)]
    called = sorted([*outside, *titles], key=lambda mention: mention.start)
    kind = asked_for(text, called)
    strange = any(mention.name is None for mention in mentions if mention not in outside)
    if titles and (kind in _OF_STORIES or strange):
        return called, kind
    return mentions, asked_for(text, mentions)


def _persons(told: Sequence[FullName], names: Names) -> tuple[str, ...]:
    """Return the names of a question once each, those that tell stories apart first."""
    telling = [name.text for name in told if any(names.distinctive(mention) for mention in name.mentions)]
    return tuple(dict.fromkeys([*telling, *(name.text for name in told)]))


def _joined(question: str, told: Sequence[Query], names: Names, occurs: Occurs) -> Query:
    """Return the query of several questions asked in one."""
    text = " ".join(query.text for query in told)
    everywhere = any(query.documents is None for query in told)
    documents = None if everywhere else frozenset().union(*(query.documents or () for query in told))
    first = told[0]
    return replace(
        first,
        question=question,
        text=text,
        documents=documents,
        mentions=tuple(names.mentions(text, occurs)),
        numbers=tuple(number for number in first.numbers if all(number in query.numbers for query in told)),
        unknown=first.unknown if all(query.unknown is not None for query in told) else None,
        apart=first.apart if all(query.apart is not None for query in told) else None,
        several=False,
        parts=tuple(query.text for query in told),
        persons=tuple(dict.fromkeys(person for query in told for person in query.persons)),
    )


def _corrected(text: str, mentions: Sequence[Mention]) -> tuple[str, list[Mention]]:
    """Write misspelt names as the stories do, so that the person sees what was understood."""
    shift, corrected = 0, []
    for mention in mentions:
        start = mention.start + shift
        name = mention.name or mention.written
        if name.casefold() != mention.written.casefold():
            text = text[:start] + name + text[start + len(mention.written) :]
            shift += len(name) - len(mention.written)
            mention = replace(mention, written=name)
        corrected.append(replace(mention, start=start))
    return text, corrected
