"""Questions after persons and things: who did it, whose it was, what it was."""

import re

from qa.english import ADVERBS, DETERMINERS, PREPOSITIONS, tells_past

from ..fact import VERB, Fact, marked, stated
from ..words import FINITE, bare_word
from .clauses import apart, clause_of, noun_phrase, placed
from .shapes import Asked

# A single word that is a deed rather than a person.
_VERBISH = re.compile(r"(?:[a-z]+(?:ed|ing)$)")


def who_did(asked: Asked) -> Fact | None:
    """Read `Who did the king send for?`."""
    clause = clause_of(asked)
    if clause is None or asked.shape not in {"noun", "adjective"}:
        return None
    rest, tail = apart(clause.rest)
    words = [bare_word(word) for word in rest.split()]
    if words and words[0] not in PREPOSITIONS and words[0] not in ADVERBS:
        return None
    return stated(clause.told(placed(rest.split(), asked.answer)), tail)


def who(asked: Asked) -> Fact | None:
    """`Who loved Assipattle?`: the answer is the subject; or `Who was Ebe?`, where it is not."""
    words = asked.body.split()
    first = words[0].lower()
    plural = bool(re.search(r" and |^(?:they|some|many|all|two|three)\b", asked.answer))
    is_verb = first in FINITE - {"did", "do", "does"} or tells_past(first) or first in {"held", "put"}
    if asked.shape not in {"noun", "adjective", "base"} or not is_verb:
        return None
    if (
        (first in {"was", "is", "has"} and plural)
        or len(asked.answer.split()) > 14
        or _VERBISH.match(asked.answer)
        or bare_word(words[-1]) in PREPOSITIONS
    ):
        return None
    is_name = first in {"was", "were"} and words[1].lower() not in DETERMINERS and words[1][0].isupper() and len(words) < 5
    if is_name:
        return stated(f"{' '.join(words[1:])} {VERB}{first} {asked.answer}")
    rest, tail = apart(asked.body)
    return stated(f"{asked.answer} {VERB}{rest}", tail) if len(rest.split()) > 1 else stated(f"{asked.answer} {VERB}{asked.body}")


def whose(asked: Asked) -> Fact | None:
    """Read `Whose daughter was ill?`."""
    if asked.shape != "noun" or not asked.answer.endswith(("'s", "’s")) and len(asked.answer.split()) > 6:
        return None
    owner = asked.answer if asked.answer.endswith(("'s", "’s")) else f"{asked.answer}'s"
    return stated(marked(f"{owner} {asked.body}"))


def what_subject(asked: Asked) -> Fact | None:
    """Read `What made the queen angry?`."""
    if asked.shape == "clause":
        fact = f"the fact that {asked.answer}"
        return stated(f"{fact} {VERB}{asked.aux} {asked.body}") if asked.aux == "made" and len(fact.split()) < 17 else None
    return stated(f"{asked.answer} {VERB}{asked.aux} {asked.body}") if asked.shape == "noun" and len(asked.answer.split()) < 12 else None


def what_was(asked: Asked) -> Fact | None:
    """Read `What was the boy doing?`, `What was in the box?`, `What was the hill called?`, or what is left over for `_what_is`."""
    body = asked.body
    if body.endswith(" doing") or " doing " in body:
        before, tail = apart(body)
        subject = re.match(r"(.+) doing$", before)
        fits = subject and re.match(r"[a-z]+ing\b", asked.answer)
        return stated(f"{subject.group(1)} {VERB}{asked.aux} {asked.answer}", tail) if subject and fits else None
    about = re.match(r"(?:special|different|strange|odd|unusual) about (.+)$", body)
    if about:
        return stated(f"what {VERB}{asked.aux} {body} {asked.aux} that {asked.answer}") if asked.shape == "clause" else None
    going = re.match(r"(?=[A-Z]|the |his |her )(?!.*\bthing\b)(.+)(?<! the)(?<! a) ([a-z]+ing)(?: (for|at|to|about|with|on))?$", apart(body)[0])
    if going and asked.shape == "noun":
        return stated(f"{going.group(1)} {VERB}{asked.aux} {going.group(2)} {going.group(3) or ''} {asked.answer}", apart(body)[1])
    if re.match(r"(?:in|inside|on|under) ", body):
        plural = asked.aux == "were" or bool(re.search(r" and |^(?:many|some|all|several)\b| number of ", asked.answer))
        return stated(f"{asked.answer} {VERB}{'were' if plural else 'was'} {body}") if asked.shape == "noun" else None
    made = re.match(r"(.+) ((?:made|built) (?:of|from)|filled with|covered with|called|named)$", body)
    if made:
        return stated(f"{made.group(1)} {VERB}{asked.aux} {made.group(2)} {asked.answer}") if asked.shape == "noun" else None
    return _what_is(asked)


def _what_is(asked: Asked) -> Fact | None:
    """Read `What was the name of the giant?`."""
    tokens = asked.body.split()
    if bare_word(tokens[0]) not in DETERMINERS and not tokens[0][0].isupper():
        return None
    end = noun_phrase(tokens)
    whole = end is None or tokens[end] in {"for", "in", "at", "on"}
    if not whole or bare_word(tokens[-1]) in PREPOSITIONS or asked.shape in {"past", "because"}:
        return None
    link = {"base": "to ", "clause": "that "}.get(asked.shape, "")
    return stated(f"{asked.body} {VERB}{asked.aux} {link}{asked.answer}")
