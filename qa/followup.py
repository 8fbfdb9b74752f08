"""Follow-ups: a question that leans on the turns before it, made to stand alone, without a language model."""

import re
from collections.abc import Callable, Sequence

from .answer import Turn
from .names import Mention, Names

_PRONOUN = re.compile(r"\b(she|he|they|her|his|hers|him|their|theirs|them)\b", re.IGNORECASE)
_POSSESSIVE = {"his", "hers", "their", "theirs"}
_ELLIPSIS = re.compile(r"^\W*(?:and|what about|how about|and what about|and how about)\s+(?P<rest>.+?)\W*$", re.IGNORECASE)
_BARE = re.compile(
    r"^\W*(?:and\s+)?(?P<word>why|when|where|how|who|with whom|how so|how come|when was that|where was that|why was that)\W*$", re.IGNORECASE
)


def stand_alone(
    question: str, history: Sequence[Turn], names: Names, occurs: Callable[[str], bool]
) -> tuple[str, frozenset[str]]:
    """Rewrite a follow-up with what the turns before it were about; also returns the stories they were answered from."""
    before = history[-1]
    if len(history) > 1:
        before = Turn(stand_alone(before.question, history[:-1], names, occurs)[0], before.answer, before.documents)
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
