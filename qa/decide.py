"""From readings to an answer, or to an honest no."""

from collections.abc import Sequence
from dataclasses import dataclass

from index import terms

from .kinds import lacks
from .reader import Reading
from .understand import Query

# A reading within this many log-odds of the best one may be quoted beside it, or in its stead where it lacks what is asked for.
BESIDE = 2.0
REASONS = {
    "empty_library": "The library is empty: add some stories first.",
    "unknown_name": "None of the stories tells of {name}.",
    "names_apart": "No story tells of both {first} and {second}.",
    "number_missing": "The story doesn't mention {number}.",
    "nothing_found": "The stories don't tell.",
    "low_confidence": "The stories don't tell.",
    "no_question": "Ask me something about the stories, for instance who did something, where, when or why.",
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
    if query.kind == "greeting":
        return _no("no_question", 1.0)
    if query.unknown is not None:
        return _no("unknown_name", 0.95, name=query.unknown)
    if query.apart is not None:
        first, second = query.apart
        return _no("names_apart", 0.9, first=first, second=second)
    return None


def decide(query: Query, readings: Sequence[Reading], threshold: float, limit: int) -> Decision:
    """Choose what to quote: the best reading and, in its story, other places that say the same; for a list, that say more.

    Args:
        query: The question.
        readings: What was read, best first.
        threshold: A confidence below this is no answer.
        limit: How many quotes at most.
    """
    if not readings:
        return _no("nothing_found", 0.9)
    told = [reading for reading in readings if all(number in reading.window.text for number in query.numbers)]
    if not told:
        return _no("number_missing", 0.9, number=query.numbers[0])
    best = next((reading for reading in told if not lacks(query.text, reading.text, reading.answer)), told[-1])
    if best.score < told[0].score - BESIDE or lacks(query.text, best.text, best.answer):
        return _no("low_confidence", 0.9)
    if best.confidence < threshold:
        return _no("low_confidence", best.untold)
    beside = [reading for reading in told if 0 <= best.score - reading.score <= BESIDE and _adds(reading, best, query)]
    return Decision((best, *beside)[:limit], None, "", best.confidence)


def join(decisions: Sequence[Decision], limit: int, *, only_best: bool = False) -> Decision:
    """Make one decision of those for the parts of a question: what is told is told, and is as sure as the least sure of it.

    Args:
        decisions: One for each part.
        limit: How many quotes at most.
        only_best: Whether one part is asked for, the surest.
    """
    told = [decision for decision in decisions if decision.readings]
    if not told:
        return min(decisions, key=lambda decision: decision.confidence)
    if only_best:
        return max(told, key=lambda decision: decision.confidence)
    most = max(1, limit // len(told))
    readings = [reading for decision in told for reading in decision.readings[:most]]
    return Decision(tuple(dict.fromkeys(readings))[:limit], None, "", min(decision.confidence for decision in told))


def _adds(reading: Reading, best: Reading, query: Query) -> bool:
    """Tell whether a further quote is worth its place: in a list for what it adds, else for saying the same elsewhere."""
    if reading.window.document_id != best.window.document_id or (reading.start < best.end and best.start < reading.end):
        return False
    words, others = _words(reading.answer), _words(best.answer)
    return words != others if query.kind == "list" else 2 * len(words & others) >= len(words | others) > 0


def _words(text: str) -> set[str]:
    return set(terms(text))


def _no(reason: str, confidence: float, **names: str) -> Decision:
    return Decision((), reason, REASONS[reason].format(**names), confidence)
