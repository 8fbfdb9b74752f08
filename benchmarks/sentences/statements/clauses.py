"""Clauses of questions: subject, verb and rest of what stands after `did`, and the phrases within."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.english import ADVERBS, DETERMINERS, PREPOSITIONS, past, tells_past
from qa.english.verbs import participles

from ..fact import VERB
from ..words import PRONOUNS, bare_word, is_adjective, is_base
from .shapes import Asked

# Words that begin a tail: what says when or why.
_TAILS = "when after because once if while before until since as".split()
_TAIL = re.compile(rf"\s(?=(?:{'|'.join(_TAILS)})\s)")


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands after `did` in a question, taken apart.

    Attributes:
        subject: Who does it.
        adverbs: What stands between subject and verb.
        verb: The verb in its base form.
        rest: What follows the verb.
        aux: The auxiliary, without its `not`.
        negated: Whether it is denied.
    """

    subject: str
    adverbs: str
    verb: str
    rest: str
    aux: str
    negated: bool

    def told(self, rest: str | None = None, *, verb: str | None = None) -> str:
        """Return the clause as a statement, its verb marked."""
        what = self.rest if rest is None else rest
        done = verb or self.verb
        if self.aux == "did":
            head = f"{VERB}did not {self.adverbs} {done}" if self.negated else f"{self.adverbs} {VERB}{past(done)}"
        else:
            head = f"{VERB}{self.aux} {'not ' if self.negated else ''}{self.adverbs} {done}"
        return f"{self.subject} {head} {what}"


def clause_of(asked: Asked) -> Clause | None:
    """Read `the king always give a ball to her` after `did`."""
    tokens = asked.body.split()
    at = _verb_at(tokens)
    if at is None or not asked.aux:
        return None
    subject = list(tokens[:at])
    adverbs: list[str] = []
    while len(subject) > 1 and bare_word(subject[-1]) in ADVERBS:
        adverbs.insert(0, subject.pop())
    aux = asked.aux.replace("n't", "").replace("n’t", "")
    negated = aux != asked.aux or "not" in adverbs
    aux = {"ca": "can", "wo": "will"}.get(aux, aux)
    said = " ".join(word for word in adverbs if word != "not")
    return Clause(" ".join(subject), said, tokens[at].lower(), " ".join(tokens[at + 1 :]), aux, negated)


def _verb_at(tokens: Sequence[str]) -> int | None:
    """Return where the verb of `subject verb rest` stands; None if that is unclear."""
    words = [bare_word(token) for token in tokens]
    for at in range(1, len(words)):
        before = words[at - 1]
        if not is_base(words[at]) or before in DETERMINERS or before in PREPOSITIONS or tokens[at - 1].endswith(("'s", "’s", "s'")):
            continue
        if not is_base(words[at], firmly=True) and at + 1 < len(words) and is_base(words[at + 1], firmly=True):
            continue
        return at
    return None


def apart(text: str) -> tuple[str, str]:
    """Return a text before its first tail, and that tail."""
    parts = _TAIL.split(f" {text}", maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def inflected(phrase: str, form: Callable[[str], str]) -> str:
    """Return a verb phrase in the base form in another one, verbs behind `and` or a comma as well."""
    words = phrase.split()
    for at, word in enumerate(words):
        joined = at > 0 and (words[at - 1] in {"and", "then"} or (words[at - 1].endswith(",") and word != "and"))
        if at == 0 or (joined and is_base(word, firmly=True)):
            words[at] = form(word)
    return " ".join(words)


def own_phrase(subject: str, answer: str) -> str | None:
    """Return the verb phrase of a clause about the same subject; None if it is about another."""
    for start in (subject, "he", "she", "it", "they"):
        if answer.lower().startswith(start.lower() + " "):
            return answer[len(start) + 1 :]
    return None


def placed(rest: Sequence[str], answer: str) -> str:
    """Return an object before what follows it, or behind a preposition or an adverb that waits for it."""
    waits = not rest or bare_word(rest[-1]) in PREPOSITIONS or all(bare_word(word) in ADVERBS for word in rest)
    return f"{' '.join(rest)} {answer}" if waits else f"{answer} {' '.join(rest)}"


def noun_phrase(tokens: Sequence[str]) -> int | None:
    """Return where the noun phrase that begins here ends and what is said of it begins."""
    seen = False
    for at, token in enumerate(tokens):
        word = bare_word(token)
        if seen and (
            word in {"not", "so", "very", "more", "most", "too", "better", "able", "unable", "a", "an"} or (word in PREPOSITIONS and word != "of")
        ):
            return at
        if (
            seen
            and (is_adjective(word) or word.endswith("ing") or tells_past(word) or participles(word) or word == "left")
            and bare_word(tokens[at - 1]) not in {"and", "of"}
        ):
            return at
        owner = token.endswith(("'s", "’s", "s'"))
        superlative = word.endswith("est") and at + 1 < len(tokens) and is_adjective(bare_word(tokens[at + 1]))
        modifies = word in DETERMINERS or word in {"of", "and"} or owner or (is_adjective(word) and not superlative)
        seen = not modifies or word in PRONOUNS
    return None
