"""Stories called by their titles: `How does The Selfish Giant end?`."""

from collections.abc import Mapping, Sequence

from .capitals import Word, keys, words
from .grammar import LITTLE
from .mention import Mention

# A title of fewer telling words is too easily said without meaning the story.
_TELLING = 2


class Titles:
    """The titles of a library; those with fewer than two words that carry meaning are never found.

    Args:
        titles: Titles by document id.
    """

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles: dict[tuple[str, ...], dict[str, str]] = {}
        self._lengths: list[int] = []
        self._hold(titles)

    def changed(self, gone: Mapping[str, str], come: Mapping[str, str]) -> "Titles":
        """Return the titles after documents went and came; these stay as they are."""
        other = Titles({})
        other._titles, other._lengths = self._titles.copy(), self._lengths
        for id, title in gone.items():
            key = _key(title)
            left = {held: written for held, written in other._titles.pop(key, {}).items() if held != id}
            if left:
                other._titles[key] = left
        other._hold(come)
        return other

    def _hold(self, titles: Mapping[str, str]) -> None:
        fresh: dict[tuple[str, ...], dict[str, str]] = {}
        for id, title in titles.items():
            key = _key(title)
            if sum(word not in LITTLE for word in key) >= _TELLING:
                fresh.setdefault(key, {})[id] = title
        for key, held in fresh.items():
            self._titles[key] = self._titles.get(key, {}) | held
        self._lengths = sorted({*self._lengths, *map(len, fresh)}, reverse=True)

    def said(self, question: str) -> list[Mention]:
        """Return the titles that a question says word by word, their first article aside, in its order, the longest first where they overlap."""
        asked = words(question)
        found: list[Mention] = []
        place = 0
        while place < len(asked):
            run = next((asked[place : place + n] for n in self._lengths if self._is_title(asked[place : place + n])), None)
            if run is None:
                place += 1
                continue
            key = tuple(word.key for word in run)
            start, end = run[0].start, run[-1].start + len(run[-1].text)
            held = self._titles[key]
            found.append(Mention(question[start:end], next(reversed(held.values())), frozenset(held), start))
            place += len(run)
        return found

    def _is_title(self, run: Sequence[Word]) -> bool:
        return tuple(word.key for word in run) in self._titles


def _key(title: str) -> tuple[str, ...]:
    key = keys(title)
    return key[1:] if key[:1] in {("the",), ("a",), ("an",)} else key
