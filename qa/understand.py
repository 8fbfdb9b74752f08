"""From a question as it was asked to a query that stands alone: what to search for, and in which stories."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from .answer import Turn
from .names import Mention, Names, together

_PRONOUN = re.compile(r"\b(she|he|they|her|his|hers|him|their|theirs|them)\b", re.IGNORECASE)
_POSSESSIVE = {"his", "hers", "their", "theirs"}
_ELLIPSIS = re.compile(r"^\W*(?:and|what about|how about|and what about|and how about)\s+(?P<rest>.+?)\W*$", re.IGNORECASE)
_BARE = re.compile(
    r"^\W*(?:and\s+)?(?P<word>why|when|where|how|who|with whom|how so|how come|when was that|where was that|why was that)\W*$", re.IGNORECASE
)
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
        text, inherited = _stand_alone(text, history, names, occurs)
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


def _stand_alone(
    question: str, history: Sequence[Turn], names: Names, occurs: Callable[[str], bool]
) -> tuple[str, frozenset[str]]:
    """Rewrite a follow-up with what the turns before it were about; also returns the stories they were answered from."""
    before = history[-1]
    if len(history) > 1:
        before = Turn(_stand_alone(before.question, history[:-1], names, occurs)[0], before.answer, before.documents)
    spoken_of = _spoken_of(before, names, occurs)
    mentions = names.mentions(question, occurs)
    ellipsis = _ELLIPSIS.match(question)
    if ellipsis and mentions and spoken_of and len(ellipsis["rest"].split()) <= 4:
        return _exchanged(before.question, spoken_of, mentions), frozenset()
    if mentions and any(mention.documents for mention in mentions):
        return question, frozenset()
    bare = _BARE.match(question)
    if bare:
        return f"{question.strip(' ?.!').capitalize()}: {before.question}", frozenset(before.documents)
    if spoken_of and _PRONOUN.search(question):
        return _named(question, spoken_of[0].name or spoken_of[0].written), frozenset(before.documents)
    if _PRONOUN.search(question) or ellipsis:
        return question, frozenset(before.documents)
    return question, frozenset()


def _spoken_of(turn: Turn, names: Names, occurs: Callable[[str], bool]) -> list[Mention]:
    """Return the names that tell a story, from a turn's question, else its answer."""
    for text in (turn.question, turn.answer):
        told = [mention for mention in names.mentions(text, occurs) if names.distinctive(mention)]
        if told:
            return told
    return []


def _exchanged(question: str, old: Sequence[Mention], new: Sequence[Mention]) -> str:
    """Ask the question before of another person: `And Iris?` after `Where was Lily born?`."""
    first = next((mention for mention in old if question[mention.start : mention.end].casefold() == mention.written.casefold()), None)
    if first is None:
        return f"{question.rstrip(' ?')} {new[0].written}?"
    whole = [mention for mention in old if mention.documents & first.documents]
    end = max((m.end for m in whole if m.start <= first.end + 1 or m is first), default=first.end)
    return question[: first.start] + " ".join(mention.written for mention in new) + question[end:]


def _named(question: str, name: str) -> str:
    """Put a name where the first pronoun stands."""
    match = _PRONOUN.search(question)
    if match is None:
        return question
    word = match.group().casefold()
    after = question[match.end() : match.end() + 2]
    owned = word in _POSSESSIVE or (word == "her" and after[:1] == " " and after[1:].isalpha())
    return question[: match.start()] + (f"{name}'s" if owned else name) + question[match.end() :]
