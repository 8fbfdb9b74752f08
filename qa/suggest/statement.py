"""A sentence taken apart for asking about it: what leads to it, its subject, its verb."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ..english import AUXILIARIES, PREPOSITIONS, SUBORDINATES, Word, phrase_at, words
from ..grammar import LITTLE
from .subjects import Subject, single, subject_at
from .verbs import Predicate, past_base, predicate

MOST_WORDS = 70
_FEWEST_WORDS = 3
_MOST_CHARACTERS = 450
# Markup is no sentence; what comes before speech, a bracket or a dash is one as far as it goes.
_MARKUP = re.compile(r"[*_#|<>\[\]{}=~\\/@?]|\d\.\d")
_BREAK = re.compile(r"[\"“”„«»‘()…:—–!]|--|\.\.|(?<![^\W_])['’](?=\w)|['’](?=\s*[.,]?\s*$)")
_DROPPED = frozenset("and but so then now yet thus soon once finally suddenly however meanwhile".split())
_DAY = r"(?:day|night|morning|evening|afternoon|year|summer|winter|spring|autumn|time)"
_TIMES = re.compile(
    rf"(?:(?:and|but|so|then|now|yet) )?(?:(?:early |late |on )?(?:one|the next|the following|that|the same|every) (?:\w+ )?{_DAY}|"
    r"at (?:last|length|once|first)|in the (?:end|morning|evening|meantime|meanwhile)|after a (?:while|time)|long ago|once upon a time) ",
    re.IGNORECASE,
)
# A sentence that begins with one of these says what might be, or is no statement.
_CONDITIONS = frozenset(
    "if like unless though although whether had were as than where wherever whoever whatever that which who not no nor neither".split()
)
_LEADING = frozenset("at after with in during for from upon on by before near under".split())
_FIRST_PERSON = frozenset("i we you my our your me us thou thy".split())


@dataclass(frozen=True, slots=True)
class Statement:
    """A declarative sentence taken apart.

    Attributes:
        text: The sentence.
        words: Its words.
        lead: How many of them come before the subject.
        subject: What it is about.
        predicate: What it says of that.
    """

    text: str
    words: Sequence[Word]
    lead: int
    subject: Subject
    predicate: Predicate

    def part(self, first: int, last: int) -> str:
        """Return the text of words `first` to before `last`."""
        return self.text[self.words[first].start : self.words[last - 1].end] if first < last else ""


def statements(sentence: str, names: Collection[str], places: Collection[str] = (), antecedent: Subject | None = None) -> list[Statement]:
    """Take a sentence apart into the clauses that can be asked about, in its order.

    None for speech, questions, fragments, and whatever has no clause that begins with a name or a noun for somebody.

    Args:
        sentence: One sentence.
        names: The names that its story holds.
        places: Those of them that are places.
        antecedent: Whom `he` or `she` means where it is the subject; None for unknown.
    """
    sentence = _plain(sentence)
    found = words(sentence, named(sentence, names))
    if not _FEWEST_WORDS <= len(found) <= MOST_WORDS or any(word.low in _FIRST_PERSON for word in found):
        return []
    told = [_statement(sentence, found, start, names, places, antecedent) for start in _starts(sentence, found)]
    told += [_relative(sentence, found, place, names, places) for place, word in enumerate(found) if word.low == "who"]
    return [one for one in told if one is not None]


def _plain(sentence: str) -> str:
    """Return as much of a sentence as is plain narration, from its start; nothing of what is too long, odd, or begins with speech."""
    if not sentence[:1].isupper() or not sentence.rstrip(".!\"”’' ")[-1:].isalnum():
        return ""
    broken = _BREAK.search(sentence)
    plain = re.sub(r"\s", " ", sentence[: broken.start() if broken is not None else len(sentence)]).rstrip(" .,;")
    return "" if len(plain) > _MOST_CHARACTERS or _MARKUP.search(plain) else plain


def _relative(sentence: str, found: Sequence[Word], who: int, names: Collection[str], places: Collection[str]) -> Statement | None:
    """Return what is said of somebody after `who`: `there was a king who had three sons`."""
    for first in range(who - 1, max(-1, who - 6), -1):
        subject = single(sentence, found, first, names, places) if first == 0 or found[first - 1].low not in PREPOSITIONS else None
        if subject is not None and subject.last == who:
            told = predicate(found, who + 1, plural=subject.plural)
            return Statement(sentence, found, first, subject, told) if told is not None else None
    return None


def _statement(
    sentence: str, found: Sequence[Word], start: int, names: Collection[str], places: Collection[str], antecedent: Subject | None
) -> Statement | None:
    subject = subject_at(sentence, found, start, names, places)
    if subject is None and antecedent is not None and start < len(found) and found[start].low in {"he", "she"}:
        subject = replace(antecedent, first=start, last=start + 1, person=False)
    told = predicate(found, subject.last, plural=subject.plural) if subject is not None else None
    return Statement(sentence, found, start, subject, told) if subject is not None and told is not None else None


def named(sentence: str, names: Collection[str]) -> set[int]:
    """Return where names of the story stand, also where a capital is owed."""
    found = re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", sentence)
    return {match.start() for match in found if match.group() in names and match.group().casefold() not in LITTLE}


def _starts(sentence: str, found: Sequence[Word]) -> Iterator[int]:
    """Yield where the subject of the main clause may begin: first, after an adverb, or after a comma."""
    first = 0
    while first < min(3, len(found)) and found[first].low in _DROPPED:
        first += 1
    times = _TIMES.match(sentence)
    if times is not None:
        first = next((place for place, word in enumerate(found) if word.start >= times.end()), first)
    if first < len(found) and (first == 0 or found[first - 1].low not in SUBORDINATES - _DROPPED):
        yield first
        phrase = phrase_at(found, first + 1) if found[first].low in _LEADING else None
        if phrase is not None and phrase.last < len(found) and found[phrase.last].joined:
            yield phrase.last
    if found[first if first < len(found) else 0].low in _CONDITIONS or found[0].low in _CONDITIONS:
        return
    for place in range(1, len(found) - 2):
        if not found[place].joined and re.search("[,;]", sentence[found[place - 1].end : found[place].start]):
            linked = found[place].low in {"and", "but", "so", "then"}
            if not linked or any(past_base(word.low) or word.low in AUXILIARIES for word in found[:place]):
                yield place + linked
