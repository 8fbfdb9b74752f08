"""Whom a statement is about: a name, or a noun for somebody."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ..english import ADJECTIVES, COUNTS, KIN, Word, common, content, number, phrase_at, singular, sort
from ..grammar import CALENDAR, LITTLE, TITLES
from .verbs import predicate
from .vocabulary import POINTING, WHENS

_NO_HEADS = frozenset("one other others ones everyone everybody someone somebody anyone anybody".split())
_LONGEST_NOUN = 3
_RELATED = KIN | {"wife", "husband", "friend", "teacher", "master", "servant"}
# Persons that a name may own without being somebody's: `Lily's star`.
_NOT_OWNED = frozenset("star spirit page guard champion ghost darling match captive".split())
_ANYBODY = frozenset("men women people folk folks children persons others".split())
# What tells more of somebody before the verb: `a critic from Milan`.
_FURTHER = frozenset("from in at with near named called".split())
_COMPARED = frozenset("fast near far long high low quick slow late early hard deep more less great strong large".split())
_ADJECTIVE_TITLES = frozenset("young old little poor dear great big good brave wise fair saintly holy".split())


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a statement is about: words `first` to before `last`.

    Attributes:
        first: Index of its first word.
        last: Index after its last.
        text: As it is written within a sentence.
        named: Whether a name stands in it.
        person: Whether it is somebody, so that `Who` may ask for it.
        plural: Whether it is several.
        known: Whether it is told of as known: `the fox`, not `a fox`.
    """

    first: int
    last: int
    text: str
    named: bool
    person: bool
    plural: bool
    known: bool = True


@dataclass(frozen=True, slots=True)
class Pronouns:
    """Whom the pronouns of a sentence mean, None for unknown.

    Attributes:
        subject: Whom `he` or `she` at its start means.
        she: Whom `she` and `her` mean elsewhere.
        he: Whom `he`, `him` and `his` mean elsewhere.
    """

    subject: Subject | None = None
    she: Subject | None = None
    he: Subject | None = None

    def of(self, word: str) -> Subject | None:
        """Return whom a folded pronoun means that is not the sentence's first word."""
        return self.she if word in {"she", "her"} else self.he if word in {"he", "him", "his"} else None


def spoken(text: str, found: Sequence[Word], first: int, last: int) -> str:
    """Return words `first` to before `last` with what stands between them; a word that was put for another is the one that it says."""
    between = (text[found[place - 1].end : found[place].start] if place > first else "" for place in range(first, last))
    return "".join(gap + word.text for gap, word in zip(between, found[first:last], strict=True))


def put(word: Word, subject: Subject, *, owner: bool) -> Word:
    """Return the word that says somebody's name in the place of a pronoun."""
    text = f"{subject.text}'s" if owner else subject.text
    return replace(word, text=text, low=subject.text.casefold(), owner=owner, name=True)


def subject_at(sentence: str, found: Sequence[Word], first: int, names: Collection[str], places: Collection[str]) -> Subject | None:
    """Return the subject that starts at a word: one, or two joined by `and`."""
    one = single(sentence, found, first, names, places)
    if one is None or one.last >= len(found) or found[one.last].low not in {"and", "or"} or not found[one.last].joined:
        return one
    other = single(sentence, found, one.last + 1, names, places)
    if other is None or found[one.last].low == "or":
        return None
    text = f"{one.text} and {other.text}"
    return Subject(one.first, other.last, text, one.named or other.named, one.person and other.person, plural=True)


def single(sentence: str, found: Sequence[Word], first: int, names: Collection[str], places: Collection[str]) -> Subject | None:
    """Return the one name or noun that starts at a word, None where none does that names somebody."""
    if first >= len(found):
        return None
    if found[first].low in {"the", "a", "an"}:
        return _noun(sentence, found, first)
    return _name(sentence, found, first, names, places) or _several(found, first)


def _several(found: Sequence[Word], first: int) -> Subject | None:
    """Return `Critics` before a verb: some that are not told of as known."""
    noun = [small(found[first])]
    if not found[first].text[0].isupper() or noun[0].low in _ANYBODY:
        return None
    several = not found[first].name and sort(noun) == "person" and singular(noun[0].low) != noun[0].low and names_somebody(noun)
    if not several or noun[0].owner or predicate(found, first + 1, plural=True) is None:
        return None
    return Subject(first, first + 1, noun[0].low, False, True, True, known=False)


