"""Whom `he` or `she` at the start of a sentence means: the only one that the sentence before tells of."""

import re
from collections.abc import Collection, Sequence, Set

from ..english import BIRDS, Gender, Word, gender, number, singular, sort, words
from ..grammar import CALENDAR, LITTLE
from .statement import named, statements
from .subjects import Subject, bare, small

_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
_BEGINS = re.compile(r"(?:(?:And|But|So|Then) )?(?:he|she)\b", re.IGNORECASE)


class Antecedent:
    """Follows the sentences of a passage in their order.

    Args:
        names: The names that the story holds.
        places: Those of them that are places.
        text: What of the story is known, for whether a name is hers or his.
    """

    def __init__(self, names: Collection[str], places: Collection[str], text: str) -> None:
        self._names, self._places, self._text = names, places, text
        self._genders: dict[str, Gender] = {}
        self._last: Subject | None = None

    def of(self, sentence: str) -> Subject | None:
        """Return whom a sentence's `he` or `she` means, None for unknown, and take note of the sentence for the next one."""
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

    def forget(self) -> None:
        """A passage ends: nobody is known."""
        self._last = None

    def _mentioned(self, sentence: str) -> frozenset[str]:
        """Return everyone that a sentence names, folded: names, and nouns for persons and animals with their article."""
        found = words(sentence, named(sentence, self._names))
        mentioned: list[str] = []
        for place, word in enumerate(found):
            person = word.name and bare(word) not in self._places and word.low not in CALENDAR | LITTLE
            if not person and not (_somebody(word) and number([small(word)]) == "one"):
                continue
            first = _phrase_start(found, place)
            if mentioned and first < place and sentence[found[first].start : found[place - 1].end].casefold() == mentioned[-1]:
                mentioned.pop()
            mentioned.append(sentence[found[first].start : found[place].end].casefold())
        return frozenset(mentioned)

    def _agrees(self, subject: Subject, sentence: str) -> bool:
        wanted: Gender = "female" if re.search(r"\bshe\b", sentence[:12], re.IGNORECASE) else "male"
        return self._gender(subject) in ({wanted} if subject.named else {wanted, ""})

    def _gender(self, subject: Subject) -> Gender:
        """Return what a subject's noun tells, for a name what pronouns stand in the sentences after it."""
        if subject.text not in self._genders:
            told = gender(words(f"x {subject.text}")[1:])
            self._genders[subject.text] = told or (self._counted(subject.text) if subject.named else "")
        return self._genders[subject.text]

    def _counted(self, name: str) -> Gender:
        near = " ".join(self._text[match.end() : match.end() + 150] for match in re.finditer(rf"\b{re.escape(name)}\b", self._text))
        she, he = len(_SHE.findall(near)), len(_HE.findall(near))
        return "female" if she > 2 * he else "male" if he > 2 * she else ""


def _somebody(word: Word) -> bool:
    return sort([small(word)]) in {"person", "animal"} and word.low not in {"one", "other", "others", "two", "three"} or singular(word.low) in BIRDS


def _phrase_start(found: Sequence[Word], place: int) -> int:
    """Return where the phrase of a noun or a name begins: at its article, or at its first name."""
    first = place
    while first > 0 and found[first].joined and place - first < 3 and found[first - 1].low not in LITTLE - {"the", "a", "an"}:
        first -= 1
        if found[first].low in {"the", "a", "an"}:
            return first
    return place if not found[place].name else next((at for at in range(place, -1, -1) if at == 0 or not found[at - 1].name), place)
