"""BM25 in Milvus: sparse vectors find the passages that may be best, and their scores are then computed exactly.

A passage's sparse vector holds, for each term of each field, `tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / REFERENCE))`; a question's holds the
rarity of its terms times their field's weight. Their inner product is BM25 (Robertson and Zaragoza, 2009), but for the average length, which changes
with the library while vectors stay. How far that moves a score is bounded, so it is known when enough was looked at (`Asked.bound`).
"""

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .. import analysis
from .schema import CAPACITY

K1, B = 1.2, 0.75
FIELDS = tuple(analysis.WEIGHTS)
# What the fields of a passage of 100 words, the splitter's aim, hold on average over 60 stories of FairytaleQA.
REFERENCE = {analysis.WORDS: 103.0, analysis.PAIRS: 102.0, analysis.AROUND: 342.0, analysis.TITLE: 3.0}
# Milvus takes no empty vector: this stands in one that would be, and no term has it.
_NOTHING = {0: 1.0}
_ROUNDING = 1 + 1e-4
_EXACT = 24


@lru_cache(maxsize=262_144)
def place(field: str, term: str) -> int:
    """Return the place of a term in the sparse vectors: a hash, as Milvus makes them itself, from 1 to 2**32 - 2."""
    digest = hashlib.blake2b(f"{field} {term}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % (2**32 - 2) + 1


def sparse(fields: Mapping[str, Sequence[str]]) -> dict[int, float]:
    """Return the sparse vector of a passage."""
    found = {}
    for field, words in fields.items():
        soft = _softness(len(words), REFERENCE[field])
        for term, often in Counter(words).items():
            found[place(field, term)] = often * (K1 + 1) / (often + soft)
    return found or _NOTHING


def listed(vector: Mapping[int, float]) -> list[int]:
    """Return the terms of a sparse vector, by which passages are counted; a passage of more than Milvus lists is counted for some."""
    return sorted(vector)[:CAPACITY]


@dataclass(frozen=True, slots=True)
class Asked:
    """The terms of a question as they are scored.

    Attributes:
        terms: Place, field and weight of each term that some passage holds.
        averages: Average length of each field over all passages.
    """

    terms: Sequence[tuple[int, str, float]]
    averages: Mapping[str, float]

    @classmethod
    def of(cls, counted: Mapping[tuple[str, str], int], passages: int, averages: Mapping[str, float]) -> "Asked":
        """Weigh terms by how many of the passages hold each."""
        terms = []
        for (field, term), holding in counted.items():
            if holding:
                held = min(holding, passages)
                rarity = math.log(1 + (passages - held + 0.5) / (held + 0.5))
                terms.append((place(field, term), field, analysis.WEIGHTS[field] * rarity))
        return cls(terms, averages)

    @property
    def vector(self) -> dict[int, float]:
        """The question's sparse vector."""
        return {at: weight for at, _, weight in self.terms}

    def score(self, vector: Mapping[int, float], lengths: Sequence[int]) -> float:
        """Return the exact BM25 of a passage from its sparse vector and the lengths of its fields."""
        known = dict(zip(FIELDS, lengths, strict=True))
        score = 0.0
        for at, field, weight in self.terms:
            if at in vector:
                value, soft = vector[at], _softness(known[field], REFERENCE[field])
                often = max(1, round(value * soft / (K1 + 1 - value)))
                score += weight * often * (K1 + 1) / (often + _softness(known[field], self.averages[field]))
        return score

    def bound(self, score: float) -> float:
        """Return the most that BM25 can be where the inner product is this."""
        return score * _ROUNDING * max((1.0, *(self.averages[field] / REFERENCE[field] for _, field, _ in self.terms)))


def coarse(length: int) -> int:
    """Return a length as Tantivy keeps it, in one byte: exact below 40, then four binary digits of it. So both engines score alike."""
    over = length - _EXACT
    lost = max(0, over.bit_length() - 4) if over > 0 else 0
    return length if not lost else _EXACT + (over >> lost << lost)


def _softness(length: int, average: float) -> float:
    return K1 * (1 - B + B * coarse(length) / average)
