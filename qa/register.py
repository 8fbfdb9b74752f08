"""The register of names: which documents hold a name, how it is written, and whom a misspelt one means."""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from .capitals import Word, initials
from .grammar import PEOPLES
from .mention import Mention
from .spelling import alike, fold, shape, singular
from .usage import Usage

# The shortest name whose people are told by an ending: Africa, African.
_COUNTRY = 5


class Register:
    """The names of a library.

    Args:
        held: For each document id the names it holds, as written, with how often each occurs.
        usage: Tells how the library writes a word.
    """

    def __init__(self, held: Mapping[str, Mapping[str, int]], usage: Callable[[str], Usage]) -> None:
        self.usage = usage
        self._documents: dict[str, set[str]] = {}
        self._written: dict[str, dict[str, int]] = {}
        for id, names in held.items():
            self._hold(id, names)

    def changed(self, gone: Mapping[str, Mapping[str, int]], come: Mapping[str, Mapping[str, int]], usage: Callable[[str], Usage]) -> "Register":
        """Return the register after documents went and came, as if it had been made anew; this one stays as it is."""
        other = Register({}, usage)
        other._documents, other._written = self._documents.copy(), self._written.copy()
        touched = {key for held in (gone, come) for names in held.values() for name in names for key, _ in _parts(name)}
        for key in touched & self._documents.keys():
            other._documents[key], other._written[key] = self._documents[key].copy(), self._written[key].copy()
        for id, names in gone.items():
            other._drop(id, names)
        for id, names in come.items():
            other._hold(id, names)
        return other

    def _hold(self, id: str, names: Mapping[str, int]) -> None:
        for name, count in names.items():
            for key, part in _parts(name):
                if key not in self._documents:
                    self._documents[key], self._written[key] = {id}, {part: count}
                    continue
                self._documents[key].add(id)
                self._written[key][part] = self._written[key].get(part, 0) + count

    def _drop(self, id: str, names: Mapping[str, int]) -> None:
        for name, count in names.items():
            for key, part in _parts(name):
                self._documents[key].discard(id)
                self._written[key][part] -= count
        for key in {key for name in names for key, _ in _parts(name)}:
            self._written[key] = {part: count for part, count in self._written[key].items() if count}
            if not self._documents[key]:
                del self._documents[key], self._written[key]

    def known(self, word: Word) -> Mention | None:
        """Return the mention of a name that documents hold, None if none does; with a capital a family's plural counts too.

        Its documents are all that hold it, its people and its inhabitants; written small, all where the word stands.
        """
        key, text = word.key, word.text
        if key not in self._documents and word.capital:
            key, text = self._single(word)
        if key not in self._documents:
            return None
        usage = self.usage(text)
        held = self._documents[key].union(usage.documents if word.capital else usage.anywhere, self.kindred(key))
        ordinary = usage.ordinary or (initials(text) and text in self._written[key]) if word.capital else usage.small > 0
        return Mention(text, self._spelling(key, text), frozenset(held), word.start, ordinary)

    def documents(self, key: str) -> int:
        """Return how many documents hold a folded name."""
        return len(self._documents.get(key, ()))

    def _single(self, word: Word) -> tuple[str, str]:
        """Return the key of what a word is the plural or the possessive of, with the letters of the word that write it."""
        if word.possessive and f"{word.key}s" in self._documents and not self.usage(word.text).stands:
            return f"{word.key}s", word.text
        text = singular(word.text)
        return singular(word.key), text if word.text.startswith(text) else word.text

    def kindred(self, key: str) -> set[str]:
        """Return the documents that hold a name's people or country: Africa for African."""
        stems = {key, key.rstrip("aeiouy")}
        longer = {stem + ending for stem in stems for ending in PEOPLES}
        shorter = {key.removesuffix(ending) for ending in PEOPLES if key.endswith(ending)}
        others = longer.union(f"{stem}{vowel}" for stem in shorter for vowel in ("", "a", "e", "y"))
        return set().union(*(self._documents[name] for name in others if len(name) >= _COUNTRY and name in self._documents))

    def misspelt(self, word: Word) -> Mention | None:
        """Return the mention of the one name that a word nobody knows stands for, None if there is none."""
        candidates = self._by_shape.get(shape(word.key)) or [name for name in self._documents if name[0] == word.key[0]]
        key = alike(word.key, candidates)
        if key is None:
            return None
        name = self._spelling(key, word.text)
        return Mention(word.text, name, frozenset(self._documents[key]) | self.usage(name).documents, word.start)

    @cached_property
    def _by_shape(self) -> dict[str, list[str]]:
        """The names of each shape; only a word that nobody knows asks for them."""
        shapes: dict[str, list[str]] = {}
        for key in self._documents:
            shapes.setdefault(shape(key), []).append(key)
        return shapes

    def _spelling(self, key: str, text: str) -> str:
        """Return how the documents write a name: as the question does if any of them does, else as most do."""
        written = self._written[key]
        return text if text in written else max(written, key=lambda name: (written[name], name))


@lru_cache(maxsize=65536)
def _parts(name: str) -> tuple[tuple[str, str], ...]:
    """Return a name and those it is joined of, each folded and as written."""
    if name.isascii() and name.isalpha():
        return ((name.lower(), name),) if name[0].isupper() else ()
    return tuple((fold(part), part) for part in sorted({name, *name.split("-")}) if part[:1].isupper())
