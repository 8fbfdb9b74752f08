"""A text as words with their offsets, and the closed classes of English: the words that no writer adds to."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*(?:(?<=[sS])['’](?=\s\w))?")
_JOINED = re.compile(r"[ \t\n]*\Z")
_ABBREVIATED = frozenset("mr mrs ms dr st".split())
_SENTENCE_START = re.compile(r"(?:^|[.!?…\"“”‘«»:;(]|\n\n)[\s\"“”'’‘«(]*\Z")

DETERMINERS = frozenset("a an the this that these those my your our his her its their some any no every each both all another".split())
PREPOSITIONS = frozenset(
    "of in on at to from with by for into onto upon under over above below before after about against between among amongst through during "
    "without within near beside besides behind beyond off out up down around round across along toward towards like as than until till since "
    "inside outside beneath despite except per via".split()
)
CONJUNCTIONS = frozenset(
    "and or but nor so because although though while when whenever if unless whether that than as where after before until".split()
)
INTERROGATIVES = frozenset("who whom whose what which when where why how".split())
PRONOUNS = frozenset(
    "i me you he him she her it we us they them mine yours hers ours theirs his its their myself yourself himself herself itself ourselves "
    "themselves someone somebody anyone anybody everyone everybody nobody none something anything everything nothing there here".split()
)
BE = frozenset("is are was were am be been being".split())
HAVE = frozenset("has have had".split())
DO = frozenset("do does did".split())
MODALS = frozenset("can could will would shall should may might must".split())
AUXILIARIES = BE | HAVE | DO | MODALS
ADVERBS = frozenset(
    "not never ever always often sometimes seldom then now again away back also only just even still already soon later once twice finally too "
    "very else instead together alone ago yet perhaps maybe really quite almost so much well far first afterwards afterward next today tonight "
    "tomorrow yesterday home indeed however therefore thus exactly actually suddenly please".split()
)
ADJECTIVES = frozenset(
    "sad happy angry afraid glad proud rich poor ill sick dead alive alone hungry thirsty tired cold hot warm safe lost free ready sure able "
    "unable unhappy jealous lonely famous sorry ashamed kind cruel bad good wise foolish clever stupid strong weak beautiful ugly young old big "
    "small tall short late early wrong right true false humble shy brave blind deaf mad worth like called named born wet dry empty full first "
    "second third fourth fifth last next other golden silver red white black green blue brown grey gray yellow pink purple tin wooden magic "
    "enchanted new great sweet lazy pretty".split()
)
COUNTS = frozenset("one two three four five six seven eight nine ten twelve several many few other enough more most much such less".split())
OPENERS = frozenset("and but so or ok okay well then now also oh ah hm hmm yes no right thanks".split())
# What begins a clause within a clause.
SUBORDINATES = frozenset("when after before because while if as that since until although though whenever once who which where so".split())
_CLOSED = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | INTERROGATIVES | PRONOUNS | AUXILIARIES | ADVERBS
_CONTRACTING = frozenset("who what where when why how it that he she there here".split())
_DATES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november "
    "december i i'm i'll i've i'd".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        text: As written, with an apostrophe of possession if it has one.
        low: Folded, without that apostrophe; `didn't` is `did`, and `negated`.
        start: Offset of its first character, in code points.
        end: Offset after its last.
        owner: Whether it is a possessive: `Lily's`.
        name: Whether it is, or is part of, a proper name.
        joined: Whether only white space stands between it and the word before.
        negated: Whether it ended in `n't`.
    """

    text: str
    low: str
    start: int
    end: int
    owner: bool = False
    name: bool = False
    joined: bool = False
    negated: bool = False

    @property
    def unit(self) -> bool:
        """Whether it is a stretch of several words that stands for one name."""
        return " " in self.text


def words(text: str, named: Collection[int] = (), units: Mapping[int, int] = MappingProxyType({})) -> list[Word]:
    """Return the words of a text.

    Args:
        text: Any text.
        named: Offsets of the words that are known to be names. A capital where none is owed makes a name, too.
        units: Stretches of several words that stand for one name, their ends by their starts.
    """
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        if match.start() < last:
            continue
        after = last + 1 if found and found[-1].low in _ABBREVIATED and text.startswith(".", last) else last
        joined = bool(_JOINED.match(text, after, match.start()))
        if match.start() in units:
            last = units[match.start()]
            whole = text[match.start() : last]
            found.append(Word(whole, whole.casefold(), match.start(), last, name=True, joined=joined))
            continue
        for part in _parts(match):
            name = part.start in named or _capital_unowed(text, part)
            found.append(Word(part.text, part.low, part.start, part.end, part.owner, name, joined, part.negated))
            joined = True
        last = match.end()
    return found


def content(word: Word) -> bool:
    """Tell whether a word is of an open class: a noun, a verb, an adjective, a number, a name."""
    return word.name or word.low not in _CLOSED


def between(text: str, found: list[Word], first: int, last: int) -> str:
    """Return the text from word `first` to before word `last`; empty when there is none."""
    return text[found[first].start : found[last - 1].end] if first < last else ""


def _parts(match: re.Match[str]) -> list[Word]:
    """Split `who's` in two, take `didn't` for `did`, and mark a possessive."""
    text, start, end = match.group(), match.start(), match.end()
    low = text.casefold().replace("’", "'")
    if len(low) != len(text):
        return [Word(text, low, start, end)]
    if low.endswith("'s") and low[:-2] in _CONTRACTING:
        return [Word(text[:-2], low[:-2], start, end - 2), Word(text[-2:], "is", end - 2, end)]
    if low.endswith("n't"):
        return [Word(text, {"ca": "can", "wo": "will", "sha": "shall"}.get(low[:-3], low[:-3]), start, end, negated=True)]
    if low.endswith("'s"):
        return [Word(text, low[:-2], start, end, owner=True)]
    return [Word(text, low[:-1], start, end, owner=True)] if low.endswith("'") else [Word(text, low, start, end)]


def _capital_unowed(text: str, word: Word) -> bool:
    if not word.text[0].isupper() or word.low in _CLOSED - ADVERBS or word.low in _DATES or text.isupper():
        return False
    return not _SENTENCE_START.search(text, max(0, word.start - 8), word.start)
