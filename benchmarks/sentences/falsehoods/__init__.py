"""Falsehoods: a true case made false by one change, by the kind of the change.

- `claims`: what the sentence says: another name, person or number, a verb denied
- `citations`: what it cites: another window, another quote, a quote that stands nowhere

Each change is given a draft, the stories of the half, chance, and how many of its kind are made already; it returns None where the draft gives no
hold for it.
"""

import random
from collections.abc import Callable, Mapping

from ..case import Case
from ..draft import Draft
from ..world import World
from .citations import invented, misplaced, misquoted
from .claims import denied, named, numbered, swapped

__all__ = ["CHANGES"]

CHANGES: Mapping[str, Callable[[Draft, World, random.Random, int], Case | None]] = {
    "name": named, "number": numbered, "negation": denied, "person": swapped, "wrong_passage": misplaced, "other_quote": misquoted,
    "invented_quote": invented,
}  # fmt: skip
