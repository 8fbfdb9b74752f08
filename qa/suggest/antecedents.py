"""Whom `he` and `she` in a sentence mean: the only one that the sentence before tells of, or the only one named in the paragraph."""

import re
from collections.abc import Collection, Sequence, Set

from ..english import BIRDS, Gender, Word, content, gender, number, singular, sort, words
from ..grammar import CALENDAR, LITTLE, TITLES
from .cast import Cast
from .statement import named, statements
from .subjects import Pronouns, Subject, bare, small
from .verbs import past_base

_BEGINS = re.compile(r"(?:(?:And|But|So|Then) )?(?:he|she)\b", re.IGNORECASE)
# What a sentence says somebody is, or is like, is nobody besides.
_LIKENING = frozenset("is was were be been being become became becomes becoming as like remain remained a an".split())
_REGIONS = frozenset("town city village country land kingdom island province state people university".split())
_AT = frozenset("in at into near across throughout around from".split())


class Antecedent:
    """Follows the sentences of a passage in their order.

    Args:
        names: The names that the story holds.
        places: Those of them that are places.
        text: What of the story is known, for whether a name is hers or his.
    """

    def __init__(self, names: Collection[str], places: Collection[str], text: str) -> None:
        self._names, self._places = names, places
        self._cast = Cast(text, frozenset(names) - frozenset(places))
        self._last: Subject | None = None

    def of(self, sentence: str) -> Pronouns:
        """Return whom a sentence's `he` and `she` mean, and take note of the sentence for the next one."""
        self._cast.enter(self._appearing(sentence))
        return Pronouns(self._first(sentence), self._cast.only("female"), self._cast.only("male"))

    def forget(self, *, all: bool = False) -> None:
        """A paragraph ends, with `all` a stretch of the story: nobody of it is known but who was alone in it."""
        self._last = None
        self._cast.leave()
        if all:
            self._cast.leave()

    def _first(self, sentence: str) -> Subject | None:
        """Return whom `he` or `she` at the start of a sentence means, going by the subject of the one before."""
        before, self._last = self._last, None
        others = self._mentioned(sentence)
        if before is not None and _BEGINS.match(sentence):
            agrees = self._agrees(before, sentence)
            self._last = before if agrees and self._only(before, others) else None
            return before if agrees else None
        told = statements(sentence, self._names, self._places) if others else []
        if told and told[0].subject.known and not told[0].subject.plural and self._only(told[0].subject, others):
            self._last = told[0].subject
        return None

    def _only(self, subject: Subject, others: Set[str]) -> bool:
        """Tell whether nobody else that a sentence names could be meant: all others are known to be of the other gender."""
        mine = self._gender(subject)
        rest = others - {subject.text.casefold()}
        return not rest or (mine != "" and all(gender(words(f"x {other}")[1:]) not in {mine, ""} for other in rest))

    def _mentioned(self, sentence: str) -> frozenset[str]:
        """Return everyone that a sentence names, folded: names, and nouns for persons and animals with their article."""
        found = words(sentence, named(sentence, self._names))
        mentioned: list[str] = []
        for place, word in enumerate(found):
            if not self._person(word) and not (_somebody(word) and number([small(word)]) == "one"):
                continue
            first = _phrase_start(found, place)
            if mentioned and first < place and sentence[found[first].start : found[place - 1].end].casefold() == mentioned[-1]:
                mentioned.pop()
            mentioned.append(sentence[found[first].start : found[place].end].casefold())
        return frozenset(mentioned)

    def _appearing(self, sentence: str) -> list[tuple[str, bool]]:
        """Return the names of persons in a sentence, and with False the nouns for somebody that no name is said of."""
        found = words(sentence, named(sentence, self._names))
        appearing, place = [], 0
        while place < len(found):
            last = place + 1
            if self._person(found[place]):
                while last < len(found) and found[last].joined and not found[last - 1].owner and self._person(found[last]):
                    last += 1
                if not self._place_or_kind(found, place, last):
                    appearing.append((sentence[found[place].start : found[last - 1].start] + bare(found[last - 1]), True))
            elif _somebody(found[place]) and number([small(found[place])]) == "one" and not _said_of_another(found, place):
                appearing.append((found[place].low, False))
            place = last
        return appearing

    def _person(self, word: Word) -> bool:
        return word.name and bare(word) not in self._places and word.low not in CALENDAR | LITTLE

    def _place_or_kind(self, found: Sequence[Word], first: int, last: int) -> bool:
        """Tell whether names in a sentence are rather of a place or a people: `in New York`, `old Soviet movies`, `the United States`."""
        if found[first].low in TITLES or sort([small(found[last - 1])]) in {"person", "animal"}:
            return False
        before = found[first - 1].low if first and found[first].joined else ""
        if _of_kind(found, first):
            return True
        after = found[last] if last < len(found) and found[last].joined and not found[last - 1].owner else None
        kind = after is not None and content(after) and not after.name and past_base(after.low) is None and not after.low.endswith(("ing", "ly", "s"))
        plural = after is not None and content(after) and not after.name and sort([after]) == "thing" and after.low.endswith("s")
        return before in _AT or before == "the" or (before != "" and (kind or plural) and before not in {"and", "or"})

    def _agrees(self, subject: Subject, sentence: str) -> bool:
        wanted: Gender = "female" if re.search(r"\bshe\b", sentence[:12], re.IGNORECASE) else "male"
        return self._gender(subject) in ({wanted} if subject.named else {wanted, ""})

    def _gender(self, subject: Subject) -> Gender:
        """Return what a subject's noun tells, for a name what pronouns stand in the sentences after it."""
        return self._cast.gender(subject.text, named=subject.named)


def _somebody(word: Word) -> bool:
    return sort([small(word)]) in {"person", "animal"} and word.low not in {"one", "other", "others", "two", "three"} or singular(word.low) in BIRDS


def _of_kind(found: Sequence[Word], first: int) -> bool:
    """Tell whether a name's article and adjective or the noun before it say that it is nobody's: `the annual Astana`, `the town of Aktau`."""
    if first < 2 or not found[first].joined or not found[first - 1].joined:
        return False
    before, farther = found[first - 1], found[first - 2]
    adjective = content(before) and not before.name and sort([before]) == "thing" and past_base(before.low) is None
    return (adjective and farther.low in {"the", "a", "an"}) or (before.low == "of" and farther.low in _REGIONS)


def _said_of_another(found: Sequence[Word], place: int) -> bool:
    """Tell whether a noun says what somebody is, or only whose something is: `was a rising star`, `her mother's performances`."""
    first = place
    while first > 0 and found[first].joined and place - first < 4 and (content(found[first - 1]) or found[first - 1].low in {"a", "an", "the"}):
        first -= 1
        if found[first].low in {"a", "an", "the"}:
            break
    before = found[first - 1].low if first and found[first].joined else ""
    return before in _LIKENING or (found[place].owner and before in {"her", "his"})


def _phrase_start(found: Sequence[Word], place: int) -> int:
    """Return where the phrase of a noun or a name begins: at its article, or at its first name."""
    first = place
    while first > 0 and found[first].joined and place - first < 3 and found[first - 1].low not in LITTLE - {"the", "a", "an"}:
        first -= 1
        if found[first].low in {"the", "a", "an"}:
            return first
    return place if not found[place].name else next((at for at in range(place, -1, -1) if at == 0 or not found[at - 1].name), place)
