"""A true case that is not finished: the statement rendered, its main verb still marked, with quote and windows."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index import telling_terms

from .case import Case
from .fact import VERB, Fact
from .quotes import support
from .validation import Span
from .windows import windows_around
from .wording import rendered
from .world import World


@dataclass(frozen=True, slots=True)
class Draft:
    """A true case whose main verb is still marked, and where its quote stands."""

    case: Case
    fact: Fact
    span: Span


def draft_of(fact: Fact, pool: Sequence[Fact], world: World, rng: random.Random) -> Draft | None:
    """Make a true case of a statement: sometimes of two with one quote."""
    document = world.documents[fact.row.story]
    span = support(fact, document.text)
    if span is None:
        return None
    second = _second(fact, pool, document.text, span) if rng.random() < 0.3 else None
    text = rendered(fact, second, rng)
    windows, number = windows_around(document, span, world, rng)
    if not 4 <= len(text.split()) <= 50 or not windows:
        return None
    return Draft(Case(fact.row.question, windows, text, number, document.text[span[0] : span[1]], "none", fact.row.story), fact, span)


def _second(fact: Fact, pool: Sequence[Fact], text: str, span: Span) -> Fact | None:
    """Return another statement that the same quote bears out, short enough to stand beside the first."""
    here = set(telling_terms(text[span[0] : span[1]]))
    said = set(telling_terms(fact.main + " " + fact.tail))
    for other in pool:
        if (
            other.row.story != fact.row.story
            or other.row.id == fact.row.id
            or other.tail
            or fact.front
            or not other.row.explicit
            or re.match(r"an? ", other.main)
        ):
            continue
        terms = set(telling_terms(other.main.replace(VERB, "")))
        if support(other, text) == span and len(terms - here) <= 1 and len(terms - said) > 1 and len((fact.main + other.main).split()) < 28:
            return other
    return None
