"""The little English that follow-ups need: words, verbs, nouns, noun phrases, and the shape of a question. No model, no network, no state."""

from .clause import Clause
from .nouns import BIRDS, KIN, Gender, Sort, common, doer, gender, number, picks, singular, sort
from .phrases import Phrase, phrase_at, phrases
from .shapes import clause, fragment
from .verbs import base, guessed, is_base, past, tells_past
from .words import (
    ADJECTIVES,
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    COUNTS,
    DETERMINERS,
    INTERROGATIVES,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATES,
    Word,
    between,
    content,
    words,
)

__all__ = [
    "ADJECTIVES", "ADVERBS", "AUXILIARIES", "BE", "BIRDS", "CONJUNCTIONS", "COUNTS", "DETERMINERS", "INTERROGATIVES", "KIN", "OPENERS",
    "PREPOSITIONS", "PRONOUNS", "SUBORDINATES", "Clause", "Gender", "Phrase", "Sort", "Word", "base", "between", "clause", "common", "content",
    "doer", "fragment", "gender", "guessed", "is_base", "number", "past", "phrase_at", "phrases", "picks", "singular", "sort", "tells_past",
    "words",
]  # fmt: skip
