"""An approximate index for many vectors: clusters around centroids (IVF), 8 bits a number, of which a question looks into the nearest.

How many clusters there are follows from the number of vectors, how many of them are looked into from the recall that is measured while it is made.
Everything random is seeded: the same vectors in the same order give the same index.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .engine import Vector

Ids = NDArray[np.int64]
Blocks = Callable[[], Iterator[tuple[Ids, Vector]]]
# Of the questions made up for tuning. Real ones scatter more: with this, FairytaleQA's reach 0.991 at 300,000 passages and 0.996 at a million.
RECALL = 0.9975
_DEPTH = 10
_SAMPLE = 40
_ROUNDS = 6
_SEED = 6
_QUESTIONS = 256
_WIDER = 1.1
# The cosine between a made-up question and the middle of two passages: with it they are as far from all passages as FairytaleQA's are, and
# need as many clusters.
_NEAR = 0.7


def clusters_for(vectors: int) -> int:
    """Return how many clusters so many vectors should have: the power of two nearest to twice their root."""
    return 1 << round(math.log2(max(2.0, 2 * math.sqrt(vectors))))


class Known(NamedTuple):
    """Questions, one a row, with the ids of their exact nearest neighbours and the clusters that these lie in."""

    questions: Vector
    nearest: Ids
    clusters: Ids


class Clusters:
    """Clustered vectors. Not safe against searching while it is changed.

    Args:
        index: FAISS's `IndexIVFScalarQuantizer`, trained.
    """

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - a FAISS index
        import faiss

        self._faiss: Any = faiss
        self.index = index

    def __len__(self) -> int:
        return int(self.index.ntotal)

    @classmethod
    def of(cls, dimension: int, vectors: int, blocks: Blocks) -> "Clusters":
        """Make an index of vectors, on one thread, so that questions go on.

        Args:
            dimension: Length of a vector.
            vectors: How many there are.
            blocks: Yields them, ids and rows, the same each time it is called.
        """
        import faiss

        threads = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        try:
            sample = _sampled(blocks, vectors, clusters_for(vectors) * _SAMPLE)
            asked = _asked(sample[:: max(1, len(sample) // _QUESTIONS)])
            made = cls(_trained(faiss, dimension, clusters_for(vectors), sample))
            del sample
            made.tune(_filled(made, asked, blocks))
        finally:
            faiss.omp_set_num_threads(threads)
        return made

    def outgrown(self, vectors: int) -> bool:
        """Tell whether so many vectors should have more clusters than these."""
        return clusters_for(vectors) > int(self.index.nlist)

    def assigned(self, rows: Vector) -> Ids:
        """Return the cluster of each row."""
        return np.asarray(self.index.quantizer.search(rows, 1)[1][:, 0], dtype=np.int64)

    def add(self, ids: Ids, rows: Vector, clusters: Ids) -> None:
        """Add vectors whose clusters are known."""
        pointer, ids, rows, clusters = self._faiss.swig_ptr, np.ascontiguousarray(ids), np.ascontiguousarray(rows), np.ascontiguousarray(clusters)
        self.index.add_core(len(ids), pointer(rows), pointer(ids), pointer(clusters))

    def remove(self, ids: Ids) -> None:
        """Drop the vectors of these ids."""
        self.index.remove_ids(self._faiss.IDSelectorBatch(ids))

    def ids(self) -> Ids:
        """Return all ids, in no order."""
        lists = self.index.invlists
        held = [self._faiss.rev_swig_ptr(lists.get_ids(n), size).copy() for n in range(lists.nlist) if (size := lists.list_size(n))]
        return np.concatenate(held) if held else np.empty(0, dtype=np.int64)

    def search(self, query: Vector, k: int, only: NDArray[np.bool_] | None = None, *, widely: bool = False) -> tuple[Ids, Vector]:
        """Return the nearest `k` or fewer, ids and rough scores, best first.

        Args:
            query: One row.
            k: How many at most.
            only: For each id whether it may be found; None for all.
            widely: Whether to look into every cluster.
        """
        options: dict[str, Any] = {"nprobe": int(self.index.nlist) if widely else self._probes(only)}
        if only is not None:
            bits = np.packbits(only, bitorder="little")
            options["sel"] = self._faiss.IDSelectorBitmap(bits)
        scores, ids = self.index.search(query, k, params=self._faiss.SearchParametersIVF(**options))
        found = ids[0] >= 0
        return ids[0][found], scores[0][found]

    def tune(self, known: "Known") -> None:
        """Choose how many clusters a question looks into: about the fewest with the recall wanted."""
        # Where the nearest lie says how many clusters are needed at least; what 8 bits a number lose comes on top.
        order = np.argsort(self.index.quantizer.search(known.questions, int(self.index.nlist))[1], axis=1)
        needed = 1 + np.take_along_axis(order, known.clusters, axis=1)
        probes = math.ceil(np.quantile(needed, RECALL))
        while probes < self.index.nlist:
            self.index.nprobe = probes
            found = self.index.search(known.questions, min(len(self), 2 * _DEPTH))[1]
            hits = sum(np.isin(wanted, got).sum() for wanted, got in zip(known.nearest, found, strict=True))
            if hits >= RECALL * known.nearest.size:
                return
            probes = max(probes + 1, int(probes * _WIDER))
        self.index.nprobe = int(self.index.nlist)

    def _probes(self, only: NDArray[np.bool_] | None) -> int:
        """Return how many clusters to look into, so that as many vectors are compared however few may be found."""
        allowed = len(self) if only is None else max(1, int(only.sum()))
        return min(int(self.index.nlist), math.ceil(int(self.index.nprobe) * max(1.0, len(self) / allowed)))


def _trained(faiss: Any, dimension: int, clusters: int, sample: Vector) -> Any:  # noqa: ANN401 - FAISS has no types
    centroids = faiss.IndexFlatIP(dimension)
    kind = faiss.ScalarQuantizer.QT_8bit
    index = faiss.IndexIVFScalarQuantizer(centroids, dimension, min(clusters, len(sample)), kind, faiss.METRIC_INNER_PRODUCT, True)
    centroids.this.disown()
    index.own_fields = True
    index.cp.niter, index.cp.seed, index.cp.spherical = _ROUNDS, _SEED, True
    index.cp.min_points_per_centroid, index.cp.max_points_per_centroid = 1, _SAMPLE
    index.train(sample)
    return index


def _sampled(blocks: Blocks, vectors: int, wanted: int) -> Vector:
    """Return about as many rows as are wanted, evenly from all."""
    every = max(1, vectors // wanted)
    rows, begin = [], 0
    for _, block in blocks():
        rows.append(block[-begin % every :: every])
        begin += len(block)
    return np.concatenate(rows)


def _asked(rows: Vector) -> Vector:
    """Return what stands for questions: the middle of one row and another, with noise."""
    chance = np.random.default_rng(_SEED)
    middle = rows + rows[chance.permutation(len(rows))]
    noise = _unit(chance.standard_normal(rows.shape, dtype=np.float32))
    return _unit(_NEAR * _unit(middle) + math.sqrt(1 - _NEAR**2) * noise)


def _unit(rows: Vector) -> Vector:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _filled(made: Clusters, questions: Vector, blocks: Blocks) -> Known:
    """Add every vector; returns the questions with their exact nearest neighbours."""
    best = np.full((len(questions), _DEPTH), -np.inf, dtype=np.float32)
    nearest, homes = (np.full((len(questions), _DEPTH), -1, dtype=np.int64) for _ in range(2))
    for ids, rows in blocks():
        clusters = made.assigned(rows)
        made.add(ids, rows, clusters)
        scores = np.concatenate([best, questions @ rows.T], axis=1)
        top = np.argpartition(-scores, _DEPTH - 1, axis=1)[:, :_DEPTH]
        best = np.take_along_axis(scores, top, axis=1)
        nearest, homes = (_of_both(known, fresh, top) for known, fresh in ((nearest, ids), (homes, clusters)))
    return Known(questions, nearest, homes)


def _of_both(known: Ids, fresh: Ids, top: Ids) -> Ids:
    """Return those of what is known of each question and of what every question is told anew."""
    both = np.concatenate([known, np.broadcast_to(fresh, (len(known), len(fresh)))], axis=1)
    return np.take_along_axis(both, top, axis=1)
