"""What the words of a sentence speak for it, beside what the network says: shared terms, rare ones counting more."""

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import telling_terms, terms

from .kinds import evidence, kind
from .understand import Query
from .windows import Window


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a reading, each a weight's factor in `reader.json`.

    Attributes:
        margin: Log-odds of the span against "no answer", in its own window.
        score: Logits of the span, below the best span's of all windows (0 for the best).
        overlap: Share of the question's terms in the quote.
        before: The same for the sentence before it.
        paired: Share of the question's neighbouring terms that are neighbours in the quote.
        coverage: Share of the question's terms in the window.
        found: Fused score of the window, below the best window's (0 for the best).
        second: Margin of the best span of the other windows, 0 where there are none.
        together: Share of the question's terms that stand anywhere in the windows.
        evidence: What the quote gains for holding the kind of thing that is asked for (`qa.kinds.evidence`).
        named: Share of the question's names that stand in the window, 0 for a question without names.
        nameless: 1 for a question without names, else 0.
        length: Logarithm of the number of words in the answer.
    """

    margin: float
    score: float
    overlap: float
    before: float
    paired: float
    coverage: float
    found: float
    second: float
    together: float
    evidence: float
    named: float
    nameless: float
    length: float


@dataclass(frozen=True, slots=True)
class Read:
    """What the network and the search say of a span: fields as in `Signals`."""

    margin: float
    score: float
    found: float
    second: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a window: offsets in the document, in code points, and its terms."""

    window: Window
    start: int
    end: int
    text: str
    terms: tuple[str, ...]


class Asked:
    """A question prepared for weighing sentences against it.

    A term weighs the more, the fewer of the sentences hold it; names don't count, for every sentence of a story is about its people.

    Args:
        query: The question.
        found: The sentences of all windows.
    """

    def __init__(self, query: Query, found: Sequence[Sentence]) -> None:
        self._names = {mention.name or mention.written for mention in query.mentions}
        named = {term for name in self._names for term in terms(name)}
        seen = Counter(term for sentence in found for term in set(sentence.terms))
        asked = dict.fromkeys(telling_terms(query.text))
        self._kind = kind(query.text)
        self._words = {word.casefold().removesuffix("'s") for word in re.findall(r"[\w'’-]+", query.text)}
        self._pairs = set(pairwise(terms(query.text)))
        self._weights = {term: math.log(1 + len(found) / (seen[term] + 1)) for term in asked if term not in named}
        self._together = self._share(seen)

    def signals(self, quoted: Sequence[Sentence], before: Sentence | None, answer: str, read: Read) -> Signals:
        """Return what speaks for a quote: sentences that follow each other in one window, with the sentence before them."""
        window = quoted[0].window
        held = [term for sentence in quoted for term in sentence.terms]
        words = " ".join(sentence.text for sentence in quoted)
        return Signals(
            margin=read.margin,
            score=read.score,
            overlap=self._share(held),
            before=self._share(before.terms) if before else 0.0,
            paired=self._paired(held),
            coverage=self._share(terms(window.text)),
            found=read.found,
            second=read.second,
            together=self._together,
            evidence=evidence(self._kind, words, self._words),
            named=self._named(window),
            nameless=float(not self._names),
            length=math.log1p(len(answer.split())),
        )

    def _share(self, held: Collection[str]) -> float:
        """Return the weighted share of the question's terms among these, 0 to 1; 0 for a question without any."""
        total, there = sum(self._weights.values()), set(held)
        return sum(weight for term, weight in self._weights.items() if term in there) / total if total else 0.0

    def _paired(self, held: Sequence[str]) -> float:
        return len(self._pairs & set(pairwise(held))) / (len(self._pairs) or 1)

    def _named(self, window: Window) -> float:
        told = f"{window.title} {window.text}".casefold()
        return sum(name.casefold() in told for name in self._names) / (len(self._names) or 1)
