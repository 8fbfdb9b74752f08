"""From readings to an answer, or to an honest no."""

from collections.abc import Sequence
from dataclasses import dataclass

from .reader import Reading
from .understand import Query

# On validation questions asked of their own story this refuses about one in twenty; how it was chosen: `docs/benchmarks.md`.
THRESHOLD = 0.07
# A reading within this many log-odds of the best one is quoted beside it.
_BESIDE = 0.7
REASONS = {
    "empty_library": "The library is empty: add some stories first.",
    "unknown_name": "None of the stories tells of {name}.",
    "names_apart": "No story tells of both {first} and {second}.",
    "number_missing": "The story doesn't mention {number}.",
    "nothing_found": "The stories don't tell.",
    "low_confidence": "The stories don't tell.",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What to answer: readings to quote, or a reason not to.

    Attributes:
        readings: What to quote, best first; empty for an abstention.
        reason: A key of `REASONS`; None for an answer.
        words: What the abstention says; empty for an answer.
        confidence: Probability that this decision is right.
    """

    readings: tuple[Reading, ...]
    reason: str | None
    words: str
    confidence: float


def refuse_early(query: Query, documents: int) -> Decision | None:
    """Return the abstention that no reading could change, None when it is worth searching."""
    if documents == 0:
        return _no("empty_library", 1.0)
    if query.unknown is not None:
        return _no("unknown_name", 0.95, name=query.unknown)
    if query.apart is not None:
        first, second = query.apart
        return _no("names_apart", 0.9, first=first, second=second)
    return None


def decide(query: Query, readings: Sequence[Reading], limit: int) -> Decision:
    """Choose what to quote: the best reading, those as good beside it, and one of each story when several are meant.

    Args:
        query: The question.
        readings: What was read, best first.
        limit: How many quotes at most.
    """
    if not readings:
        return _no("nothing_found", 0.9)
    told = [reading for reading in readings if all(number in reading.window.text for number in query.numbers)]
    if not told:
        return _no("number_missing", 0.9, number=query.numbers[0])
    confidence = told[0].confidence
    if confidence < THRESHOLD:
        return _no("low_confidence", 1 - confidence)
    close = [reading for reading in told if told[0].score - reading.score <= _BESIDE]
    chosen = _one_of_each(told if query.several else close) if query.several or len({r.window.document_id for r in close}) > 1 else close
    return Decision(tuple(chosen[:limit]), None, "", confidence)


def _one_of_each(readings: Sequence[Reading]) -> list[Reading]:
    best: dict[str, Reading] = {}
    for reading in readings:
        best.setdefault(reading.window.document_id, reading)
    return list(best.values())


def _no(reason: str, confidence: float, **names: str) -> Decision:
    return Decision((), reason, REASONS[reason].format(**names), confidence)
