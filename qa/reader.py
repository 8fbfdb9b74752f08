"""Reading: which sentences of the windows answer the question.

`SentenceReader` is the simplest honest reader: it ranks the sentences by meaning (cosine of the embeddings) and by the question's words found in them.
"""

import math
import threading
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from corpus import sentences
from index import Embedder, Vector, question_terms, terms

from .windows import Window

_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of a window that may answer the question.

    Attributes:
        window: Where it was read.
        start: Offset of its first character in the document, in code points.
        end: Offset after its last.
        score: How well it answers, in log-odds: 0 is as likely right as wrong.
    """

    window: Window
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.window.text[self.start - self.window.start : self.end - self.window.start]


class Reader(Protocol):
    """Anything that finds the answers to a question in windows."""

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Return readings of the windows, best first; equal scores in the order of windows and text."""
        ...


class SentenceReader:
    """Ranks sentences by embedding and term overlap.

    Args:
        embedder: What sentences are embedded with; those seen lately are remembered.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Vector] = OrderedDict()

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """Return every sentence of the windows as a reading, best first."""
        found = [(window, start, end) for window in windows for start, end in sentences(window.text)]
        if not found:
            return []
        texts = [window.text[start:end] for window, start, end in found]
        meaning = self._vectors(texts) @ self._embedder.embed_query(question)
        overlap = _overlap(question, texts, windows)
        best = max(window.score for window in windows)
        readings = [
            Reading(window, window.start + start, window.start + end, _score(float(meaning[i]), overlap[i], window.score - best))
            for i, (window, start, end) in enumerate(found)
        ]
        order = {id(window): place for place, window in enumerate(windows)}
        return sorted(readings, key=lambda reading: (-reading.score, order[id(reading.window)], reading.start))

    def _vectors(self, texts: Sequence[str]) -> Vector:
        with self._lock:
            fresh = sorted({text for text in texts if text not in self._known})
        vectors = dict(zip(fresh, self._embedder.embed_passages(fresh), strict=True)) if fresh else {}
        with self._lock:
            for text in texts:
                self._known[text] = vectors.get(text, self._known.get(text)) if text in vectors else self._known[text]
                self._known.move_to_end(text)
            rows = np.stack([self._known[text] for text in texts])
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return rows


def _overlap(question: str, texts: Sequence[str], windows: Sequence[Window]) -> list[float]:
    """Return for each sentence the share of the question's terms in it, 0 to 1, rare terms counting more."""
    seen = Counter(term for window in windows for term in set(terms(window.text)))
    weights = {term: math.log(1 + len(windows) / (0.5 + seen[term])) for term in question_terms(question)}
    total = sum(weights.values()) or 1.0
    return [sum(weights.get(term, 0.0) for term in set(terms(text))) / total for text in texts]


def _score(meaning: float, overlap: float, behind: float) -> float:
    return 6.0 * meaning + 2.0 * overlap + 0.3 * behind - 4.0
