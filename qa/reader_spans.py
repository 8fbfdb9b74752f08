"""From scores of tokens to answers: the best spans of a window, and the one among them that agrees most with the rest."""

import heapq
import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from .reader_network import Scores

_ENDS = 12
_KEPT = 20
_LONGEST = 60
_WORD = re.compile(r"\w+(?:['’]\w+)?")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a window's text that may be the answer.

    Attributes:
        start: Offset of its first character in the window's text, in code points.
        end: Offset after its last.
        score: Sum of the logits of its start and end.
    """

    start: int
    end: int
    score: float


def best_spans(scores: Scores, text: str, headings: Collection[tuple[int, int]] = ()) -> list[Span]:
    """Return the best spans of a window, best first, at most twenty; whole words, none within a heading.

    Args:
        scores: What the network says of the window.
        text: The window's text.
        headings: Stretches of it that name a place and answer nothing.
    """
    allowed = np.array([a < b and not any(s <= a < e for s, e in headings) for a, b in scores.offsets], dtype=bool)
    if not allowed.any():
        return []
    starts, ends = np.where(allowed, scores.starts, -np.inf), np.where(allowed, scores.ends, -np.inf)
    pairs = (
        (float(starts[a] + ends[b]), a, b)
        for a in np.argsort(-starts, kind="stable")[:_ENDS].tolist()
        for b in np.argsort(-ends, kind="stable")[:_ENDS].tolist()
        if a <= b < a + _LONGEST and allowed[a : b + 1].all()
    )
    best: dict[tuple[int, int], Span] = {}
    for score, a, b in heapq.nlargest(_KEPT, pairs):
        start, end = _whole_words(text, scores.offsets[a][0], scores.offsets[b][1])
        best.setdefault((start, end), Span(start, end, score))
    if not best:
        a = int(np.argmax(starts))
        start, end = _whole_words(text, *scores.offsets[a])
        return [Span(start, end, float(starts[a] + scores.ends[a]))]
    return list(best.values())


def agreed(spans: Sequence[Span], text: str) -> Span:
    """Return the span with the highest expected word F1, the spans' scores being log-probabilities (minimum Bayes risk).

    Args:
        spans: Spans of one window, best first; at least one.
        text: The window's text.
    """
    top = spans[0].score
    chances = [math.exp(span.score - top) for span in spans]
    words = [Counter(word.casefold() for word in _WORD.findall(text[span.start : span.end])) for span in spans]
    expected = [sum(chance * _f1(mine, other) for chance, other in zip(chances, words, strict=True)) for mine in words]
    return spans[max(range(len(spans)), key=lambda place: (expected[place], -place))]


def _f1(one: Counter[str], other: Counter[str]) -> float:
    shared = sum((one & other).values())
    return 2 * shared / (sum(one.values()) + sum(other.values())) if shared else 0.0


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span that begins or ends within a word."""
    while start > 0 and _within(text, start):
        start -= 1
    while end < len(text) and _within(text, end):
        end += 1
    return start, end


def _within(text: str, offset: int) -> bool:
    return text[offset - 1].isalnum() and text[offset].isalnum()
