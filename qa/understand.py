"""From a question as it was asked to a query that stands alone: what to search for, and in which stories."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from .answer import Turn
from .followup import stand_alone
from .names import Mention, Names, together

_BOTH = re.compile(r"\b(and|or|both|compare|versus|vs|between|differ\w*|common|than)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b\d{3,}\b")


@dataclass(frozen=True, slots=True)
class Query:
    """A question made stand-alone.

    Attributes:
        question: As it was asked.
        text: As it is searched and shown under "understood as".
        documents: The only documents to look in; None for all of them.
        mentions: The names in it.
        numbers: The numbers of three digits or more that it insists on, years above all.
        unknown: A name that nobody in the library bears, None if there is none.
        apart: Two names that are never in one story, so that no story can tell of both; None if there are none.
        several: Whether it asks about several stories at once.
    """

    question: str
    text: str
    documents: frozenset[str] | None
    mentions: tuple[Mention, ...] = ()
    numbers: tuple[str, ...] = ()
    unknown: str | None = None
    apart: tuple[str, str] | None = None
    several: bool = False


def understand(
    question: str, history: Sequence[Turn], names: Names, occurs: Callable[[str], bool], documents: Collection[str] | None = None
) -> Query:
    """Make a question stand-alone and find the stories that it is about.

    Args:
        question: As it was asked.
        history: The turns before it, oldest first.
        names: The names of the library.
        occurs: Tells whether a word occurs in the library at all.
        documents: The documents that the person chose to look in; None for all.
    """
    text, inherited = question.strip(), frozenset[str]()
    if history:
        text, inherited = stand_alone(text, history, names, occurs)
    mentions = names.mentions(text, occurs)
    text, mentions = _corrected(text, mentions)
    allowed = frozenset(documents) if documents is not None else None
    numbers = tuple(_NUMBER.findall(text))
    unknown = next((_whole(mention, mentions) for mention in mentions if mention.name is None), None)
    telling = [mention for mention in mentions if names.distinctive(mention)]
    if not telling:
        wanted = allowed if not inherited else inherited if allowed is None else inherited & allowed
        return Query(question, text, wanted, tuple(mentions), numbers, unknown)
    stories, several, pair = _stories(text, telling)
    apart = (_whole(pair[0], mentions), _whole(pair[1], mentions)) if pair else None
    wanted = stories if allowed is None else stories & allowed
    return Query(question, text, wanted, tuple(mentions), numbers, unknown, apart, several)


def _stories(text: str, telling: Sequence[Mention]) -> tuple[frozenset[str], bool, tuple[Mention, Mention] | None]:
    """Return the stories that hold all the names; several when the question sets people of different stories side by side."""
    stories = together(telling)
    if stories:
        return stories, False, None
    first = telling[0]
    other = next(mention for mention in telling if not (mention.documents & first.documents)) if len(telling) > 1 else first
    pair = (first, other)
    between = text[min(m.start for m in pair) : max(m.end for m in pair)]
    if _BOTH.search(between) or re.search(r"\b(compare|difference|differ|both)\b", text, re.IGNORECASE):
        return frozenset().union(*(mention.documents for mention in telling)), True, None
    return first.documents, False, pair


def _whole(mention: Mention, mentions: Sequence[Mention]) -> str:
    """Return a name with the names right before and after it: `United States`, `Rose Baktybekova`."""
    run = [mention]
    for other in mentions:
        if other.start == run[-1].end + 1:
            run.append(other)
    for other in reversed(mentions):
        if other.end + 1 == run[0].start:
            run.insert(0, other)
    return " ".join(part.name or part.written for part in run)


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