def _noun(sentence: str, found: Sequence[Word], first: int) -> Subject | None:
    """Return `the fox`, `an old couple`, `the king's daughter`: the words after the article up to the verb, if they name somebody."""
    last = first + 1
    while last < len(found) and last - first <= _LONGEST_NOUN and found[last].joined and content(found[last]):
        if last > first + 1 and not found[last - 1].owner and predicate(found, last) is not None and not found[last].name:
            break
        last += 1
    noun = found[first + 1 : last]
    if not noun or noun[-1].owner or not names_somebody(noun):
        return None
    of = phrase_at(found, last + 1) if last < len(found) and found[last].low == "of" and found[last].joined else None
    last = _furthered(found, of.last if of is not None else last)
    text = f"{found[first].low} {sentence[noun[0].start : found[last - 1].end]}"
    somebody = sort(noun) in {"person", "animal"} or noun[-1].name
    return Subject(first, last, text, any(word.name for word in noun), somebody, number(noun) == "many", known=found[first].low == "the")


def _furthered(found: Sequence[Word], last: int) -> int:
    """Return where a noun's phrase ends, after `from New York` or `named Maria` if the verb comes only then."""
    if last >= len(found) or not found[last].joined or found[last].low not in _FURTHER:
        return last
    phrase = phrase_at(found, last + 1)
    if phrase is None or phrase.last >= len(found) or found[phrase.head - 1].low in WHENS | CALENDAR or phrase.bare:
        return last
    return phrase.last if predicate(found, phrase.last) is not None else last


def names_somebody(noun: Sequence[Word]) -> bool:
    """Tell whether the words after an article name a person, an animal or a group, and not one of several told of before."""
    if any(word.low in POINTING for word in noun) or noun[-1].low in _NO_HEADS | COUNTS:
        return False
    if noun[-1].name and len(noun) > 1 and noun[0].name and not common(noun[-1].low) and noun[-1].low not in CALENDAR:
        return True
    if noun[-1].name:
        return sort([small(noun[-1])]) in {"person", "animal"} or singular(noun[-1].low) in TITLES
    return sort(noun) in {"person", "animal", "group"} and not _comparative(noun[-1].low)


def _comparative(word: str) -> bool:
    doubled = word[-4:-3] == word[-3:-2]
    return word.endswith("er") and bool({word[:-2], word[:-1], word[:-3] if doubled else "", f"{word[:-3]}y"} & (ADJECTIVES | _COMPARED))


def small(word: Word) -> Word:
    """Return a word as it is without its capital, for what its noun tells."""
    return Word(word.text, word.low, word.start, word.end)


def _name(sentence: str, found: Sequence[Word], first: int, names: Collection[str], places: Collection[str]) -> Subject | None:
    """Return `Lily`, `King Arthur`, or kin by name: `Lily's parents`."""
    last = first
    while last < len(found) and (last == first or found[last].joined and not found[last - 1].owner) and _part_of_name(found, last):
        last += 1
    name = found[first:last]
    if not any(_held(word, names) for word in name) or name[-1].low in _ADJECTIVE_TITLES or not _is_name(name, names):
        return None
    text = spoken(sentence, found, first, last)
    if name[-1].owner:
        return _kin(sentence, found, first, last)
    person = not any(bare(word) in places for word in name)
    return Subject(first, last, text, True, person, False)


def _kin(sentence: str, found: Sequence[Word], first: int, last: int) -> Subject | None:
    end = last
    while end < len(found) and end - last < 2 and found[end].joined and content(found[end]) and not _related(found[end]):
        end += 1
    if end >= len(found) or not found[end].joined or not _related(found[end]) or found[end].owner:
        return None
    return Subject(first, end + 1, spoken(sentence, found, first, end + 1), True, True, number(found[end : end + 1]) == "many")


def _related(word: Word) -> bool:
    noun = singular(word.low)
    return noun in _RELATED or (not word.name and sort([word]) == "person" and noun not in _NOT_OWNED and names_somebody([word]))


def _part_of_name(found: Sequence[Word], place: int) -> bool:
    word = found[place]
    title = word.low in TITLES and word.text[0].isupper() and place + 1 < len(found) and found[place + 1].name
    return (word.name or title) and word.text[0].isupper()


def _held(word: Word, names: Collection[str]) -> bool:
    return bare(word) in names and word.low not in LITTLE


def _is_name(name: Sequence[Word], names: Collection[str]) -> bool:
    """Tell whether capitals are a name and not a role or a kind: `Princess` alone, `Giant`."""
    telling = [word for word in name if word.low not in TITLES]
    return bool(telling) and not (len(name) == 1 and sort([small(name[0])]) in {"person", "animal", "group"})


def bare(word: Word) -> str:
    """Return a word as written, without an apostrophe of possession."""
    return re.sub(r"['’]s?$", "", word.text)
