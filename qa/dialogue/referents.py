"""Who and what is spoken of, and which pronoun fits whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..english import Gender, Phrase, Sort, Word, base

Kind = Literal["she", "he", "it", "they"]
Number = Literal["one", "many"]
Genders = Mapping[tuple[str, str], int]
"""How often `female`, `male` or `thing` was said of a noun or a part of a name, folded."""

# The head of two who are only named in one question: they may be meant by `they` when nobody else is.
PAIR = "&"
# Longer ones are no help to whoever reads the question, nor to the search.
LONGEST = 100
OWNING: Mapping[str, Kind] = {"her": "she", "his": "he", "its": "it", "their": "they"}
OWN: Mapping[Kind, str] = {"she": "her", "he": "his", "it": "its", "they": "their"}
DESCRIBING = ("the one ", "those ", "what ")
TIMES = frozenset(
    "year years month months week weeks day days night nights morning evening afternoon noon midnight hour hours minute minutes moment time "
    "times age childhood youth spring summer autumn winter end beginning start century decade today once way fact vain order case turn love".split()
)
GOING = frozenset("go come get travel move return walk run arrive bring take send fly ride sail drive journey climb hurry".split())
_PLACING = frozenset("in at on near under inside outside behind beside above below by within".split())
# Where one is who has gone to, into or onto it.
_REACHED = {"to": "at", "into": "in", "onto": "on"}
# Before a name these tell of a person as often: `laugh at Tom`, `by Mrs. McGregor`.
_PERSONAL = frozenset("at near by behind beside under above below on".split())
_MOVING = frozenset("to into onto toward towards from".split())


@dataclass(frozen=True, slots=True)
class Referent:
    """Someone or something spoken of.

    Attributes:
        text: What to call it in another question: `Lily`, `the fox`, `Lily's parents`, `the one who sang`.
        number: One or several.
        gender: `female`, `male`, or empty for unknown.
        sort: What it is: `name`, `person`, `animal`, `group` or `thing`.
        weight: How much it stands in the foreground of its turn; a subject more than an object, a question more than its answer.
        head: Its head noun, folded; for a name its last word.
        place: Where it is a place, the preposition it stood with; else empty.
    """

    text: str
    number: Number
    gender: Gender
    sort: Sort
    weight: float
    head: str = ""
    place: str = ""

    @property
    def described(self) -> bool:
        """Whether it is only known by what it did: `the one who sang`, `what Hans got`."""
        return self.text.startswith(DESCRIBING)


def fits(kind: Kind, referent: Referent, genders: Genders) -> float:
    """Return how well a pronoun fits someone or something: 0 for not at all, from 1 on well, 3 where its words say so."""
    if referent.head == PAIR:
        return 0.9 * (kind == "they")
    if kind == "they":
        return 3.0 if referent.number == "many" else {"group": 2.2, "person": 0.8}.get(referent.sort, 0.0)
    if referent.number == "many":
        return 0.0
    gender, lifeless = gender_of(referent, genders), _lifeless(referent, genders)
    if kind == "it":
        if referent.sort == "animal" and not referent.gender:
            return 1.2 if gender else 1.6
        if gender or (referent.sort in {"person", "name"} and not lifeless):
            return 1.0 if referent.head in {"child", "baby"} else 0.0
        return {"thing": 2.0, "group": 1.5, "name": 2.0}.get(referent.sort, 0.0)
    if gender:
        return 3.0 if gender == {"she": "female", "he": "male"}[kind] else 0.0
    if lifeless:
        return 0.3
    return {"name": 2.0, "person": 2.0, "animal": 1.8, "thing": 0.4}.get(referent.sort, 0.0)


def _lifeless(referent: Referent, genders: Genders) -> bool:
    """Tell whether a name or thing is a place, or was called it."""
    if referent.place:
        return referent.sort in {"name", "thing"}
    said = [(genders.get((part, "thing"), 0), genders.get((part, "female"), 0) + genders.get((part, "male"), 0)) for part in parts_of(referent)]
    return referent.sort == "name" and sum(thing for thing, _ in said) > sum(living for _, living in said)


def gender_of(referent: Referent, genders: Genders) -> Gender:
    """Return whether someone is she or he: by the words used, else by the pronouns used before; empty for unknown."""
    if referent.gender or referent.sort == "group":
        return referent.gender
    parts = parts_of(referent)
    female, male = (sum(genders.get((part, gender), 0) for part in parts) for gender in ("female", "male"))
    return "" if female == male else "female" if female > male else "male"


def parts_of(referent: Referent) -> list[str]:
    """Return by which folded words its gender is remembered: the parts of a name, a noun, or a whole description."""
    if referent.described:
        return [referent.text.casefold()]
    return referent.text.casefold().split() if referent.sort == "name" else [referent.head]


def same(one: Referent, other: Referent) -> bool:
    """Tell whether two referents are one: a name and the full name, those who did something and the one who did it."""
    if one.sort == other.sort == "name":
        return not set(one.text.casefold().split()).isdisjoint(other.text.casefold().split())
    if one.text == other.text:
        return one.number == other.number
    return one.described and other.described and one.text.partition(" who ")[2] == other.text.partition(" who ")[2] != ""


def possessive(text: str, number: Number = "one") -> str:
    """Return the possessive of a name or phrase: `Iris's`, `the parents'`."""
    return f"{text}'" if number == "many" and text.endswith("s") else f"{text}'s"


def called(text: str, found: Sequence[Word], phrase: Phrase) -> str:
    """Return what a phrase is called when it is spoken of again: `the small town` for `a small town`, `the critics` for `critics`."""
    first = found[phrase.first]
    written = text[first.start : found[phrase.last - 1].end]
    if found[phrase.last - 1].owner:
        written = written[: -2 if written.endswith(("'s", "’s")) else -1]
    if first.name:
        written = " ".join(part.title() if part.isupper() and len(part) > 3 else part for part in written.split(" "))
    if first.low in {"a", "an", "the", "some", "enough", "this", "that", "these", "those"}:
        return f"the {written[len(first.text) :].lstrip()}"
    return f"the {written}" if phrase.bare and phrase.number == "many" else written


def place_of(found: Sequence[Word], phrase: Phrase) -> str:
    """Return the preposition of a phrase of place, `in` for `to` and `from`; empty for any other phrase."""
    head = found[phrase.head - 1]
    if phrase.owner or head.low in TIMES or head.low.isdigit():
        return ""
    if phrase.preposition in _PLACING and not (head.name and phrase.preposition in _PERSONAL):
        return phrase.preposition
    before = found[max(0, phrase.first - 6) : phrase.first]
    going = any(base(word.low) in GOING for word in before) or (head.name and (phrase.preposition != "to" or "from" in {word.low for word in before}))
    if head.name:
        return "in" if phrase.preposition in _MOVING and going else ""
    if not going or phrase.preposition not in _REACHED:
        return ""
    return "in" if phrase.bare else _REACHED[phrase.preposition]
