"""A question and its answer as a statement whose main verb is marked, so that it can be denied later."""

from dataclasses import dataclass

from qa.english import tells_past

from .validation import Row
from .words import FINITE, bare_word

# Stands before the main verb of a statement until it is written out, so that it can be denied.
VERB = "\x01"


@dataclass(frozen=True, slots=True)
class Fact:
    """A question and its answer as a statement, the main verb marked.

    Attributes:
        row: The question.
        answer: The answer that was used.
        main: The main clause, capitals as within a sentence.
        tail: What says when or why, or nothing.
        front: Whether the tail must go first, as the main clause begins with a pronoun.
    """

    row: Row
    answer: str
    main: str
    tail: str = ""
    front: bool = False


# The question of a statement that has none yet.
NOBODY = Row("", "", "", (), (), True)


def stated(main: str, tail: str = "", *, front: bool = False) -> Fact:
    """Return a statement that has no question and answer yet."""
    return Fact(NOBODY, "", main, tail, front)


def marked(clause: str) -> str:
    """Return a clause with its first verb marked."""
    words = clause.split()
    for at, word in enumerate(words[:9]):
        if at and (bare_word(word) in FINITE or tells_past(bare_word(word))):
            return " ".join([*words[:at], VERB + word, *words[at + 1 :]])
    return clause
