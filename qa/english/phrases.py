"""Noun phrases: `the king's youngest daughter`, `Lily's parents`, `a small town`, found by the small words around them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from .nouns import Gender, Sort, gender, number, sort
from .verbs import base, finite, is_base, participles, tells_past
from .words import ADJECTIVES, ADVERBS, AUXILIARIES, COUNTS, DETERMINERS, PREPOSITIONS, PRONOUNS, Word, content

# What follows a phrase: `do`, a verb's base form after its subject (`did the fox lose`); `be`, a participle or an adjective (`was the fox caught`);
# `so`, the same and certainly something (`why was the fox sad`); nothing known, as in any text.
Follows = Literal["do", "be", "so", ""]
_LONGEST = 8
_OFS = 3
_OWN = frozenset("my your our his her its their".split())
_TITLES = frozenset(
    "old young little poor dear king queen prince princess lord lady sir saint uncle aunt father mother brother sister mr mrs miss dr".split()
)
# After these `that` points at a noun; elsewhere it joins clauses.
_BEFORE_THAT = AUXILIARIES | (PREPOSITIONS - {"than"})
_LINKS = frozenset("and or of".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: words `first` to before `last` of a text.

    Attributes:
        first: Index of its first word.
        last: Index after its last.
        head: Index after its head noun: before `of ...`.
        number: Whether it means one or several.
        gender: What its words tell; empty for unknown.
        sort: What it names.
        owner: Whether it owns what follows: `Lily` in `Lily's parents`.
        bare: Whether it has neither article nor owner nor name: `hip-hop`, `young men`.
        preposition: The preposition right before it; empty for none.
    """

    first: int
    last: int
    head: int
    number: Literal["one", "many"]
    gender: Gender
    sort: Sort
    owner: bool = False
    bare: bool = False
    preposition: str = ""


def phrases(found: Sequence[Word], verbs: Collection[int] = ()) -> list[Phrase]:
    """Return the noun phrases of a text in its order, an owner before what it owns.

    Args:
        found: The words of the text.
        verbs: Indexes of words that are known to be verbs.
    """
    result: list[Phrase] = []
    place = 0
    while place < len(found):
        phrase = None if place in verbs else phrase_at(found, place, "", verbs)
        if phrase is None:
            place += 1
            continue
        result += [*_owners(found, phrase), phrase, *_inner(found, phrase)]
        place = max(phrase.head, place + 1)
        if place < phrase.last:
            place = phrase.last
    return result


def phrase_at(found: Sequence[Word], first: int, follows: Follows = "", verbs: Collection[int] = (), depth: int = 0) -> Phrase | None:
    """Return the noun phrase that starts at a word, None when none does; it goes on over at most three `of`."""
    if first >= len(found):
        return None
    word = found[first]
    determined = word.low in DETERMINERS and (word.low != "that" or (first > 0 and found[first - 1].low in _BEFORE_THAT))
    start = first + determined
    if determined and word.low in {"all", "both"} and start < len(found) and found[start].low in DETERMINERS:
        start += 1
    end = _run(found, start, determined, verbs)
    if end == start:
        return None
    if not determined and not word.name and _leads_to_name(found, first, end) == first and _plain_verb(word, first, found):
        return None
    kept = _kept(found, first, start, end, follows)
    head = kept
    if depth < _OFS and kept < len(found) and found[kept].low == "of" and kept == end:
        inner = phrase_at(found, kept + 1, follows, verbs, depth + 1)
        kept = inner.last if inner is not None and not inner.bare else kept
    span = found[first:head]
    bare = not determined and not any(w.name or w.owner for w in span)
    before = found[first - 1].low if first and word.joined and found[first - 1].low in PREPOSITIONS else ""
    return Phrase(first, kept, head, number(span), gender(span), sort(span), bare=bare, preposition=before)


def _run(found: Sequence[Word], start: int, determined: bool, verbs: Collection[int]) -> int:
    """Return the index after the open-class words that go on without a break."""
    end = start
    while end < len(found) and end - start < _LONGEST and end not in verbs and (found[end].joined or (end == start and not determined)):
        word = found[end]
        modifier = word.low in ADVERBS and determined and end == start or (word.low in {"first", "next", "only"} and end and found[end - 1].owner)
        if (not content(word) and not modifier) or (end > start and (word.unit or (word.name and _clause_begins(found, start, end)))):
            break
        end += 1
    return end


def _clause_begins(found: Sequence[Word], start: int, name: int) -> bool:
    """Tell whether a name after a noun begins something of its own: `the dances Iris learned`, `the shoe fit Iris`, not `the princess Yakami`."""
    before = found[name - 1]
    if name - start > 1 and base(before.low) is not None and not before.owner and not before.name:
        return True
    if before.name or before.owner or before.low in _TITLES:
        return False
    after = name
    while after < len(found) and after - name < _LONGEST and found[after].name:
        after += 1
    return number([before]) == "many" or (after < len(found) and finite(found[after].low))


