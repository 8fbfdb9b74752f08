"""Reading: which sentences of the windows answer the question.

`SentenceReader` is the simplest honest reader: it ranks sentences by meaning (cosine of the embeddings) and by the question's words in them.
"""

import math
import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from corpus import sentences
from index import Embedder, Vector, telling_terms, terms

from .kinds import evidence, kind
from .understand import Query
from .windows import Window

_KEPT = 20_000
_TELLING = frozenset(terms("tell describe explain show give list compare contrast introduce know say story stories"))
_BIAS = -5.328
_WEIGHTS = {"meaning": 4.936, "overlap": 3.219, "coverage": 0.814}


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of a window that may answer the question.

    Attributes:
        window: Where it was read.
        start: Offset of its first character in the document, in code points.
        end: Offset after its last.
        score: How well it answers beside the other readings of the same question, in log-odds.
        confidence: Probability that it answers the question at all, 0 to 1.
    """

    window: Window
    start: int
    end: int
    score: float
    confidence: float

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.window.text[self.start - self.window.start : self.end - self.window.start]


@dataclass(frozen=True, slots=True)
class Signals:
    """What a sentence shows of whether it answers a question at all.

    Attributes:
        meaning: Cosine with the question, its names left open: whose story it is has been settled before.
        overlap: Share of the question's terms in the sentence, rare ones counting more.
        coverage: The same for its whole window.
    """

    meaning: float
    overlap: float
    coverage: float


def probability(signals: Signals) -> float:
    """Return the probability that a sentence answers its question: a logistic model fitted by `benchmarks/abstention.py`."""
    logit = _BIAS + sum(weight * getattr(signals, name) for name, weight in _WEIGHTS.items())
    return 1 / (1 + math.exp(-logit))


class Reader(Protocol):
    """Anything that finds the answers to a question in windows."""

    def read(self, query: Query, windows: Sequence[Window]) -> list[Reading]:
        """Return readings of the windows, best first; equal scores in the order of windows and text."""
        ...


@dataclass(frozen=True, slots=True)
class _Sentence:
    window: Window
    start: int
    end: int
    text: str
    terms: tuple[str, ...]


class SentenceReader:
    """Ranks sentences by embedding, term overlap, and whether they hold the kind of thing that is asked for.

    The weights are log-odds of a linear model, fitted on training questions; what it measures is in `docs/benchmarks.md`.

    Args:
        embedder: What sentences are embedded with; those seen lately are remembered.
        confidence: From the signals of a sentence to the probability that it answers.
    """

    def __init__(self, embedder: Embedder, confidence: Callable[[Signals], float] = probability) -> None:
        self._embedder = embedder
        self._confidence = confidence
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Vector] = OrderedDict()

    def read(self, query: Query, windows: Sequence[Window]) -> list[Reading]:
        """Return every sentence of the windows as a reading, best first."""
        found = [sentence for window in windows for sentence in _sentences(window)]
        if not found:
            return []
        asked = _Asked(query, found)
        vectors = self._vectors([sentence.text for sentence in found])
        meaning = vectors @ self._embedder.embed_query(asked.nameless)
        best = max(window.score for window in windows)
        readings = []
        for place, sentence in enumerate(found):
            before = found[place - 1] if place and found[place - 1].window is sentence.window else None
            score = 2.5 * float(meaning[place]) + asked.words(sentence, before) + 0.15 * (sentence.window.score - best)
            if asked.of_a_person:
                score = 3.2 * asked.overlap(sentence) - math.log1p(sentence.start)
            confidence = self._confidence(asked.signals(sentence, float(meaning[place])))
            readings.append(Reading(sentence.window, sentence.start, sentence.end, score, confidence))
        return sorted(readings, key=lambda reading: -reading.score)  # a stable sort: equals stay in the order of windows and text

    def _vectors(self, texts: Sequence[str]) -> Vector:
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        fresh = sorted({text for text in texts if text not in known})
        if fresh:
            known.update(zip(fresh, self._embedder.embed_passages(fresh), strict=True))
        with self._lock:
            for text, vector in known.items():
                self._known[text] = vector
                self._known.move_to_end(text)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return np.stack([known[text] for text in texts])


class _Asked:
    """A question prepared for scoring sentences against it.

    A term weighs the more, the fewer of the sentences hold it; names count little, for every sentence of a story is about its people.
    """

    def __init__(self, query: Query, found: Sequence[_Sentence]) -> None:
        names = {term for mention in query.mentions for term in terms(mention.name or mention.written)}
        seen = Counter(term for sentence in found for term in set(sentence.terms))
        asked = dict.fromkeys(telling_terms(query.text))
        self.nameless = _without_names(query)
        self._kind = kind(query.text)
        self._words = {word.casefold().removesuffix("'s") for word in re.findall(r"[\w'’-]+", query.text)}
        self._pairs = set(pairwise(terms(query.text)))
        self._weights = {term: math.log(1 + len(found) / (seen[term] + 1)) for term in asked if term not in names}
        # "Who is Lily?" and "Tell me about Lily" ask for nothing but the person: the sentences that tell of her count, the first one first.
        self.of_a_person = bool(names) and not self._weights.keys() - _TELLING
        if self.of_a_person:
            self._weights = dict.fromkeys(names, 1.0)

    def words(self, sentence: _Sentence, before: _Sentence | None) -> float:
        """Return what a sentence's words speak for it, in log-odds; the sentence before it may hold what it refers to."""
        return (
            3.2 * self.overlap(sentence)
            + 1.8 * (self.overlap(before) if before else 0.0)
            + 1.0 * self._paired(sentence)
            + 0.6 * math.log1p(len(sentence.terms))
            - 0.8 * sentence.text.rstrip("\"”’'").endswith("?")
            + evidence(self._kind, sentence.text, self._words)
        )

    def overlap(self, sentence: _Sentence) -> float:
        """Return the weighted share of the question's terms in a sentence, 0 to 1."""
        return self._share(sentence.terms)

    def signals(self, sentence: _Sentence, meaning: float) -> Signals:
        """Return what a sentence shows of whether it answers."""
        return Signals(meaning, self.overlap(sentence), self._share(terms(sentence.window.text)))

    def _paired(self, sentence: _Sentence) -> float:
        return len(self._pairs & set(pairwise(sentence.terms))) / (len(self._pairs) or 1)

    def _share(self, held: Sequence[str]) -> float:
        total, there = sum(self._weights.values()), set(held)
        if self.of_a_person:
            return float(not there.isdisjoint(self._weights))
        return sum(weight for term, weight in self._weights.items() if term in there) / total if total else 0.0


def _sentences(window: Window) -> list[_Sentence]:
    return [
        _Sentence(window, window.start + start, window.start + end, window.text[start:end], tuple(terms(window.text[start:end])))
        for start, end in sentences(window.text)
        if window.start + start not in window.headings
    ]


def _without_names(query: Query) -> str:
    """Return the question with its names left open, so that it means what was done rather than by whom."""
    text = query.text
    for mention in reversed(query.mentions):
        text = f"{text[: mention.start]}they{text[mention.end :]}"
    return re.sub(r"\bthey(\s+they)+\b", "they", text)
