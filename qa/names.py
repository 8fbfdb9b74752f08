"""The names in a question, matched to the names that each document holds."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# A name in more documents than this tells stories apart no longer.
_FEW = 3
_SHARE = 0.02
# Capitals that a question owes to custom, not to a person or place.
_CUSTOM = frozenset(
    "i i'm i'd i've i'll monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december mr mrs ms miss dr sir lady who what when where why how which whose whom is are was were did does do can could "
    "would should will has have had tell name describe give list explain "
    "compare contrast show find summarise summarize quote say please and but or so if in on at the a an of to from for with about".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question.

    Attributes:
        written: As the question has it.
        name: As the documents have it; None when no document knows it.
        documents: The documents that hold it.
        start: Offset of the word in the question, in code points.
    """

    written: str
    name: str | None
    documents: frozenset[str]
    start: int

    @property
    def end(self) -> int:
        """Offset after the word."""
        return self.start + len(self.written)


class Names:
    """The names of a library, for finding those that a question mentions.

    Args:
        held: For each document id the names it holds, as written, with how often each occurs.
    """

    def __init__(self, held: Mapping[str, Mapping[str, int]]) -> None:
        self._documents: dict[str, set[str]] = defaultdict(set)
        self._written: dict[str, str] = {}
        self._by_shape: dict[str, set[str]] = defaultdict(set)
        for id, names in held.items():
            for name in names:
                key = name.casefold()
                self._documents[key].add(id)
                self._written.setdefault(key, name)
                self._by_shape[_shape(key)].add(key)
        self._few = max(_FEW, int(_SHARE * len(held)))

    def mentions(self, question: str, occurs: Callable[[str], bool]) -> list[Mention]:
        """Return the names that a question mentions, in its order.

        A capitalised word that no document has for a name is a mention too, with `name` None, if it occurs nowhere or stands beside a known name:
        someone the stories don't know.
        In a question without capitals every word that is a name of few documents and otherwise rare is taken for one.

        Args:
            question: The question.
            occurs: Tells whether a word occurs in the library at all, in whatever case.
        """
        # A question in capitals throughout says nothing by them.
        question = question.lower() if question.isupper() and len(question.lower()) == len(question) else question
        words = [match for match in _WORD.finditer(question) if match.group().casefold() not in _CUSTOM]
        capitals = any(_capital(match.group()) and match.start() > 0 for match in words)
        found = [self._mention(match.group(), match.start(), capitals, occurs) for match in words]
        known = {mention.start for mention in found if mention is not None and mention.documents}
        for place, match in enumerate(words):
            if found[place] is None and _capital(match.group()) and _beside(question, match, words, known):
                found[place] = self._stranger(match.group(), match.start())
        return [mention for mention in found if mention is not None]

    def distinctive(self, mention: Mention) -> bool:
        """Tell whether a name belongs to few enough documents to say which story is meant."""
        return 0 < len(mention.documents) <= self._few

    def _mention(self, word: str, start: int, capitals: bool, occurs: Callable[[str], bool]) -> Mention | None:
        bare = _bare(word)
        key = bare.casefold()
        if key in self._documents and (_capital(bare) or not capitals):
            known = Mention(bare, self._written[key], frozenset(self._documents[key]), start)
            return known if _capital(bare) or self.distinctive(known) else None
        if not _capital(bare) or (start == 0 and not capitals) or occurs(bare):
            return None
        return self._stranger(word, start)

    def _stranger(self, word: str, start: int) -> Mention:
        """Return a mention of a name that nobody has: a misspelt one stands for the name that it is like."""
        bare = _bare(word)
        alike = self._alike(bare.casefold())
        if alike is not None:
            return Mention(bare, self._written[alike], frozenset(self._documents[alike]), start)
        return Mention(bare, None, frozenset(), start)

    def _alike(self, key: str) -> str | None:
        """Return the one name that a misspelt word stands for, if there is exactly one."""
        alike = self._by_shape.get(_shape(key), set())
        if not alike:
            alike = {name for name in self._documents if name[0] == key[0] and _misspelt(key, name)}
        return next(iter(alike)) if len(alike) == 1 else None


def together(mentions: Collection[Mention]) -> frozenset[str]:
    """Return the documents that hold every one of these names."""
    sets = [mention.documents for mention in mentions]
    return frozenset.intersection(*sets) if sets else frozenset()


def _beside(question: str, word: re.Match[str], words: Sequence[re.Match[str]], known: Collection[int]) -> bool:
    """Tell whether a word stands right before or after a known name: `Rose Baktybekova` is a person, though a sun rose somewhere."""
    between = ((other, question[min(word.end(), other.end()) : max(word.start(), other.start())]) for other in words if other is not word)
    return any(other.start() in known and gap == " " for other, gap in between)


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _capital(word: str) -> bool:
    return word[0].isupper()


def _shape(name: str) -> str:
    """Fold what people most often get wrong in a name: doubled letters, y for i, hyphens."""
    plain = name.replace("-", "").replace("'", "").replace("y", "i").replace("ph", "f").replace("ck", "k")
    return re.sub(r"(.)\1+", r"\1", plain)


def _misspelt(word: str, name: str) -> bool:
    """Tell whether two words are one letter apart (two from nine letters on); short words must be equal, or Lila would be Lily."""
    allowed = 0 if len(name) < 6 else 1 if len(name) < 9 else 2
    return bool(allowed) and abs(len(word) - len(name)) <= allowed and _distance(word, name) <= allowed


def _distance(a: str, b: str) -> int:
    """Return the number of letters to insert, drop, change or swap with their neighbour to make one word the other."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        row = [i]
        for j, right in enumerate(b, start=1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]
