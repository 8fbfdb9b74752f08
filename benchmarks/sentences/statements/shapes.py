"""What an answer is by its form, as which rule can use it depends on that."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.english import DETERMINERS, PREPOSITIONS, tells_past

from ..words import FINITE, PRONOUNS, bare_word, is_adjective, is_base

# Nouns that are a subject without an article.
_BARE_SUBJECTS = frozenset("nothing men people none".split())


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's words after the asking ones, and an answer, for the rules."""

    body: str
    aux: str
    answer: str
    shape: str


def shape_of(answer: str) -> str:
    """Return what an answer is: because, to, clause, prep, past, base, adjective or noun."""
    words = [bare_word(word) for word in answer.split()]
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in {"because", "since", "for"} and _is_clause(words[1:], answer.split()[1:]):
        return "because"
    if (first == "to" and is_base(second)) or words[:2] in (["in", "order"], ["so", "that"], ["so", "as"]):
        return "to"
    if _is_clause(words, answer.split()):
        return "clause"
    if first in PREPOSITIONS and first not in {"like", "than"}:
        return "prep"
    if first not in DETERMINERS and (tells_past(first) or first in {"was", "were", "had"}) and len(words) > 1:
        return "past"
    if is_base(first) and (is_base(first, firmly=True) or (second in DETERMINERS and len(words) > 1)):
        return "base"
    return "adjective" if len(words) <= 3 and is_adjective(words[-1]) and first not in DETERMINERS else "noun"


def _is_clause(words: Sequence[str], written: Sequence[str]) -> bool:
    """Tell whether words are a whole clause: a subject and then a verb that is certainly one."""
    if len(words) < 3 or words[0] in PREPOSITIONS or tells_past(words[0]):
        return False
    for at, word in enumerate(words[:9]):
        if at and (word in {"who", "which", "that", "whom", "where", "to"} or written[at - 1].endswith((",", ";"))):
            return False
        plain = word.replace("n't", "").replace("n’t", "")
        if at and (plain in FINITE or tells_past(word)):
            subject = words[0] in PRONOUNS | _BARE_SUBJECTS if at == 1 else True
            start = words[0] in DETERMINERS or words[0] in PRONOUNS or written[0][0].isupper() or words[0] in _BARE_SUBJECTS
            participle = tells_past(word) and plain not in FINITE and word == words[-1] and at < 2
            return (subject or written[0][0].isupper()) and start and not participle
    return False