def _kept(found: Sequence[Word], first: int, start: int, end: int, follows: Follows) -> int:
    """Return where a run of open-class words ends as a noun phrase, and the verb or adjective after it begins."""
    least = max((place + 1 for place in range(first, end - 1) if found[place].owner), default=start)
    least = _leads_to_name(found, least, end)
    named = _after_name(found, least, end)
    if named > least and not (start > first and least == start):
        return named
    # After an article a name goes on with nouns: `the Fenian chiefs`.
    least = max(named - 1, least)
    cut = _do(found, least, end) if follows == "do" else _be(found, least, end, follows) if follows else _told(found, least, end)
    if found[least].name and cut == end - 1 and follows == "do" and not is_base(found[cut].low):
        cut = named
    return max(cut, least + 1)


def _after_name(found: Sequence[Word], least: int, end: int) -> int:
    last = least
    while last < end and found[last].name and (last == least or not found[last - 1].owner):
        last += 1
    return last


def _leads_to_name(found: Sequence[Word], least: int, end: int) -> int:
    """Return the index of the name that small adjectives and titles lead to (`old Sultan`), else the index given."""
    place = least
    while place < end and found[place].low in _TITLES and not found[place].name:
        place += 1
    return place if place < end and found[place].name else least


def _plain_verb(word: Word, place: int, found: Sequence[Word]) -> bool:
    """Tell whether a word without an article is rather a verb than a noun."""
    if finite(word.low) or is_base(word.low, firmly=True) or (participles(word.low) and not word.low.endswith("ing")):
        return True
    return place > 0 and found[place - 1].low in {"to", "not"} and word.joined and is_base(word.low)


def _do(found: Sequence[Word], least: int, end: int) -> int:
    """Return the index of the base form that the subject leaves over."""
    forms = [place for place in range(least + 1, end) if is_base(found[place].low)]
    firm = [place for place in forms if is_base(found[place].low, firmly=True)]
    after = found[end] if end < len(found) else None
    if firm or forms:
        # `Walter's wolf hunt end?`: of several that may be nouns the last is the verb when no object follows.
        return firm[0] if firm else forms[-1] if after is None or after.low in PREPOSITIONS else forms[0]
    linked = after is not None and after.joined and (after.low in _LINKS or after.low in ADVERBS or after.low in AUXILIARIES)
    return end if linked or end - least < 2 or found[end - 2].low in COUNTS else end - 1


def _be(found: Sequence[Word], least: int, end: int, follows: Follows) -> int:
    """Return the index of the participle or adjective that the subject leaves over; its end when there is none."""
    forms = [place for place in range(least + 1, end) if participles(found[place].low)]
    if forms:
        return forms[-1]
    if end - least > 1 and found[end - 1].low in ADJECTIVES:
        return end - 1
    after = found[end] if end < len(found) else None
    open_end = after is None or after.low in PREPOSITIONS or after.low not in DETERMINERS
    return end - 1 if follows == "so" and end - least > 1 and open_end and not (after and after.low in _LINKS) else end


def _told(found: Sequence[Word], least: int, end: int) -> int:
    """Return the index of the first finite verb in a run; its end when there is none."""
    for place in range(least + 1, end):
        low = found[place].low
        last = place + 1 == end
        takes = last and end < len(found) and (found[end].low in DETERMINERS or found[end].low in PRONOUNS)
        other, third = base(low) not in {None, low}, low.endswith("s") and base(low) not in {None, low}
        if (tells_past(low) and (last or not low.endswith("ed"))) or (third and last and _living_or_firm(found[place - 1], low)):
            return place
        plural = last and is_base(low, firmly=True) and number([found[place - 1]]) == "many"
        if plural or (takes and (is_base(low, firmly=True) or other)):
            return place
    return end


def _living_or_firm(before: Word, low: str) -> bool:
    """Tell whether a word in -s after a noun is its verb: `the king says`, `the father returns`, and not `the folk dances`."""
    return is_base(base(low) or "", firmly=True) or sort([before]) in {"person", "animal"}


def _owners(found: Sequence[Word], phrase: Phrase) -> list[Phrase]:
    """Return the owners inside a phrase, the outermost last: `the king` in `the king's daughter's hand`, then `the king's daughter`."""
    result = []
    for place in range(phrase.first, phrase.head - 1):
        if found[place].owner:
            span = found[phrase.first : place + 1]
            result.append(
                Phrase(phrase.first, place + 1, place + 1, number(span), gender(span), sort(span), owner=True, preposition=phrase.preposition)
            )
    return [owner for owner in result if found[owner.first].low not in _OWN or owner.last - owner.first > 1]


def _inner(found: Sequence[Word], phrase: Phrase) -> list[Phrase]:
    """Return the phrases after `of` inside a phrase."""
    if phrase.head >= phrase.last:
        return []
    inner = phrase_at(found[: phrase.last], phrase.head + 1)
    return [] if inner is None else [*_owners(found, inner), inner, *_inner(found, inner)]
