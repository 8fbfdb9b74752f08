"""The stories that the names of a question lead to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .grammar import DETERMINERS, TITLES
from .mention import FullName
from .names import Names, together

_SIDE_BY_SIDE = re.compile(r"\b(both|compare|contrast|versus|vs|between|differ\w*|common|than|or|similar\w*|alike)\b", re.IGNORECASE)
# `and` sets two names side by side only when the second follows at once: not in `Did Lily go to Paris and meet Iris?`.
_BEFORE_NAME = "|".join(sorted(DETERMINERS | TITLES | {"also", "not", "then", "of"}))
_JOINS = re.compile(rf"(?:\band|,|&)\s+(?:(?:{_BEFORE_NAME})\.?\s+)*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stories:
    """What names lead to.

    Attributes:
        documents: The documents that they are in; None when they tell no stories apart.
        several: Whether people of different stories are set side by side.
        apart: Two names that no story has both of, None when there are none.
        unknown: A full name whose parts are known but belong to different stories, None when there is none.
    """

    documents: frozenset[str] | None = None
    several: bool = False
    apart: tuple[str, str] | None = None
    unknown: str | None = None


def stories(text: str, told: Sequence[FullName], names: Names) -> Stories:
    """Return the stories that hold all names of a question, or what stands against it.

    Args:
        text: The question.
        told: Its names.
        names: The names of the library.
    """
    telling: list[tuple[FullName, frozenset[str]]] = []
    for name in told:
        mentions = [mention for mention in name.mentions if names.distinctive(mention)]
        held = together(mentions)
        if mentions and not held and not names.stands(name.text):
            return Stories(frozenset().union(*(mention.documents for mention in mentions)), unknown=name.text)
        if mentions:
            telling.append((name, held or frozenset().union(*(mention.documents for mention in mentions))))
    return _set_together(text, telling) if telling else Stories()


def _set_together(text: str, telling: Sequence[tuple[FullName, frozenset[str]]]) -> Stories:
    """Return the stories that hold all the names; several when the question sets people of different stories side by side."""
    common = frozenset.intersection(*(held for _, held in telling))
    if common:
        return Stories(common)
    everything = frozenset().union(*(held for _, held in telling))
    first, held = telling[0]
    other = next((name for name, others in telling if not others & held), None)
    if other is None:
        return Stories(everything)
    if _SIDE_BY_SIDE.search(text) or _JOINS.search(text[first.end : other.start]):
        return Stories(everything, several=True)
    return Stories(held, apart=(first.text, other.text))
