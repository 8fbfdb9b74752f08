"""What follows the verb of a statement, up to the end of its clause: an object, and what says where, when, to whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..english import (
    ADJECTIVES,
    AUXILIARIES,
    CONJUNCTIONS,
    COUNTS,
    DETERMINERS,
    SUBORDINATES,
    Phrase,
    Word,
    base,
    content,
    is_base,
    phrase_at,
    singular,
    sort,
)
from .statement import Statement
from .verbs import past_base
from .vocabulary import ADJECTIVAL, SPARED, TURNING

# A clause may go on with these.
_PREPOSITIONS = frozenset(
    "in on at to from with for into onto upon under over near of about against through during without beside behind beyond across along toward "
    "towards inside outside beneath among around by".split()
)
_PARTICLES = frozenset("up away off back out down".split())
# Nouns that look like adjectives.
_NOUNS = frozenset("restaurant plant dish table stable vegetable fable cable bible handful mouthful armful spoonful parish motive hive".split())
_LINKS = frozenset("and or but nor yet".split())
_DETERMINED = DETERMINERS - {"this", "that", "these", "those", "my", "your", "our", "no", "any", "both"}


@dataclass(frozen=True, slots=True)
class Group:
    """A preposition with its noun phrase: word `first`, and the phrase after it up to before `last`."""

    first: int
    preposition: str
    phrase: Phrase

    @property
    def last(self) -> int:
        """Index after its last word."""
        return self.phrase.last


@dataclass(frozen=True, slots=True)
class Complement:
    """What follows a verb; indexes are those of the statement's words.

    Attributes:
        first: Index after the verb.
        particle: Index after the particle (`up`), else `first`.
        objects: The noun phrases right after that, at most two.
        groups: The prepositional phrases after those, in order.
        end: Index up to which everything was understood.
        stop: Index at which the clause ends.
        whole: Whether all of it was understood, and nothing that belongs to it comes after.
        open: Whether what comes after the clause may belong to its last noun.
    """

    first: int
    particle: int
    objects: tuple[Phrase, ...]
    groups: tuple[Group, ...]
    end: int
    stop: int
    whole: bool
    open: bool


def complement(told: Statement, first: int) -> Complement:
    """Read what follows the verb.

    Args:
        told: The statement.
        first: Index of the word after the verb.
    """
    found = told.words
    stop, open_ended = _stop(told, first)
    clause = found[:stop]
    place = particle = first + (first < stop and found[first].low in _PARTICLES)
    objects: list[Phrase] = []
    while len(objects) < 2 and place < stop and (phrase := _object(clause, place)) is not None:
        objects.append(phrase)
        place = phrase.last
    place = _spared(clause, place)
    groups: list[Group] = []
    while place < stop and found[place].low in _PREPOSITIONS and (phrase := _noun(clause, place + 1)) is not None:
        groups.append(Group(place, found[place].low, phrase))
        place = phrase.last
    end = place
    place = _spared(clause, place)
    if open_ended and objects and objects[-1].last == stop:
        objects.pop()
    return Complement(first, particle, tuple(objects), tuple(groups), end, stop, place == stop and not open_ended, open_ended)


def ends_well(found: Sequence[Word], phrase: Phrase) -> bool:
    """Tell whether a phrase ends in a noun, not in an adjective whose noun comes later (`a big, strong horse`)."""
    head = found[phrase.head - 1]
    if head.name or (head.low == "one" and phrase.last > phrase.head):
        return True
    adjectival = head.low.endswith(ADJECTIVAL) and head.low not in _NOUNS and sort([head]) not in {"person", "animal"}
    return not (head.low in ADJECTIVES | COUNTS | SPARED | TURNING or adjectival or head.owner)


def _stop(told: Statement, first: int) -> tuple[int, bool]:
    """Return where the clause ends, and whether what comes there may belong to its last noun: `big and strong`."""
    found = told.words
    for place in range(first, len(found)):
        word = found[place]
        if not word.joined:
            return place, _noun_follows(told, place)
        if word.low in SUBORDINATES | CONJUNCTIONS and word.low not in _LINKS:
            return place, False
        if word.low in _LINKS and not _joins_nouns(found, place):
            return place, not _verb_follows(found, place + 1)
    return len(found), False


def _noun_follows(told: Statement, place: int) -> bool:
    """Tell whether a comma stands between adjectives of one noun, or in a list: `a large, powerful dog`."""
    word = told.words[place]
    comma = told.text[told.words[place - 1].end : word.start].strip() == ","
    return comma and content(word) and not word.name and not word.low.endswith("ing") and past_base(word.low) is None


def _joins_nouns(found: Sequence[Word], place: int) -> bool:
    """Tell whether `and` joins two noun phrases and no clause begins after it."""
    after = found[place + 1] if place + 1 < len(found) else None
    if after is None or found[place].low not in {"and", "or"} or not after.joined:
        return False
    if _clause_begins(found, place + 1):
        return False
    return after.low in _DETERMINED or after.name or (_plain_noun(found[place - 1]) and _plain_noun(after) and _ended(found, place + 2))


def _plain_noun(word: Word) -> bool:
    """Tell whether a word is a noun in all likelihood: `resilience`, not `strong`, `sang`, `go`."""
    unlikely = word.low in ADJECTIVES | COUNTS | SPARED or word.low.endswith((*ADJECTIVAL, "ed", "ing", "ly", "al", "ic"))
    return content(word) and not word.name and not unlikely and past_base(word.low) is None and not is_base(word.low, firmly=True)


def _ended(found: Sequence[Word], place: int) -> bool:
    """Tell whether a noun phrase ends before a word."""
    return place >= len(found) or not found[place].joined or found[place].low in _PREPOSITIONS | SUBORDINATES


def _clause_begins(found: Sequence[Word], first: int) -> bool:
    for place in range(first, len(found)):
        word = found[place]
        if place > first and (not word.joined or word.low in SUBORDINATES | _LINKS):
            return False
        if word.low in AUXILIARIES or (past_base(word.low) is not None and place > first) or word.low in {"lay", "bore"}:
            return True
    return False


def _verb_follows(found: Sequence[Word], place: int) -> bool:
    while place < len(found) and (found[place].low in SPARED or found[place].low.endswith("ly")):
        place += 1
    if place >= len(found):
        return False
    low = found[place].low
    return low in AUXILIARIES or past_base(low) is not None or low in {"he", "she", "it", "they"} or _clause_begins(found, place)


def _object(found: Sequence[Word], place: int) -> Phrase | None:
    """Return the noun phrase that starts at a word, if it has a determiner, a number or a name; joined ones are one."""
    word = found[place]
    if not word.joined:
        return None
    if word.low in _DETERMINED | COUNTS or word.name or word.owner:
        return _noun(found, place)
    phrase = _noun(found, place)
    several = phrase is not None and phrase.number == "many" and phrase.sort == "thing" and found[phrase.head - 1].low.endswith("s")
    return phrase if several else None


def _noun(found: Sequence[Word], place: int) -> Phrase | None:
    if place >= len(found) or not found[place].joined or found[place].low in {"this", "that", "these", "those"}:
        return None
    phrase = phrase_at(found, place)
    if phrase is None or phrase.last > len(found) or phrase.last <= place or found[phrase.last - 1].owner or _manner(found[phrase.last - 1]):
        return None
    phrase = _with_noun(found, phrase)
    after = phrase.last
    of = phrase_at(found, after + 1) if after + 1 < len(found) and found[after].low == "of" and found[after].joined else None
    if of is not None and of.bare and of.last <= len(found):
        return replace(phrase, last=of.last)
    if after + 1 < len(found) and found[after].low in {"and", "or"} and found[after].joined and (other := _noun(found, after + 1)) is not None:
        return Phrase(phrase.first, other.last, other.last, "many", "", phrase.sort, bare=phrase.bare)
    return phrase


def _with_noun(found: Sequence[Word], phrase: Phrase) -> Phrase:
    """Return a phrase with the noun that a people's name in it describes: `old Soviet movies`."""
    place = phrase.last
    if place >= len(found) or not found[place].joined or not found[place - 1].name or phrase.head != place:
        return phrase
    noun = found[place]
    verb = past_base(noun.low) is not None or is_base(singular(noun.low), firmly=True)
    if not content(noun) or noun.name or verb or singular(noun.low) == noun.low or sort([noun]) != "thing":
        return phrase
    return Phrase(phrase.first, place + 1, place + 1, "many", "", "thing")


def _spared(found: Sequence[Word], place: int) -> int:
    while place < len(found) and found[place].joined and (found[place].low in SPARED or _manner(found[place])):
        place += 1
    return place


def _manner(word: Word) -> bool:
    return word.low.endswith("ly") and base(word.low) is None and not word.name
