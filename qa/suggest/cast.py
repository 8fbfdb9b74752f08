"""Who has appeared in a paragraph, and who of them is the only one that a pronoun can mean."""

import re
from collections.abc import Collection, Sequence

from ..english import AUXILIARIES, DETERMINERS, KIN, PREPOSITIONS, Gender, common, gender, words
from ..grammar import TITLES
from .subjects import Subject
from .verbs import past_base

_KIN = "|".join(sorted(word + end for word in KIN for end in ("", "s")))
_CAPITAL = re.compile(r"\b[A-Z][\w-]*")
_BEFORE_OTHERS = PREPOSITIONS | DETERMINERS
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
# Characters after a name in which pronouns tell whether it is hers or his.
_NEAR = 150


class Cast:
    """The persons of a paragraph so far.

    Args:
        text: What of the story is known.
        names: Its names but for those of places.
    """

    def __init__(self, text: str, names: Collection[str]) -> None:
        self._text, self._known = text, names
        self._genders: dict[str, Gender] = {}
        self._acting: dict[str, bool] = {}
        self._names: list[str] = []
        self._nouns: set[str] = set()
        self._before: tuple[list[str], set[str]] = ([], set())

    def enter(self, appearing: list[tuple[str, bool]]) -> None:
        """Take note of who appears: names (True), and nouns for somebody whom no name tells (False)."""
        for said, is_name in appearing:
            if not is_name:
                self._nouns.add(said)
            elif not any(set(said.split()) & set(known.split()) for known in self._names):
                self._names.append(said)

    def leave(self) -> None:
        """A paragraph ends."""
        self._before = (self._names, self._nouns)
        self._names, self._nouns = [], set()

    def only(self, wanted: Gender) -> Subject | None:
        """Return the only one named who is of a gender, None where another could be; as long as nobody could, the one of the paragraph before."""
        for names, nouns in ((self._names, self._nouns), self._before):
            could = [name for name in names if self.gender(name, named=True) in {wanted, ""}]
            others = any(self.gender(noun, named=False) in {wanted, ""} for noun in nouns)
            if could or others:
                return self._sure(could, wanted) if not others else None
        return None

    def _sure(self, could: Sequence[str], wanted: Gender) -> Subject | None:
        if len(could) != 1 or self.gender(could[0], named=True) != wanted or not self._acts(could[0]):
            return None
        return Subject(0, 1, self._short(could[0]), True, True, False)

    def gender(self, said: str, *, named: bool) -> Gender:
        """Return what a noun tells, for a name what pronouns stand after it in the story."""
        if said not in self._genders:
            told = gender(words(f"x {said}")[1:])
            self._genders[said] = told or (self._counted(said) if named else "")
        return self._genders[said]

    def _acts(self, name: str) -> bool:
        """Tell whether a name is certainly somebody's: no common noun, and somewhere the story says what its bearer did."""
        if all(word.casefold() in TITLES or common(word.casefold()) for word in re.findall(r"\w+", name)):
            return False
        if name not in self._acting:
            found = re.finditer(rf"(?:\b(\w+) )?\b{re.escape(self._short(name))}(?:'s (?:{_KIN}))? (\w+)", self._text)
            before_and_after = [((match.group(1) or "").casefold(), match.group(2)) for match in found]
            alone = [after for before, after in before_and_after if before not in DETERMINERS]
            acts = any(after in AUXILIARIES or past_base(after) for before, after in before_and_after if before not in _BEFORE_OTHERS)
            self._acting[name] = acts and 2 * len(alone) > len(before_and_after)
        return self._acting[name]

    def _counted(self, name: str) -> Gender:
        near = " ".join(self._after(match.end()) for match in re.finditer(rf"\b{re.escape(name)}\b", self._text))
        she, he = len(_SHE.findall(near)), len(_HE.findall(near))
        return "" if she == he else "female" if she >= 2 * he else "male" if he >= 2 * she else ""

    def _after(self, end: int) -> str:
        """Return what stands after a name, up to another one."""
        after = self._text[end : end + _NEAR].split("\n", 1)[0]
        other = next((match.start() for match in _CAPITAL.finditer(after) if match.start() > 1 and match.group() in self._known), len(after))
        return after[:other]

    def _short(self, name: str) -> str:
        """Return a first name alone, if the story calls its bearer by it."""
        first, *rest = name.split()
        alone = rest and first.casefold() not in TITLES and re.search(rf"\b{re.escape(first)}\b(?! {re.escape(rest[0])})", self._text)
        return first if alone else name
