"""The names in a question, matched to the names that each document holds."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from index import Catalogue, DocumentRecord, Library

from .capitals import Word, initials, plain, words
from .english import INTERROGATIVES
from .grammar import CALENDAR, DATING, DETERMINERS, LITTLE, NAMESAKES, PARTICLES, PLACING, REQUESTS, SAME_PLACE, TITLES, VERBS
from .mention import Mention
from .register import Register
from .spelling import distance
from .titles import Titles
from .usage import Usage, unseen, usages

__all__ = ["Mention", "Names", "together"]

# A name in more documents than this tells stories apart no longer.
_FEW = 3
_SHARE = 0.02
# A word of fewer letters is like too many others to be put right where it has no capital.
_TELLING = 5
_SHORTEST = 3
# Letters that two words run together have at most.
_TWO_WORDS = 40


class Names:
    """The names of a library, for finding those that a question mentions.

    Args:
        held: For each document id the names it holds, as written, with how often each occurs.
        usage: Tells how the library writes a word; without it every name is taken to be one wherever it stands.
        titles: The titles of the documents by id; without them no question is about a story by its title.
    """

    def __init__(
        self, held: Mapping[str, Mapping[str, int]], usage: Callable[[str], Usage] = unseen, titles: Mapping[str, str] | None = None
    ) -> None:
        self._register = Register(held, usage)
        self._titles = Titles(titles or {})
        self._few = _few(len(held))

    @classmethod
    def of(cls, library: Library, catalogue: Catalogue, known: "tuple[Catalogue, Names] | None" = None) -> "Names":
        """Return the names of a library at one commit, with all that it can tell of how they are used.

        Args:
            library: The library.
            catalogue: Its documents at that commit.
            known: The names at another commit, which spare reading all documents again.
        """
        if known is None:
            return cls(_held(catalogue.values()), usages(library), _titles(catalogue.values()))
        earlier, names = known
        gone, come = catalogue.since(earlier)
        following = cls({}, unseen)
        following._register = names._register.changed(_held(gone), _held(come), usages(library))
        following._titles = names._titles.changed(_titles(gone), _titles(come))
        following._few = _few(len(catalogue))
        return following

    def mentions(self, question: str, occurs: Callable[[str], bool]) -> list[Mention]:
        """Return the names that a question mentions, in its order, word by word.

        A capitalised word that no document has for a name is a mention too, with `name` None, if it occurs nowhere or makes a known surname
        another person's: someone the stories don't know.
        In a question without capitals every word that is a name of few documents and no ordinary word is taken for one.

        Args:
            question: The question.
            occurs: Tells whether a word occurs in the library at all, in whatever case.
        """
        return _Asked(self._register, self._few, words(question), occurs).mentions()

    def distinctive(self, mention: Mention) -> bool:
        """Tell whether a name belongs to few enough documents to say which story is meant, and is no ordinary word besides."""
        return 0 < len(mention.documents) <= self._few and not mention.ordinary

    def stands(self, words: str) -> bool:
        """Tell whether several words stand in the library side by side."""
        return self._register.usage(words).stands

    def titles(self, question: str) -> list[Mention]:
        """Return the titles of documents that a question says in full, each as one mention."""
        return self._titles.said(question)


def _held(records: Iterable[DocumentRecord]) -> dict[str, Mapping[str, int]]:
    return {record.id: record.names for record in records}


def _titles(records: Iterable[DocumentRecord]) -> dict[str, str]:
    return {record.id: record.title for record in records}


def _few(documents: int) -> int:
    """Return the most documents that a name may be in and still tell stories apart."""
    return max(_FEW, int(_SHARE * documents))


class _Asked:
    """One question's words, looked up among the names."""

    def __init__(self, register: Register, few: int, asked: Sequence[Word], occurs: Callable[[str], bool]) -> None:
        self._register, self._few, self._words, self._occurs = register, few, asked, occurs
        self._plain = plain(asked)

    def mentions(self) -> list[Mention]:
        found = [self._mention(place) for place in range(len(self._words))]
        known = {place for place, mention in enumerate(found) if mention is not None and mention.name is not None}
        for place, word in enumerate(self._words):
            if found[place] is None and (word.capital or word.opens) and self._estranges(place, known):
                found[place] = self._stranger(place)
        for run in self._runs():
            if len(run) > 1 and all(mention is None or mention.ordinary for mention in found[run.start : run.stop]):
                found[run.start : run.stop] = self._phrase(run) or found[run.start : run.stop]
        return [mention for mention in found if mention is not None]

    def _runs(self) -> Iterator[range]:
        """Yield the places of words with capitals that stand side by side."""
        first = 0
        for place, word in enumerate(self._words):
            joined = place > first and word.start - self._words[place - 1].end == 1
            if not word.capital or word.little or not joined:
                yield range(first, place)
                first = place if word.capital and not word.little else place + 1
        yield range(first, len(self._words))

    def _phrase(self, run: range) -> list[Mention | None]:
        """Return the mentions of ordinary words that together are a name of few documents: `the Red Swan`; empty where they are none."""
        asked = self._words[run.start : run.stop]
        held = self._register.usage(" ".join(word.text for word in asked)).documents
        return [Mention(word.text, word.text, held, word.start) for word in asked] if 0 < len(held) <= self._few else []

    def _mention(self, place: int) -> Mention | None:
        word = self._words[place]
        if word.little and not self._namesake(place):
            return None
        if not word.capital and not word.opens and self._register.documents(word.key) > self._few:
            return None
        known = self._register.known(word)
        if known is None:
            return self._unknown(place)
        if word.capital:
            return None if known.ordinary and self._determined(place) else known
        return known if not known.ordinary and (word.opens or self._means_name(word, known)) else None

    def _means_name(self, word: Word, known: Mention) -> bool:
        """Tell whether a name without its capital is meant: where the question has no capitals, or the library never writes it otherwise."""
        if len(known.documents) > self._few or len(word.key) < _SHORTEST:
            return False
        return self._plain or self._register.usage(word.text).capital > 1

    def _namesake(self, place: int) -> bool:
        """Tell whether a little word, or one of the calendar, stands for somebody: `Where did Will live?`."""
        word = self._words[place]
        dated = word.key in CALENDAR and place > 0 and self._words[place - 1].key in DATING
        return word.capital and word.key in NAMESAKES and not dated

    def _determined(self, place: int) -> bool:
        """Tell whether an article or the like stands before a word, its neighbours with capitals and an adjective between: `the First Knight`."""
        adjectives = 0
        for word in reversed(self._words[:place]):
            if word.key in DETERMINERS or word.possessive:
                return True
            if word.little or not word.capital:
                adjectives += 1
            if adjectives > 1 or word.little:
                return False
        return False

    def _unknown(self, place: int) -> Mention | None:
        """Return what a word is that no document has for a name: a misspelt name, a stranger, or no name at all."""
        word = self._words[place]
        if word.key in TITLES or word.key in PARTICLES or len(word.key) < 2 or initials(word.text) or self._same_place(word):
            return None
        named = word.capital or self._in_name_place(place)
        if not (named or self._plain) or (word.opens and not named):
            return None
        usage = self._register.usage(word.text)
        if usage.stands or usage.small or self._occurs(word.text) or self._of_known_place(place):
            return None
        return self._stranger(place) if named else self._slip(word)

    def _stranger(self, place: int) -> Mention | None:
        """Return whom a word that stands nowhere means: a misspelt name, else somebody unknown; None for known words run together."""
        if self._joined(place):
            return None
        word = self._words[place]
        return self._register.misspelt(word) or Mention(word.text, None, frozenset(), word.start)

    def _slip(self, word: Word) -> Mention | None:
        """Return the name that a word without a capital was meant to be: one that is nothing but a name."""
        mention = self._register.misspelt(word) if len(word.key) >= _TELLING else None
        return mention if mention is not None and not self._register.usage(mention.name or "").ordinary else None

    def _joined(self, place: int) -> bool:
        """Tell whether the library has a word as two, as in `Snowwhite`, or two as one."""
        word = self._words[place]
        near = [other.text for other in self._words[max(0, place - 1) : place] if other.capital or other.opens]
        splits = (f"{word.text[:at]} {word.text[at:]}" for at in range(3, min(len(word.text), _TWO_WORDS) - 2))
        return any(self._register.usage(split).stands for split in (*splits, *(other + word.text for other in near)))

    def _of_known_place(self, place: int) -> bool:
        """Tell whether a place is unknown but its people are not: `in America`, where a story has an American."""
        return place > 0 and self._words[place - 1].key in PLACING and bool(self._register.kindred(self._words[place].key))

    def _same_place(self, word: Word) -> bool:
        """Tell whether the library knows a place by another of its names."""
        others = {other for places in SAME_PLACE if word.key in places for other in places} - {word.key}
        return any(self._occurs(other) for other in sorted(others))

    def _in_name_place(self, place: int) -> bool:
        """Tell whether a word without a capital of its own stands where only a name does: `did rosalind dance`, `who is rosalind`."""
        word, after = self._words[place], self._words[place + 1 : place + 2]
        before = [other.key for other in self._words[max(0, place - 2) : place]]
        if not before:
            slipped = any(distance(word.key, asking) <= 1 for asking in INTERROGATIVES)
            follows = bool(after) and (after[0].key in VERBS or after[0].key.endswith("ed"))
            return not slipped and (word.possessive or (word.opens and follows))
        if word.possessive:
            return before[-1] in LITTLE and before[-1] not in DETERMINERS
        if after:
            does = before[-1] in {"did", "does"} or (before[-1] in VERBS and before[0] in {"where", "when", "why", "how"})
            return does and not word.key.endswith("s")
        return place == len(before) and (before in (["who", "is"], ["who", "was"]) or before[0] in REQUESTS) or before[-1] == "about"

    def _estranges(self, place: int, known: Collection[int]) -> bool:
        """Tell whether a word makes the known name beside it somebody else's: `Rose Baktybekova`, where the stories have Lily."""
        word = self._words[place]
        if word.key in LITTLE or word.key in TITLES or word.key in PARTICLES or initials(word.text) or len(word.key) < 2:
            return False
        before, after = self._beside(place, place - 1, known), self._beside(place, place + 1, known)
        usage = self._register.usage(word.text)
        if after is not None and not self._register.usage(f"{word.text} {after.text}").stands:
            led = self._register.usage(after.text)
            return led.surname and not led.ordinary
        return before is not None and not usage.small and not self._register.usage(f"{before.text} {word.text}").stands

    def _beside(self, place: int, other: int, known: Collection[int]) -> Word | None:
        if other not in known:
            return None
        first, last = sorted((self._words[place], self._words[other]), key=lambda word: word.start)
        return self._words[other] if last.start - first.end == 1 and not first.possessive else None


def together(mentions: Collection[Mention]) -> frozenset[str]:
    """Return the documents that hold every one of these names."""
    sets = [mention.documents for mention in mentions]
    return frozenset.intersection(*sets) if sets else frozenset()
