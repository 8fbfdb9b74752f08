"""Questions after events: what happened or will happen, why, and how somebody felt."""

import re

from qa.english import tells_past

from ..fact import VERB, Fact, marked, stated
from ..words import FINITE, PRONOUNS
from .clauses import apart, clause_of, noun_phrase, own_phrase
from .shapes import Asked


def happened(asked: Asked) -> Fact | None:
    """Read `What happened to the bull after he fell?`."""
    before, tail = apart(asked.body)
    about = re.match(r"to (.+)$", before)
    if (before and not about) or (not before and not tail) or re.match(r"as a ", tail):
        return None
    subject = about.group(1) if about else ""
    if asked.shape == "past" and subject:
        return stated(f"{subject} {VERB}{asked.answer}", tail)
    if asked.shape != "clause":
        return None
    own = own_phrase(subject, asked.answer) if subject else None
    if own and (own.split()[0] in FINITE or tells_past(own.split()[0])):
        return stated(f"{subject} {VERB}{own}", tail)
    begins = asked.answer.split()[0].lower() in PRONOUNS | {"his", "her", "their", "its"}
    return None if subject and begins or (not tail and begins) else stated(marked(asked.answer), tail, front=begins)


def will_happen(asked: Asked) -> Fact | None:
    """Read `What will happen if the king comes home?`."""
    _, tail = apart(asked.body)
    if not tail or asked.shape != "clause" or f" {asked.aux} " not in f" {asked.answer} " or asked.body.startswith("to "):
        return None
    begins = asked.answer.split()[0].lower() in PRONOUNS
    return stated(marked(asked.answer), tail, front=begins)


def how_feel(asked: Asked) -> Fact | None:
    """Read `How did the queen feel when the king left?`."""
    before, tail = apart(asked.body)
    match = re.match(r"(.+?) feel(?: (.+))?$", before)
    if not match or len(asked.answer.split()) > 3 or asked.shape not in {"adjective", "noun"} or asked.answer.split()[0] in {"a", "the", "cry"}:
        return None
    felt = "felt" if asked.aux == "did" else f"{asked.aux} feel"
    return stated(f"{match.group(1)} {VERB}{felt} {asked.answer} {match.group(2) or ''}", tail)


def why_did(asked: Asked) -> Fact | None:
    """Read `Why did the king give a ball?`."""
    clause, reason = clause_of(asked), _reason(asked)
    return None if clause is None or reason is None else stated(clause.told(), reason)


def why_was(asked: Asked) -> Fact | None:
    """Read `Why was the king sad?`."""
    being, reason = _being(asked), _reason(asked)
    return None if being is None or reason is None else stated(f"{being[0]} {VERB}{being[1]} {being[2]}", reason)


def _reason(asked: Asked) -> str | None:
    if asked.shape == "to":
        return asked.answer
    if asked.shape == "because":
        return "because " + asked.answer.split(" ", 1)[1]
    return f"because {asked.answer}" if asked.shape == "clause" else None


def _being(asked: Asked) -> tuple[str, str, str] | None:
    """Read `the king so sad` after `was`: subject, verb, what is said of it."""
    tokens = asked.body.split()
    at = 1 if tokens[0] in {"there", "it"} else noun_phrase(tokens)
    if at is None:
        return None
    verb = asked.aux.replace("n't", " not").replace("n’t", " not")
    return " ".join(tokens[:at]), verb, " ".join(tokens[at:])
