"""Stories called by their titles: `How does The Selfish Giant end?`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from .capitals import Word, words
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
        self._documents: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._written: dict[tuple[str, ...], str] = {}
        for id, title in titles.items():
            key = _key(words(title))
            if sum(word not in LITTLE for word in key) >= _TELLING:
                self._documents[key].add(id)
                self._written[key] = title
        self._lengths = sorted({len(key) for key in self._documents}, reverse=True)

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
            found.append(Mention(question[start:end], self._written[key], frozenset(self._documents[key]), start))
            place += len(run)
        return found

    def _is_title(self, run: Sequence[Word]) -> bool:
        return tuple(word.key for word in run) in self._documents


def _key(found: Sequence[Word]) -> tuple[str, ...]:
    keys = tuple(word.key for word in found)
    return keys[1:] if keys[:1] in {("the",), ("a",), ("an",)} else keys
