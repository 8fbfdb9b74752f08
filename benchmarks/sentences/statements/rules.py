"""The rules by the form of a question, and the statements that they make of it."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from corpus import names

from ..fact import NOBODY, Fact
from ..validation import Row
from ..words import spaced
from .circumstances import how_long, how_many, where_did, where_was
from .deeds import how_did, what_do, what_verb
from .events import happened, how_feel, why_did, why_was, will_happen
from .shapes import Asked, shape_of
from .slips import odd, sound
from .subjects import what_subject, what_was, who, who_did, whose

# The verbs behind the asking word.
_AUX = r"(?P<aux>did|didn['’]t|will|would|wouldn['’]t|could|couldn['’]t|can|can['’]t|must|should)"
_WAS = r"(?P<aux>was|were|wasn['’]t|weren['’]t|is)"
# The first pattern that fits a question decides.
_RULES: tuple[tuple[re.Pattern[str], Callable[[Asked], Fact | None]], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (rf"Why {_AUX} (?P<body>.+)", why_did),
        (rf"Why {_WAS} (?P<body>.+)", why_was),
        (r"What (?P<aux>will|would) happen (?P<body>.+)", will_happen),
        (r"What happened (?P<body>.+)", happened),
        (rf"What {_AUX} (?P<body>(?:(?!to )\S+ ){{1,7}}?do(?: .+)?)$", what_do),
        (rf"What(?: else)? {_AUX} (?P<body>.+)", what_verb),
        (rf"How {_AUX} (?P<body>.+? feel(?: .+)?)$", how_feel),
        (r"How many (?P<body>.+)", how_many),
        (r"How long (?P<aux>did) (?P<body>.+)", how_long),
        (rf"How {_AUX} (?P<body>.+)", how_did),
        (rf"Where {_AUX} (?P<body>.+)", where_did),
        (rf"Where {_WAS} (?P<body>.+)", where_was),
        (rf"Who {_AUX} (?P<body>.+)", who_did),
        (r"Who (?P<body>.+)", who),
        (r"Whose (?P<body>.+)", whose),
        (r"What (?P<aux>made|reminded|caused|helped|woke) (?P<body>.+)", what_subject),
        (rf"What {_WAS} (?P<body>.+)", what_was),
    )
)


def facts(row: Row, story: str, known: frozenset[str]) -> list[Fact]:
    """Return the statements that the rules make of a question, one for each answer that they can use.

    Args:
        row: The question.
        story: The text of its story.
        known: Words that are no slips of the pen, folded.
    """
    question = spaced(row.question.replace(" 's", "'s"))
    if not question.endswith("?") or question.count("?") > 1 or odd(question, known):
        return []
    found: list[Fact] = []
    for written in dict.fromkeys(_tidy(answer, story) for answer in row.answers):
        if odd(written, known) or not 1 <= len(written.split()) <= 22:
            continue
        made = _statement(question[:-1].strip(), written)
        if made is not None and sound(made):
            found.append(replace(made, row=row, answer=written))
    return found


def _statement(question: str, answer: str) -> Fact | None:
    for pattern, rule in _RULES:
        match = pattern.match(question)
        if match:
            parts = match.groupdict()
            made = rule(Asked(parts.get("body") or "", (parts.get("aux") or "").lower(), answer, shape_of(answer)))
            return None if made is None else Fact(NOBODY, answer, spaced(made.main), spaced(made.tail), made.front)
    return None


def _tidy(answer: str, story: str) -> str:
    """Return an answer without its full stop and with a small first letter, if the story does not write it with a capital."""
    text = spaced(answer).strip(" .,;")
    first = re.match(r"[A-Za-z'-]+", text)
    if not first or not text[0].isupper():
        return text
    word = first.group()
    keeps = word == "I" or (word in names(story) and not re.search(rf"\b{re.escape(word.lower())}\b", story)) or word in _capitals(story)
    return text if keeps else text[0].lower() + text[1:]


@lru_cache(maxsize=64)
def _capitals(story: str) -> frozenset[str]:
    return frozenset(name for name, often in names(story).items() if often > 1)
