"""What a verb in a statement becomes in a question: `won` is `did ... win`, `was born` stays `was ... born`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..english import ADJECTIVES, ADVERBS, BE, Word, base, is_base, past
from ..english.verbs import participles
from ..english.words import DO, HAVE
from .vocabulary import ADJECTIVAL, SPARED, TURNING

_MODALS = frozenset("can could will would must should might may".split())
_BARE = frozenset("be been being am".split())
# Forms of two verbs, whose base form no rule can tell.
_AMBIGUOUS = frozenset("lay laid bore ground wound bound felled lied stove".split())
# Adverbs of two words.
_PAIRS = frozenset({("at", "once"), ("at", "last"), ("at", "length"), ("at", "first"), ("once", "more"), ("one", "day"), ("in", "turn")})
# Endings of unlisted regular verbs that tell for sure how the base form is spelt; a verb with another is left alone.
_PLAIN = re.compile(
    r"(?:[^aeiou]er|en|el|ish|ck|ct|ft|lt|nt|pt|xt|nd|ld|rd|lk|nk|rk|sk|mp|lp|rm|rn|ght|ain|eam|oat|ook|oom|oad|ail|aw|ow|oy|ay|ey|ss|sh)$"
)
_SILENT = re.compile(r"(?:[^aeo]at|[iy]s|iz|[^o]ur|uc|[aio]c|nc|rc|dg|[aior]v|lv|[bdgptz]l)$")


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a statement says of its subject, as a question says it; indexes are those of the statement's words.

    Attributes:
        first: Index of the finite verb or auxiliary.
        verb: Index of the main verb, or of the participle or adjective after `be`.
        aux: The auxiliary of the question: `did`, `was`.
        form: The verb as the question has it: `win`, `born`.
        base: Its base form; empty for an adjective.
    """

    first: int
    verb: int
    aux: str
    form: str
    base: str

    @property
    def being(self) -> bool:
        """Whether it is `was` and the like with a participle or an adjective."""
        return self.aux in BE


def predicate(found: Sequence[Word], place: int, *, plural: bool = False) -> Predicate | None:
    """Return the verb that stands at a word, None where there is none, it is denied, or its base form is uncertain."""
    first = _past_adverbs(found, place)
    if first is None:
        return None
    word = found[first]
    if word.negated or word.owner or word.name:
        return None
    if word.low in BE | HAVE | _MODALS:
        return _with_auxiliary(found, first)
    if word.low in DO:
        return None
    stem = past_base(word.low)
    if stem is not None:
        return Predicate(first, first, "did", stem, stem)
    stem = _present_base(word.low)
    return Predicate(first, first, "does", stem, stem) if stem is not None and not plural else None


def joined_participle(found: Sequence[Word], place: int, shared: Predicate) -> Predicate | None:
    """Return the participle at a word that shares an auxiliary with the verb before it: `was born and brought up`."""
    first = _past_adverbs(found, place)
    if first is None or not participles(found[first].low) or found[first].low.endswith("ing") != shared.form.endswith("ing"):
        return None
    return Predicate(first, first, shared.aux, found[first].low, base(found[first].low) or "")


def past_base(word: str) -> str | None:
    """Return the base form of a folded verb in the past; None for any other word and where it could be one of two."""
    if word in _AMBIGUOUS:
        return None
    known = base(word)
    if known is not None:
        return known if known != word and (past(known) == word or word.endswith("ed")) else None
    return _regular_base(word)


def _regular_base(word: str) -> str | None:
    if not word.endswith("ed") or len(word) < 6 or word.endswith("eed") or not word.isalpha():
        return None
    if word.endswith("ied"):
        return f"{word[:-3]}y" if word not in {"untied", "retied"} else None
    stem = word[:-2]
    if stem[-1] == stem[-2] and stem[-1] not in "s":
        return None
    return stem if _PLAIN.search(stem) else f"{stem}e" if _SILENT.search(stem) else None


def _present_base(word: str) -> str | None:
    known = base(word)
    return known if known is not None and word.endswith("s") and known != word and is_base(known, firmly=True) else None


def _past_adverbs(found: Sequence[Word], place: int) -> int | None:
    """Return the index of the first word that is no adverb, None at a break or where one of the adverbs changes what is said."""
    while place < len(found) and (found[place].joined or found[place].low == "however" or found[place - 1].low == "however"):
        low = found[place].low
        if place + 1 < len(found) and (low, found[place + 1].low) in _PAIRS:
            place += 2
            continue
        if low in TURNING:
            return None
        manner = low.endswith("ly") and base(low) is None and not found[place].name
        if not manner and low not in SPARED:
            return place
        place += 1
    return None


def _been(found: Sequence[Word], first: int, been: int) -> Predicate | None:
    """Return what had always been done to somebody as what was done."""
    verb = _past_adverbs(found, been + 1)
    if verb is None or not participles(found[verb].low) or found[verb].low.endswith("ing"):
        return None
    return Predicate(first, verb, "was", found[verb].low, base(found[verb].low) or "")


def _with_auxiliary(found: Sequence[Word], first: int) -> Predicate | None:
    aux = found[first].low
    verb = _past_adverbs(found, first + 1)
    if aux in _BARE or verb is None:
        return None
    word = found[verb]
    if aux in _MODALS:
        return Predicate(first, verb, aux, word.low, word.low) if is_base(word.low) and word.low not in HAVE else None
    participle = participles(word.low) and word.low not in ADVERBS
    if aux in {"was", "is"} and verb == first + 1 and word.low in {"a", "an"}:
        return Predicate(first, first, aux, "", "be")
    if aux == "had" and word.low == "been" and (been := _been(found, first, verb)) is not None:
        return been
    if aux in HAVE:
        if participle and not word.low.endswith("ing"):
            return Predicate(first, verb, aux, word.low, base(word.low) or "")
        return Predicate(first, first, {"had": "did", "has": "does", "have": "do"}[aux], "have", "have") if verb == first + 1 else None
    if participle or word.low == "born":
        return Predicate(first, verb, aux, word.low, base(word.low) or "bear")
    adjective = word.low in ADJECTIVES or word.low.endswith((*ADJECTIVAL, "ed"))
    return Predicate(first, verb, aux, word.low, "") if adjective else None
