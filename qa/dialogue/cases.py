"""What a pronoun does in its question: whether it owns, and whether `it` means anything at all."""

from collections.abc import Sequence

from ..english import DETERMINERS, Word, base, content, is_base, phrase_at
from .binding import Binding

SAYING = frozenset("say think know believe tell hope feel see hear notice imagine fear promise suspect realize realise guess find ask want".split())
_OWNERS = frozenset("his its their hers theirs".split())
_GIVING = frozenset("give tell show offer bring send teach ask promise lend pay buy grant sell feed cost".split())
_LETTING = frozenset("help make let see hear watch have feel notice".split())
_MAKING = frozenset("make keep call find turn get consider think".split())
_WEATHER = frozenset("rain snow hail thunder dawn freeze".split())
_PLEASING = frozenset("grieve please surprise amaze cost suit pay".split())
_SEEMING = frozenset("seem happen appear".split())
_HOURS = frozenset(
    "dark late early night day dawn morning evening noon midnight dusk winter summer spring autumn raining snowing time christmas".split()
)
_WARMTH = frozenset("cold hot warm chilly windy sunny".split())
_EXTENTS = frozenset("time day year far late early long".split())
_FOLLOWING = frozenset("that who whom which when to for".split())


def owning(found: Sequence[Word], place: int) -> bool:
    """Tell a possessive from an object: `her mother` from `help her`, `tell her stories`, `make her dance`."""
    if found[place].low != "her" or place + 1 >= len(found):
        return found[place].low in _OWNERS
    after, verb, last = found[place + 1], base(found[place - 1].low) if place else None, place + 2 == len(found)
    if not after.joined or (not content(after) and after.low not in {"own", "first", "next", "only", "home"}):
        return False
    if verb in _LETTING and is_base(after.low):
        # `help her escape`, `see her dance in Paris`, but `see her face`, `make her wish so long`.
        surely = is_base(after.low, firmly=True) or verb in {"let", "help"}
        return not (surely or (last if verb == "make" else not last))
    phrase = phrase_at(found, place)
    thing = phrase is not None and phrase.sort == "thing" and phrase.last == place + 2 == len(found)
    return not (thing and (verb in _MAKING or verb in _GIVING))


def expletive(binding: Binding, place: int) -> bool:
    """Tell whether `it` means nothing: `Is it true that ...`, `What time is it?`, `How long did it take to ...`, `Did it rain?`."""
    before, after = binding.low(place - 1), [word.low for word in binding.words[place + 1 :]]
    first = base(after[0]) if after else None
    if after[:1] in (["there"], ["here"], ["all"]) or (after[:1] == ["to"] and base(before) in SAYING):
        return True
    # `Who was it?` asks who, not what it was.
    if not after and binding.low(place - 2) == "who" and before in {"is", "was"}:
        return True
    if first in _WEATHER or (first in _PLEASING and "to" in after) or (first in _SEEMING and ("to" in after or {"that", "as"} & set(after[1:3]))):
        return True
    if "been" in after[:2] and "since" in after:
        return True
    if base(before) in SAYING and after[:1] in (["is"], ["was"]) and after[1:2] and after[1] in DETERMINERS:
        return True
    if before not in {"is", "was", "be"} and not {"is", "was", "be"} & set(after[:2]):
        return False
    subject = binding.clause is not None and binding.clause.subject == (place, place + 1)
    timed = set(after[:3]) & _HOURS or (not subject and set(after[:3]) & _WARMTH) or binding.low(place - 2) in _EXTENTS
    return bool(timed) or not _FOLLOWING.isdisjoint(after[1:])
