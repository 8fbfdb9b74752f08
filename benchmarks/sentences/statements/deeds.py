"""Questions after a deed: what somebody did, to what, and by which means."""

import re

from qa.english import ADVERBS, DETERMINERS, PREPOSITIONS, base, guessed, past, tells_past
from qa.english.verbs import gerund

from ..fact import VERB, Fact, stated
from ..words import FINITE, bare_word, is_base
from .clauses import Clause, apart, clause_of, inflected, own_phrase, placed
from .shapes import Asked

# What stands before a base form.
_MODALS = frozenset("will would could can must should may might".split())
# Verbs whose object may be a clause with `that`.
_SAYING = frozenset("say think discover realize realise know believe learn hear find notice".split())
# Verbs that may have two objects.
_GIVING = frozenset("give show offer send bring teach".split())
# Verbs that may be followed by `to` and a deed.
_WANTING = frozenset("want need plan try decide promise have wish intend begin like refuse agree hope start continue".split())


def what_do(asked: Asked) -> Fact | None:
    """Read `What did the giant do when he saw the boy?`."""
    before, tail = apart(asked.body)
    match = re.match(r"(.+?) do(?: (.+))?$", before)
    if not match:
        return None
    subject, more = match.groups()
    if more and re.match(r"to (?!\w+ing)", more) and not is_base(more.split()[1]):
        more = None
    if more and not re.match(r"(?:to|with|in|at|on|for|every|one) ", more):
        return None
    phrase = _deed(asked, subject)
    if phrase is None or (more and len(phrase.split()) > 12):
        return None
    return stated(f"{subject} {VERB}{phrase} {more or ''}", tail)


def _deed(asked: Asked, subject: str) -> str | None:
    """Return what somebody did as a verb phrase that fits behind the subject."""
    aux = "" if asked.aux == "did" else f"{asked.aux} "
    if asked.shape == "clause":
        phrase = own_phrase(subject, asked.answer)
        first = phrase.split()[0] if phrase else ""
        return phrase if phrase and (first in _MODALS if aux else first not in _MODALS) else None
    if asked.shape == "base":
        return aux + asked.answer if aux else inflected(asked.answer, past)
    return asked.answer if asked.shape == "past" and not aux else None


def what_verb(asked: Asked) -> Fact | None:
    """`What did the king give to her when she wept?`: the answer is what the verb, or the preposition left behind, asks for."""
    clause = clause_of(asked)
    if clause is None:
        return None
    rest, tail = apart(clause.rest)
    if asked.shape == "clause":
        return stated(clause.told(f"{rest} that {asked.answer}"), tail) if clause.verb in _SAYING and rest in {"", "out", "about"} else None
    filled = _filled(clause, rest, asked)
    return None if filled is None else stated(clause.told(filled), tail)


def _filled(clause: Clause, rest: str, asked: Asked) -> str | None:
    """Return the rest of a clause with the answer in its place."""
    to_do = re.match(r"(.*?\s?)to do((?: (?:to|for|with|at|in) .+)?)$", rest)
    if to_do:
        return f"{to_do.group(1)}to {asked.answer.removeprefix('to ')}" if asked.shape in {"base", "to"} else None
    if clause.verb == "look" and rest == "like" and asked.answer.split()[0] not in DETERMINERS:
        return asked.answer
    if asked.shape == "to":
        return f"{rest} {asked.answer}" if clause.verb in _WANTING and not rest else None
    if asked.shape not in {"noun", "adjective"}:
        return None
    words = [bare_word(word) for word in rest.split()]
    if clause.verb == "use" and words[:1] in (["to"], ["for"]):
        return f"{asked.answer} {rest}"
    if clause.verb in _WANTING and words[:1] == ["to"] and len(words) > 1 and is_base(words[1]):
        return f"to {words[1]} " + placed(rest.split()[2:], asked.answer)
    if words and clause.verb in _GIVING and words[0] not in PREPOSITIONS and len(words) < 5:
        return f"{rest} {asked.answer}"
    if words and words[0] not in PREPOSITIONS and words[0] not in ADVERBS:
        return None
    return placed(rest.split(), asked.answer)


def how_did(asked: Asked) -> Fact | None:
    """`How did the sisters defeat the giant?` is told with `by` and what they did."""
    clause = clause_of(asked)
    if clause is None or clause.verb in {"know", "react", "feel", "respond", "describe", "become"}:
        return None
    if clause.verb == "look" and asked.shape == "adjective":
        return stated(clause.told(f"{clause.rest} {asked.answer}"))
    means = _means(asked, clause.subject)
    return None if means is None else stated(clause.told(f"{clause.rest} {means}"))


def _means(asked: Asked, subject: str) -> str | None:
    if asked.shape == "prep" and asked.answer.split()[0] in {"by", "with", "in", "on", "through", "from"}:
        return asked.answer
    phrase = own_phrase(subject, asked.answer) if asked.shape == "clause" else asked.answer
    if not phrase or asked.shape not in {"clause", "past", "base"} or phrase.split()[0] in FINITE or " was " in phrase:
        return None
    first = phrase.split()[0]
    if asked.shape != "base" and not tells_past(first) and base(first) is None:
        return None
    if asked.shape != "base":
        phrase = re.sub(r"(?:\band|\bthen|,) (\w+)", _undone, phrase)
    return "by " + inflected(phrase, lambda word: gerund(guessed(word)))


def _undone(joined: re.Match[str]) -> str:
    verb = joined.group(1)
    return joined.group().replace(verb, {"butted": "butt"}.get(verb, guessed(verb))) if tells_past(verb) else joined.group()
