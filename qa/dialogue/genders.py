"""Of whom a text says she, of whom he, and what it takes for a place."""

from collections import Counter
from collections.abc import Mapping, Sequence

from ..english import PREPOSITIONS, PRONOUNS, Phrase, Word
from .referents import place_of

_STOPS = frozenset(".!?")
_SAYS: Mapping[str, str] = {"she": "female", "her": "female", "hers": "female", "he": "male", "him": "male", "his": "male"}
# How many words after a name a pronoun may still mean it.
_NEAR = 25


def genders_of(text: str, found: Sequence[Word], held: Sequence[Phrase]) -> Counter[tuple[str, str]]:
    """Count he and she, by the nearest name or living thing before the pronoun, in its sentence or the next one; and `thing` for the names of places.

    An object is left out (`without speaking to her`), and whoever comes after another of that gender: in `He gave Lily a place in his company`
    his is not said of Lily.
    """
    counted: Counter[tuple[str, str]] = Counter()
    heads = {phrase.head - 1: phrase for phrase in held}
    last, at, stops = "", 0, 0
    seen: set[str] = set()
    earlier: set[str] = set()
    for place, word in enumerate(found):
        if place and not word.joined and not _STOPS.isdisjoint(text[found[place - 1].end : word.start]):
            stops, seen = stops + 1, set()
        phrase, says = heads.get(place), _SAYS.get(word.low)
        if phrase is not None and phrase.sort == "name" and place_of(found, phrase):
            counted.update((one.low, "thing") for one in found[phrase.first : phrase.head] if one.name)
        elif phrase is not None and phrase.sort in {"name", "person", "animal"}:
            last, at, stops = "" if phrase.gender or phrase.number == "many" else word.low, place, 0
            earlier = set(seen)
        elif says is not None:
            object_too = word.low == "him" or (word.low == "her" and not _owns(found, place))
            if last and place - at < _NEAR and stops <= 1 and says not in earlier and not (object_too and not stops):
                counted[last, says] += 1
                last = ""
            seen.add(says)
    return counted


def _owns(found: Sequence[Word], place: int) -> bool:
    after = found[place + 1] if place + 1 < len(found) else None
    return after is not None and after.joined and after.low not in PRONOUNS | PREPOSITIONS and after.low not in {"the", "a", "and", "as", "so"}
