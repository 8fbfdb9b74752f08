"""Vectors of recombined passages: mixed from those of the passages that they were made from, with noise for what is told afresh.

The source passages are embedded with MiniLM once. A recombined passage gets the mean of its two sources' vectors, weighted by their share of its
words, plus Gaussian noise with the covariance of the sources' vectors, renormalised. How much noise is fitted: of as many recombined passages as
there are sources, the median cosine to the nearest neighbour is that of the sources themselves.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index import SentenceEmbedder, Vector

from .sources import SourcePassage
from .tales import SEED, Part, Tale, Tales

_STEPS = 12
_QUANTILES = (0.1, 0.5, 0.9)


class Vectors:
    """Makes the vectors of tales.

    Args:
        sources: One unit vector for each source passage.
        noise: How much of the sources' own spread is added.
    """

    def __init__(self, sources: Vector, noise: float) -> None:
        self._sources, self._noise = sources, noise
        centred = sources - sources.mean(axis=0)
        _, widths, axes = np.linalg.svd(centred, full_matrices=False)
        self._spread = (widths[:, None] * axes / np.sqrt(len(sources))).astype(np.float32)

    def of(self, number: int, tale: Tale) -> Vector:
        """Return one unit row for each passage of the tale with this number."""
        return self.rows([number], tale.parts)

    def rows(self, seed: Sequence[int], parts: Sequence[Part]) -> Vector:
        """Return one unit row for each part, the same for the same seed."""
        chance: Any = np.random.default_rng([SEED, *seed])
        share = np.array([part.share for part in parts], dtype=np.float32)[:, None]
        first, second = self._sources[[part.first for part in parts]], self._sources[[part.second for part in parts]]
        noise = chance.standard_normal((len(parts), len(self._spread)), dtype=np.float32) @ self._spread
        mixed = share * first + (1 - share) * second + self._noise * noise
        return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)


def fitted(sources: Sequence[SourcePassage], tales: Tales, cache: Path) -> Vectors:
    """Return what makes vectors, its noise fitted; embedded passages and noise are kept in a file."""
    if cache.exists():
        with np.load(cache, allow_pickle=False) as kept:
            return Vectors(kept["vectors"], float(kept["noise"]))
    vectors = SentenceEmbedder().embed_passages([source.text.strip() for source in sources])
    wanted = nearest(vectors)
    parts: list[Part] = []
    number = 0
    while len(parts) < len(vectors):
        parts += tales.tale(number).parts
        number += 1
    low, high = 0.0, 3.0
    for _ in range(_STEPS):
        noise = (low + high) / 2
        found = nearest(Vectors(vectors, noise).rows([0], parts[: len(vectors)]))
        low, high = (noise, high) if np.median(found) > np.median(wanted) else (low, noise)
    print(f"noise {noise:.3f}; cosine to the nearest of {len(vectors)}, quantiles {_QUANTILES}:")
    print(f"  real passages {np.quantile(wanted, _QUANTILES).round(3)}, recombined {np.quantile(found, _QUANTILES).round(3)}")
    cache.parent.mkdir(parents=True, exist_ok=True)
    np.savez(cache, vectors=vectors, noise=noise)
    return Vectors(vectors, noise)


def nearest(vectors: Vector) -> Vector:
    """Return each row's cosine to its nearest neighbour among the others."""
    best = np.empty(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), 1000):
        cosines = vectors[start : start + 1000] @ vectors.T
        cosines[np.arange(len(cosines)), np.arange(start, start + len(cosines))] = -1
        best[start : start + 1000] = cosines.max(axis=1)
    return best
