"""Reading: which words of the windows answer the question, and which sentences prove it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

from corpus import sentences
from index import terms

from .reader_network import ReaderNetwork, Scores
from .reader_spans import Span, agreed, best_spans
from .signals import Asked, Read, Sentence, Signals
from .understand import Query
from .windows import Window


@dataclass(frozen=True, slots=True)
class Reading:
    """Sentences of a window that may answer the question, and the words in them that do.

    Attributes:
        window: Where it was read.
        start: Offset of the quote's first character in the document, in code points.
        end: Offset after its last.
        answer_start: Offset of the answer's first character, within the quote.
        answer_end: Offset after its last.
        score: How well it answers beside the other readings of the same question, in log-odds.
        confidence: Probability that it answers the question at all, 0 to 1.
        untold: Probability that nothing that was read answers it, were this the best reading, 0 to 1.
    """

    window: Window
    start: int
    end: int
    answer_start: int
    answer_end: int
    score: float
    confidence: float
    untold: float

    @property
    def text(self) -> str:
        """The words of the quote."""
        return self.window.text[self.start - self.window.start : self.end - self.window.start]

    @property
    def answer(self) -> str:
        """The words of the answer."""
        return self.window.text[self.answer_start - self.window.start : self.answer_end - self.window.start]


class Reader(Protocol):
    """Anything that finds the answers to a question in windows."""

    @property
    def threshold(self) -> float:
        """A confidence below this is no answer."""
        ...

    def read(self, query: Query, windows: Sequence[Window]) -> list[Reading]:
        """Return readings of the windows, best first; equal scores in the order of windows and text."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span with the sentences that hold it, and what speaks for it."""

    window: Window
    quoted: tuple[Sentence, ...]
    span: Span
    signals: Signals


class TrainedReader:
    """Quoth's own reader: a small network that was trained for this (`qa/train`, `qa/weights`).

    Args:
        network: The network, with the weights of the signals beside it.
    """

    def __init__(self, network: ReaderNetwork) -> None:
        self._network = network
        self._rank: Mapping[str, float] = network.settings["rank"]
        self._sure: Mapping[str, float] = network.settings["confidence"]
        self._untold: Mapping[str, float] = network.settings["untold"]

    @property
    def threshold(self) -> float:
        """A confidence below this is no answer; chosen on validation questions."""
        return float(self._network.settings["threshold"])

    def read(self, query: Query, windows: Sequence[Window]) -> list[Reading]:
        """Return the best reading of each sentence that has one, best first."""
        readings = [self._reading(found) for found in self.candidates(query, windows)]
        return sorted(readings, key=lambda reading: -reading.score)  # a stable sort: equals stay in the order of windows and text

    def _reading(self, found: Candidate) -> Reading:
        sure = _weighed(found.signals, self._sure)
        return Reading(
            found.window, found.quoted[0].start, found.quoted[-1].end,
            found.window.start + found.span.start, found.window.start + found.span.end,
            _weighed(found.signals, self._rank), _chance(sure), _chance(self._untold["bias"] + self._untold["slope"] * sure),
        )  # fmt: skip

    def candidates(self, query: Query, windows: Sequence[Window]) -> list[Candidate]:
        """Return the spans that are weighed, in the order of windows; training fits its weights on them."""
        told = [(window, _sentences(window)) for window in windows]
        scores = self._network.scores(query.text, [(window.title, window.text) for window in windows])
        spans = [best_spans(score, window.text, _headings(window)) for score, window in zip(scores, windows, strict=True)]
        asked = Asked(query, [sentence for _, found in told for sentence in found])
        margins = [found[0].score - 2 * score.none if found else -math.inf for found, score in zip(spans, scores, strict=True)]
        top, best = max((found[0].score for found in spans if found), default=0.0), max((window.score for window in windows), default=0.0)
        candidates = []
        for place, (window, found) in enumerate(told):
            second = max((margin for other, margin in enumerate(margins) if other != place), default=0.0)
            candidates += _candidates(asked, window, found, spans[place], scores[place], top, best, second)
        return candidates


def _candidates(
    asked: Asked, window: Window, told: Sequence[Sentence], spans: Sequence[Span], scores: Scores, top: float, best: float, second: float
) -> list[Candidate]:
    """Return one candidate for each run of sentences that a good span lies in: the span there that agrees most with the others."""
    by_quote: dict[tuple[int, ...], list[Span]] = {}
    for span in spans:
        place = tuple(n for n, s in enumerate(told) if s.start - window.start < span.end and span.start < s.end - window.start)
        if place:
            by_quote.setdefault(place, []).append(span)
    found = []
    for place, inside in by_quote.items():
        quoted = tuple(told[n] for n in place)
        before = told[place[0] - 1] if place[0] else None
        score = inside[0].score
        chosen = agreed(inside, window.text)
        read = Read(score - 2 * scores.none, score - top, window.score - best, second)
        gathered = asked.signals(quoted, before, window.text[chosen.start : chosen.end], read)
        found.append(Candidate(window, quoted, chosen, gathered))
    return found


def _weighed(found: Signals, weights: Mapping[str, float]) -> float:
    values: dict[str, float] = asdict(found)
    return weights["bias"] + sum(weights[name] * value for name, value in values.items())


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds))))


def _sentences(window: Window) -> list[Sentence]:
    return [
        Sentence(window, window.start + start, window.start + end, window.text[start:end], tuple(terms(window.text[start:end])))
        for start, end in sentences(window.text)
        if window.start + start not in window.headings
    ]


def _headings(window: Window) -> list[tuple[int, int]]:
    """Return where headings stand in a window's text: from their first character to the end of the line."""
    starts = [heading - window.start for heading in window.headings if heading >= window.start]
    return [(start, end if (end := window.text.find("\n", start)) >= 0 else len(window.text)) for start in starts]
