"""Tales recombined from the sentences of real stories, with fresh names and numbers: text like a story's, in any number, the same for every run."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Document, Passage

from .sources import Pieces, SourcePassage

SEED = 6
_PASSAGES = (18, 32)
_STORIES = 3
_NAMES = 40_000
_FIRST = "Ba Be Bri Ca Cor Da De Dor El Fa Fen Ga Gri Ha Hel Io Ja Ka Kel La Lin Ma Mer Mi Na Nor O Pa Per Ra Ro Sa Sel Ta Tor U Va Ven Wil Ya Zo".split()
_MIDDLE = "ba da de gi la le li lo ma me mi na ne ni no ra re ri ro sa se sha si ta te ti va ve vi za".split()
_LAST = "bek bert bor da dan fa gar ka la lan len lia lin mar mon na nas nor ra ran rik sa sin ta tan thea tor va via win".split()
_PLACES = "Mill Forest Harbour Winter Mountain Lantern River Castle Orchard Island Well Bridge Garden Market".split()


@dataclass(frozen=True, slots=True)
class Part:
    """A passage of a tale.

    Attributes:
        passage: Its text and place.
        first: Number of the source passage that its first sentences come from.
        second: Number of the one that the others come from.
        share: What part of its words come from the first.
    """

    passage: Passage
    first: int
    second: int
    share: float


@dataclass(frozen=True, slots=True)
class Tale:
    """A document, its passages, and the names told afresh in it, with how often each occurs."""

    document: Document
    parts: tuple[Part, ...]
    names: dict[str, int]


class Tales:
    """All tales there are, by number.

    Args:
        sources: The passages to recombine.
    """

    def __init__(self, sources: Sequence[SourcePassage]) -> None:
        self._sources = sources
        stories: dict[int, list[int]] = {}
        for number, source in enumerate(sources):
            stories.setdefault(source.story, []).append(number)
        self._stories = list(stories.values())

    def tale(self, number: int, most: int | None = None) -> Tale:
        """Return a tale.

        Args:
            number: Which one, from 0.
            most: How many passages at most; None for as many as it has.
        """
        chance = random.Random(f"{SEED}:{number}")
        id = f"tale-{number:06d}"
        cast = _Cast(chance)
        told = [source for story in chance.choices(self._stories, k=_STORIES) for source in story]
        title = f"{cast.name('')} and the {chance.choice(_PLACES)} of {cast.name(' ')}"
        text, parts = "", []
        for place in range(min(chance.randint(*_PASSAGES), most or _PASSAGES[1])):
            first, second = chance.choice(told), chance.choice(told)
            one, other = self._halves(first, second, chance)
            words = sum(len("".join(pieces).split()) for pieces in one)
            all_words = words + sum(len("".join(pieces).split()) for pieces in other)
            body = " ".join(cast.told(pieces) for pieces in one) + " " + " ".join(cast.told(pieces) for pieces in other) + "\n\n"
            start = len(text)
            text += f"# {title}\n\n{body}" if not place else body
            parts.append(Part(Passage(id, start, len(text), text[start:]), first, second, words / max(1, all_words)))
        document = Document(id, title, f"{id}.md", f"/tales/{id}.md", text)
        return Tale(document, tuple(parts), dict(cast.counts))

    def _halves(self, first: int, second: int, chance: random.Random) -> tuple[Sequence[Pieces], Sequence[Pieces]]:
        """Return the first sentences of one passage and the last of another, cut in the same place in each."""
        one, other, cut = self._sources[first].sentences, self._sources[second].sentences, chance.uniform(0.3, 0.7)
        return one[: max(1, round(cut * len(one)))], other[min(len(other) - 1, round(cut * len(other))) :]


class _Cast:
    """The names of one tale: each name of a source always becomes the same fresh one."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._names: dict[str, str] = {}
        self.counts: Counter[str] = Counter()

    def name(self, old: str) -> str:
        if old not in self._names:
            # Some names are in many tales and most in few, as in life.
            self._names[old] = _name(int(_NAMES * self._chance.random() ** 2))
        fresh = self._names[old]
        self.counts[fresh] += 1
        return fresh

    def told(self, pieces: Pieces) -> str:
        return "".join(piece if not place % 2 else self._afresh(piece) for place, piece in enumerate(pieces))

    def _afresh(self, piece: str) -> str:
        return self.name(piece) if piece[:1].isupper() else str(self._chance.randint(2, 999))


def _name(number: int) -> str:
    rest, last = divmod(number, len(_LAST))
    middle, first = divmod(rest, len(_FIRST))
    return _FIRST[first] + _MIDDLE[middle % len(_MIDDLE)] + _LAST[last] if middle else _FIRST[first] + _LAST[last]
