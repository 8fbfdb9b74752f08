"""A sentence taken apart for asking about it: what leads to it, its subject, its verb."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ..english import AUXILIARIES, PREPOSITIONS, SUBORDINATES, Word, content, gender, phrase_at, words
from ..grammar import LITTLE
from .subjects import Pronouns, Subject, put, single, spoken, subject_at
from .verbs import Predicate, past_base, predicate
from .vocabulary import GIVING

NOBODY = Pronouns()
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
_APPOSING = frozenset("a an the both one who whose himself herself his her".split())
_LONGEST_APPOSED = 14
_NATIVE = re.compile(r"((?:Born|Raised)(?: and (?:raised|bred|brought up|educated))?) (?=in )")
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
        stands: The name that was put in the place of a pronoun after the verb, and that pronoun; empty for none.
    """

    text: str
    words: Sequence[Word]
    lead: int
    subject: Subject
    predicate: Predicate
    stands: tuple[str, str] = ("", "")

    def part(self, first: int, last: int) -> str:
        """Return the text of words `first` to before `last`."""
        return spoken(self.text, self.words, first, last) if first < last else ""


def statements(sentence: str, names: Collection[str], places: Collection[str] = (), pronouns: Pronouns = NOBODY) -> list[Statement]:
    """Take a sentence apart into the clauses that can be asked about, in its order.

    None for speech, questions, fragments, and whatever has no clause that begins with a name or a noun for somebody.

    Args:
        sentence: One sentence.
        names: The names that its story holds.
        places: Those of them that are places.
        pronouns: Whom its pronouns mean.
    """
    sentence = _plain(sentence)
    found = words(sentence, named(sentence, names))
    if not _FEWEST_WORDS <= len(found) <= MOST_WORDS or any(word.low in _FIRST_PERSON for word in found):
        return []
    starts = list(_starts(sentence, found))
    first = subject_at(sentence, found, starts[0], names, places) if starts else None
    told = [_statement(sentence, found, start, names, places, pronouns) for start in starts if first is None or start != first.last]
    told += [_relative(sentence, found, place, names, places) for place, word in enumerate(found) if word.low == "who"]
    told.insert(0, _native(told, sentence))
    return [_filled(one, pronouns) for one in told if one is not None]


def _likens(found: Sequence[Word]) -> bool:
    """Tell whether a sentence begins with what somebody was or did just then: `As a child`, `As she entered the hall`."""
    return found[0].low == "as" and (found[1].low in {"a", "an", "she", "he", "the"} or found[1].name)


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
    sentence: str, found: Sequence[Word], start: int, names: Collection[str], places: Collection[str], pronouns: Pronouns
) -> Statement | None:
    found, subject = _subject(sentence, found, start, names, places, pronouns)
    if subject is None:
        return None
    told = predicate(found, subject.last, plural=subject.plural)
    after = _apposed(sentence, found, subject.last) if told is None else None
    if after is not None:
        found = [*found[:after], replace(found[after], joined=True), *found[after + 1 :]]
        told = predicate(found, after, plural=subject.plural)
    return Statement(sentence, found, start, subject, told) if told is not None else None


def _subject(
    sentence: str, found: Sequence[Word], start: int, names: Collection[str], places: Collection[str], pronouns: Pronouns
) -> tuple[Sequence[Word], Subject | None]:
    """Return the subject that starts at a word, and the words with the owner's name for `her` if that begins it."""
    low = found[start].low if start < len(found) else ""
    meant = (pronouns.subject if low in {"he", "she"} else None) or pronouns.of(low)
    if meant is not None and low in {"he", "she"}:
        return found, replace(meant, first=start, last=start + 1, person=False)
    if meant is not None and low in {"her", "his"}:
        found = [*found[:start], put(found[start], meant, owner=True), *found[start + 1 :]]
        names = {*names, meant.text}
    return found, subject_at(sentence, found, start, names, places)


def _apposed(sentence: str, found: Sequence[Word], last: int) -> int | None:
    """Return the index after what stands between commas after a subject: `Lily, a dancer from Aktau, won`; None where nothing does."""
    commas = [place for place in range(last, min(len(found), last + _LONGEST_APPOSED)) if sentence[found[place - 1].end : found[place].start] == ", "]
    if len(commas) < 2 or commas[0] != last or found[last].low not in _APPOSING:
        return None
    verbs = any(word.low in AUXILIARIES or past_base(word.low) is not None for word in found[last : commas[1]])
    return commas[1] if found[last].low.startswith("who") or not verbs else None


def _native(told: Sequence[Statement | None], sentence: str) -> Statement | None:
    """Return what a sentence says that begins with `Born and raised in Aktau, Lily`."""
    main = next((one for one in told if one is not None), None)
    match = _NATIVE.match(sentence)
    if main is None or match is None or main.subject.plural or main.lead < 3:
        return None
    verb = match.group(1).count(" ")
    if sentence[main.words[main.lead - 1].end : main.words[main.lead].start] != ", ":
        return None
    return replace(main, lead=0, predicate=Predicate(0, verb, "was", match.group(1).casefold(), "bear"))


def _filled(told: Statement, pronouns: Pronouns) -> Statement:
    """Return a statement with the names of others than its subject in the place of `her`, `him` and `his` after its verb."""
    found = list(told.words)
    for place in range(told.predicate.verb + 1, len(found)):
        word, meant = found[place], pronouns.of(found[place].low)
        if not word.joined or word.low in SUBORDINATES:
            break
        if meant is None or word.low in {"he", "she"} or set(meant.text.split()) & set(told.subject.text.split()):
            continue
        owner = word.low == "his" or (word.low == "her" and place + 1 < len(found) and found[place + 1].joined and content(found[place + 1]))
        if not owner and place > told.predicate.verb + 1 and not _another(told.subject, word.low):
            break  # `brought a salad with him`: the subject may be meant
        if not owner:
            found[place] = put(word, meant, owner=False)
            return replace(told, words=found, stands=(meant.text, "him" if word.low == "him" else "her"))
        if _another(told.subject, word.low) and told.predicate.base not in GIVING:
            found[place] = put(word, meant, owner=True)
    return replace(told, words=found)


def _another(subject: Subject, whose: str) -> bool:
    """Tell whether `her` or `his` cannot be the subject's."""
    told = gender(words(f"x {subject.text}")[1:])
    return subject.plural or told == ("male" if whose == "her" else "female")


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
    if not _likens(found) and (found[first if first < len(found) else 0].low in _CONDITIONS or found[0].low in _CONDITIONS):
        return
    for place in range(1, len(found) - 2):
        if not found[place].joined and re.search("[,;]", sentence[found[place - 1].end : found[place].start]):
            linked = found[place].low in {"and", "but", "so", "then"}
            if not linked or any(past_base(word.low) or word.low in AUXILIARIES for word in found[:place]):
                yield place + linked
