"""What a word that points back means: the most recent that fits, a place, a topic, or what was told as a whole."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ..english import Word, base
from .gaps import FOCUS
from .referents import GOING, Genders, Kind, Referent, fits, same
from .told import ANSWERED, Told

_LIVING = frozenset("name person animal group".split())
# How many turns back a thing that an answer named may still be called it.
_NEAR = 2
# Statements longer than this are not repeated, in characters.
_LONGEST = 160


def chosen(
    kind: Kind,
    turns: Sequence[Told],
    genders: Genders,
    but: Iterable[Referent] = (),
    *,
    acted_on: bool = False,
    weakly: bool = True,
    things: bool = True,
) -> tuple[Referent, Told] | None:
    """Return what a pronoun means, with the turn that spoke of it: the most recent that fits well, else the most recent that may be meant.

    Args:
        kind: The pronoun.
        turns: The turns before, oldest first.
        genders: What he and she were said of.
        but: Others in the same question, which it is not.
        acted_on: Whether it is the object; then an object before is rather meant than a subject.
        weakly: Whether one that only may be meant is good enough.
        things: Whether several things may be meant, as by `them`; `they` are more often people.
    """
    taken = list(but)
    weak: tuple[Referent, Told] | None = None
    for back, turn in enumerate(reversed(turns)):
        near = kind != "it" or back < _NEAR
        known = [
            one
            for one in turn.spoken_of
            if (near or one.weight not in {FOCUS, ANSWERED}) and (things or one.sort in _LIVING or (one.weight >= 0.5 and not one.described))
        ]
        others = (one for one in known if not any(same(one, other) for other in taken))
        ranked = [(rank, one) for rank, one in ((_rank(kind, one, genders), one) for one in others) if rank > 0]
        ranked = [(rank + (not things and one.sort in _LIVING) + 0.7 * (acted_on and _object(one)), one) for rank, one in ranked]
        rank, best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
        if best is not None and rank >= 10:
            return _usual(best, turns), turn
        weak = weak or ((_usual(best, turns), turn) if best is not None and rank > 0 else None)
    return weak if weakly else None


def _rank(kind: Kind, referent: Referent, genders: Genders) -> float:
    """Return how near a referent lies: how well the pronoun fits it, and how much it stands in the foreground; what hardly fits comes last."""
    fit = fits(kind, referent, genders)
    # A thing that only the answer mentions in passing is not what `it` takes up: that is rather what was told.
    if fit < 0.4 or (kind == "it" and referent.weight < 0.5):
        return 0.0
    # One who hardly fits must at least be whom it was about.
    if kind != "it" and fit < 1 and referent.weight < (1.0 if kind == "they" else 1.4):
        return 0.0
    # What a question speaks of counts more than what its answer does, which may be beside the point.
    return fit + referent.weight + 10 * (fit >= 1) + (referent.weight >= 0.5)


def _object(referent: Referent) -> bool:
    """Tell whether someone was named in a question without being its subject."""
    return referent.sort == "name" and 0.5 <= referent.weight < 1.15


def _usual(referent: Referent, turns: Sequence[Told]) -> Referent:
    """Return someone by the name that the questions use: `Lily` for an answer's `Lily Baktybekova`."""
    if referent.sort != "name" or referent.weight >= 0.5:
        return referent
    return next((one for turn in turns for one in turn.spoken_of if one.sort == "name" and one.weight >= 0.5 and same(one, referent)), referent)


def said_of(turns: Iterable[Told]) -> Counter[tuple[str, str]]:
    """Return what he and she were said of in these turns."""
    return sum((turn.genders for turn in turns), Counter[tuple[str, str]]())


def topic(turns: Sequence[Told]) -> tuple[Referent, Told] | None:
    """Return whom or what the conversation is about: the name, else the first thing, of the latest question that has one."""
    for turn in reversed(turns):
        known = [referent for referent in turn.spoken_of if referent.weight >= 1]
        named = [referent for referent in known if referent.sort == "name" and not referent.place and not referent.described]
        if named or known:
            return (named or known)[0], turn
    return None


def place_answered(turn: Told) -> Referent | None:
    """Return the place that the answer to `Where ...?` names, None when it names none."""
    if turn.clause is None or turn.clause.asks != "where":
        return None
    return next((referent for referent in turn.spoken_of if referent.place and referent.sort == "name" and referent.weight == ANSWERED), None)


def place_told(turns: Sequence[Told]) -> tuple[str, str, Told] | None:
    """Return the latest place spoken of, with its preposition; `where Hans stopped` for the place that was asked for."""
    for turn in reversed(turns):
        answered, stated = place_answered(turn), turn.clause.stated() if turn.clause is not None else None
        itself = next((one for one in turn.spoken_of if one.place and one.weight >= 1.5), None)
        if itself is not None:
            return itself.place, itself.text, turn
        if answered is not None:
            return answered.place, answered.text, turn
        if turn.clause is not None and turn.clause.asks == "where" and stated is not None and len(stated) <= _LONGEST:
            return "", f"where {stated}", turn
        places = sorted((one for one in turn.spoken_of if one.place and (one.weight >= 0.5 or one.sort == "name")), key=lambda one: one.weight < 0.5)
        if places:
            return places[0].place, places[0].text, turn
    return None


def toward(preposition: str, found: Sequence[Word]) -> str:
    """Return `to` for a place that some words go to, else the preposition it stood with."""
    return "to" if preposition and any(base(word.low) in GOING for word in found) else preposition


def stated_of(turn: Told) -> str | None:
    """Return what a turn was about as a statement: `Lily went to Aktau`, `Hans went there`; None where its question allows none."""
    asked = turn.clause
    stated = asked.stated() if asked is not None else None
    if stated is None or asked is None or len(stated) > _LONGEST:
        return None
    if asked.asks != "where":
        return stated
    spot = place_answered(turn)
    if spot is not None:
        return f"{stated} {toward(spot.place, asked.words)} {spot.text}"
    return f"{stated} there" if toward("in", asked.words) == "to" else stated
