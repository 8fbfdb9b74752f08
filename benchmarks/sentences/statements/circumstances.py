"""Questions after the circumstances of a deed: where, how many, how long."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..fact import VERB, Fact, stated
from ..numbers import number_in
from ..words import bare_word, is_base
from .clauses import apart, clause_of, placed
from .shapes import Asked

# Verbs whose place is told with `to`.
_GOING = frozenset("go come return travel run lead fly walk ride journey".split())
# Verbs whose place is told with `in`.
_STAYING = frozenset("live find sleep hide stay grow dwell".split())


def where_did(asked: Asked) -> Fact | None:
    """Read `Where did the boy go after the ball?`."""
    clause = clause_of(asked)
    if clause is None or asked.shape not in {"prep", "noun"} or len(asked.answer.split()) > 14:
        return None
    rest, tail = apart(clause.rest)
    words = rest.split()
    left = words.pop() if words and words[-1] in {"to", "at", "in", "from", "into"} else ""
    if asked.shape == "prep":
        return stated(clause.told(_before_aim(words, asked.answer)), tail)
    where = left or ("to" if clause.verb in _GOING or clause.verb in {"take", "bring"} else "in" if clause.verb in _STAYING else "")
    homely = asked.answer.split()[0] in {"home", "there", "far", "outside", "everywhere"}
    return stated(clause.told(_before_aim(words, asked.answer if homely else f"{where} {asked.answer}")), tail) if where else None


def _before_aim(words: Sequence[str], place: str) -> str:
    """Return what follows a verb, the place before what was to be done there."""
    at = next((at for at, word in enumerate(words[:-1]) if word in {"to", "and"} and is_base(bare_word(words[at + 1]))), len(words))
    return " ".join([*words[:at], place, *words[at:]])


def where_was(asked: Asked) -> Fact | None:
    """Read `Where was the castle?`."""
    before, tail = apart(asked.body)
    return stated(f"{before} {VERB}{asked.aux} {asked.answer}", tail) if asked.shape == "prep" and len(before.split()) < 6 else None


def how_many(asked: Asked) -> Fact | None:
    """Read `How many heads did the troll have?`."""
    match = re.match(r"(\w+) did (.+)$", asked.body)
    if not match:
        return None
    what, body = match.groups()
    clause = clause_of(replace(asked, body=body, aux="did"))
    if clause is None or not number_in(asked.answer):
        return None
    amount = asked.answer if what in asked.answer else f"{asked.answer} {what}"
    rest, tail = apart(clause.rest)
    lasting = "for " if what in {"days", "years", "weeks", "nights", "hours"} and clause.verb not in {"take", "spend"} else ""
    return stated(clause.told(placed(rest.split(), lasting + amount)), tail)


def how_long(asked: Asked) -> Fact | None:
    """Read `How long did the king sleep?`."""
    clause = clause_of(asked)
    return (
        stated(clause.told(f"{clause.rest} for {asked.answer.removeprefix('for ')}"))
        if clause and asked.shape != "clause" and number_in(asked.answer)
        else None
    )
