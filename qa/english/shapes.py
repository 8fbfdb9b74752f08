"""The shapes that questions have, read by the small words that ask and the auxiliaries."""

from .clause import Clause
from .phrases import Follows, Phrase, phrase_at
from .verbs import base, finite, guessed, is_base, participles
from .words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DO,
    HAVE,
    INTERROGATIVES,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATES,
    Word,
    content,
)

_MANNER = frozenset("many much long old often far big tall large high deep soon well fast".split())
_SUBJECTS = frozenset("i you he she it we they there everyone everybody anyone anybody someone somebody nobody something anything everything".split())
# The longest "which of the old dances that ..." before its auxiliary, in words.
_LEAD = 9


def clause(text: str, found: list[Word]) -> Clause | None:
    """Take a question apart; None for anything that has not the shape of one. Of two questions in one the first is taken.

    Args:
        text: The question.
        found: Its words.
    """
    second = next((place for place in range(2, len(found) - 1) if found[place].low == "and" and _asks_on(found, place + 1)), len(found))
    found = found[:second]
    begin = 0
    while begin < len(found) - 1 and found[begin].low in OPENERS:
        begin += 1
    if begin >= len(found) - 1:
        return None
    if found[begin].low in AUXILIARIES:
        return _inverted(text, found, begin, "", begin, begin)
    asking = begin + (found[begin].low in PREPOSITIONS)
    return _asking(text, found, begin, asking) if found[asking].low in INTERROGATIVES else None


def fragment(found: list[Word]) -> int | None:
    """Return the index of the word that asks in a question that is no more than its beginning (`why`, `in which year`); None for another."""
    first = 0
    while first < len(found) and found[first].low in OPENERS:
        first += 1
    asking = first + (first < len(found) and found[first].low in PREPOSITIONS)
    if asking >= len(found) or found[asking].low not in INTERROGATIVES or len(found) - asking > 4:
        return None
    after = found[asking + 1 :]
    stranded = len(after) == 1 and first == asking and after[0].low in PREPOSITIONS
    return asking if stranded or all(_names_kind(word) for word in after) else None


def _names_kind(word: Word) -> bool:
    """Tell whether a word may follow the one that asks and leave the question open: `which year`, `how many`, `how come`."""
    if word.low in _MANNER or word.low in {"come", "not", "so"}:
        return True
    return content(word) and not finite(word.low) and not is_base(word.low, firmly=True)


def _asks_on(found: list[Word], place: int) -> bool:
    """Tell whether a second question starts at a word: `... and what did she dance?`, `..., and in which year?`."""
    place += found[place].low in PREPOSITIONS and place + 1 < len(found)
    alone = place + 1 >= len(found) or found[place + 1].low in AUXILIARIES or not found[place].joined
    return found[place].low in INTERROGATIVES and (alone or found[place].low == "which" or found[place - 2].end + 1 < found[place - 1].start)


def _asking(text: str, found: list[Word], begin: int, asking: int) -> Clause | None:
    asks = found[asking].low
    limit = min(len(found), asking + _LEAD)
    aux = next((place for place in range(asking + 1, limit) if found[place].low in AUXILIARIES), None)
    verb = next((place for place in range(asking + 1, limit) if _tells(found, place, asks, asking)), None)
    if verb is not None and (aux is None or verb < aux):
        return Clause(text, found, begin, asks, verb, None, None, verb)
    if aux is None or aux + 1 >= len(found):
        return None
    if asks in {"who", "what", "which"} and begin == asking and _subject_asks(found, aux):
        after = aux + 1
        return Clause(text, found, begin, asks, aux, aux, None, after)
    return _inverted(text, found, begin, asks, aux, aux)


def _tells(found: list[Word], place: int, asks: str, asking: int) -> bool:
    """Tell whether a word is the verb whose subject is what asks: `gave` in `Who gave ...`, `Which fox gave ...`."""
    if asks not in {"who", "what", "which", "whose", "how"} or found[place].low in AUXILIARIES:
        return False
    low = found[place].low
    told = finite(low) or (low.endswith("ed") and guessed(low) != low)
    if place == asking + 1 and asks in {"who", "what"}:
        now = low.endswith("s") and base(low) not in {None, low} and not any(word.low in AUXILIARIES for word in found[place:])
        return told or now or (asks == "who" and content(found[place]))
    # `Which little wounded bird flew ...?`: a participle stands before a noun, and the verb comes later.
    later = any(finite(word.low) for word in found[place + 1 : asking + _LEAD]) and place + 1 < len(found) and content(found[place + 1])
    return place > asking + 1 and told and not (low.endswith("ed") and later)


def _subject_asks(found: list[Word], aux: int) -> bool:
    """Tell whether no subject comes after the auxiliary: `Who was singing`, `What has happened`, `Who didn't like Lily`."""
    after = found[aux + 1]
    if found[aux].low in DO or after.low in _SUBJECTS or after.name:
        return found[aux].negated and is_base(after.low)
    if found[aux].low in HAVE and not participles(after.low):
        subject = phrase_at(found, aux + 1, "be")
        return subject is None or subject.last >= len(found) or not participles(found[subject.last].low)
    if found[aux].low not in BE:
        return participles(after.low) or is_base(after.low)
    # `Who was old Sultan?` has a subject, `Who was afraid of ...?` and `What is there` have none.
    return phrase_at(found, aux + 1) is None or (participles(after.low) or phrase_at(found, aux + 1, "be") is None) or _bare(found, aux + 1)


def _bare(found: list[Word], first: int) -> bool:
    phrase = phrase_at(found, first)
    return phrase is not None and phrase.bare and phrase.number == "one"


def _inverted(text: str, found: list[Word], begin: int, asks: str, lead: int, aux: int) -> Clause | None:
    """Read the subject after the auxiliary, and the verb after the subject."""
    low = found[aux].low
    sure = asks in {"why", "how"} and lead == begin + 1
    follows: Follows = "be" if low in BE and not sure else "so" if low in BE else "do"
    if low in {"has", "have", "had"}:
        follows = "be"
    last = _subject_end(found, aux + 1, follows)
    if last is None:
        return None
    verb = last
    while verb < len(found) and found[verb].low in ADVERBS and found[verb].low not in {"home", "alone", "well"}:
        verb += 1
    if low in BE and asks in {"who", "what", "which"} and verb < len(found) and _modifies(found, verb):
        last = verb = len(found)
    return Clause(text, found, begin, asks, lead, aux, (aux + 1, last), verb if verb < len(found) else None)


def _modifies(found: list[Word], place: int) -> bool:
    """Tell whether what comes after `Who was the old woman` only says more of her: `in the tower`, `that sang`."""
    low = found[place].low
    return low in SUBORDINATES or (low in PREPOSITIONS and place + 1 < len(found))


def _subject_end(found: list[Word], first: int, follows: Follows) -> int | None:
    """Return the index after the subject that starts at a word: a pronoun, or phrases joined by `and`."""
    if first >= len(found):
        return None
    if found[first].low in _SUBJECTS or found[first].low in PRONOUNS and found[first].low not in {"his", "her", "its"}:
        return first + 1
    if found[first].low in {"that", "this", "these", "those"} and (
        first + 1 == len(found) or not content(found[first + 1]) or is_base(found[first + 1].low)
    ):
        return first + 1
    phrase: Phrase | None = phrase_at(found, first, follows)
    last = None
    while phrase is not None:
        last = phrase.last
        linked = last + 1 < len(found) and found[last].low in {"and", "or"} and found[last].joined
        phrase = phrase_at(found, last + 1, follows) if linked else None
    return last
