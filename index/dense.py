"""The vectors of a library in FAISS: inner product on unit vectors, half precision, ids = passage ids.

Few vectors are compared one by one. Many are clustered (`clusters`), and what was added since waits in a short exact index until it is put to them;
what the clusters find is scored anew from the database's own vectors, so that scores are exact on either path and only the choice is approximate.

A derived index: it is read from `dense.faiss` only when the bytes have the SHA-256 that the database records, and made anew otherwise.
"""

import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .clusters import Clusters, Ids
from .engine import PassageId, Ranked, Ranking, Vector
from .errors import LibraryCorrupt
from .files import written_durably
from .rows import Derived
from .turns import Turns

VERSION = 2
FILE = "dense.faiss"
# Up to so many vectors all are compared: 5 ms. Clustering them saves little and finds less.
EXACT = 50_000
# What waits beside the clusters is compared one by one, too.
WAITING = 2_048
# Of named documents with no more passages than this each is compared, as the database has it.
_NAMED = 2_000
_BATCH = 4096
_READ = 1 << 20
# More than are wanted are taken from the clusters, whose order is rough.
_SPARE = 25


class Vectors(Protocol):
    """The vectors as the database has them, half precision."""

    def vectors(self, ids: Sequence[PassageId]) -> tuple[Ids, Vector]:
        """Return those that are there, ids and rows."""
        ...

    def vector_blocks(self, before: PassageId) -> Iterator[tuple[Ids, Vector]]:
        """Yield all with ids below this one, in the order of ids."""
        ...


class DenseIndex:
    """An index over half-precision vectors. Safe to use from several threads, of which one at a time changes it.

    Args:
        dimension: Length of a vector.
        truth: What gives the vectors when there are too many for comparing all.
    """

    def __init__(self, dimension: int, truth: Vectors) -> None:
        import faiss

        self._faiss: Any = faiss
        self._truth = truth
        self.dimension = dimension
        self._turns = Turns()
        self._changing = threading.Lock()
        self._flat: Any = self._empty()
        self._clusters: Clusters | None = None
        self.highest: PassageId = 0

    def __len__(self) -> int:
        return int(self._flat.ntotal) + len(self._clusters or ())

    def load(self, path: Path, derived: Derived | None) -> bool:
        """Read the file if it is the one that was recorded; tells whether it was."""
        if derived is None or derived.version != VERSION:
            return False
        try:
            data = memoryview(path.read_bytes())
        except OSError:
            return False
        if hashlib.sha256(data).hexdigest() != derived.files.get(FILE):
            return False
        index = self._read(data)
        with self._turns.alone():
            if isinstance(index, self._faiss.IndexIVF):
                self._flat, self._clusters = self._empty(), Clusters(index)
            else:
                self._flat, self._clusters = index, None
            self.highest = derived.highest
        return True

    def save(self, path: Path) -> Derived:
        """Write the file durably; returns what the database should record of it."""
        with self._changing:
            self._put_away()
            digest = hashlib.sha256()
            with written_durably(path) as file, self._turns.shared():

                def write(data: bytes) -> int:
                    digest.update(data)
                    return file.write(data)

                writer = self._faiss.PyCallbackIOWriter(write, _READ)
                buffered = self._faiss.BufferedIOWriter(writer, _READ)
                self._faiss.write_index(self._clusters.index if self._clusters else self._flat, buffered)
                del buffered  # which writes what it still holds
            return Derived(VERSION, self.highest, {FILE: digest.hexdigest()})

    def mark(self) -> tuple[PassageId, int]:
        """Return what changes with every change: the highest id that was added, and how many there are."""
        with self._turns.shared():
            return self.highest, len(self)

    def take(self, other: "DenseIndex") -> None:
        """Hold what another index holds, at one stroke; the other is not used again."""
        with self._changing, self._turns.alone():
            self._flat, self._clusters, self.highest = other._flat, other._clusters, other.highest

    def add(self, rows: Iterable[tuple[PassageId, Vector]]) -> None:
        """Add vectors in the order of their ids, each higher than any before."""
        ids: list[PassageId] = []
        vectors: list[Vector] = []
        with self._changing:
            for id, vector in rows:
                ids.append(id)
                vectors.append(vector)
                if len(ids) == _BATCH:
                    self._append(ids, vectors)
                    ids, vectors = [], []
            self._append(ids, vectors)

    def remove(self, gone: Sequence[range]) -> None:
        """Drop the vectors of these ids."""
        if gone:
            self.drop(_listed(gone))

    def drop(self, ids: Ids) -> None:
        """Drop the vectors of these ids."""
        if not len(ids):
            return
        with self._changing, self._turns.alone():
            self._flat.remove_ids(self._faiss.IDSelectorBatch(ids))
            if self._clusters is not None:
                self._clusters.remove(ids)

    def ids(self) -> Ids:
        """Return the ids that the index holds, ascending."""
        with self._turns.shared():
            return self._ids()

    def settle(self) -> bool:
        """Put what waits to the clusters, or make clusters where there are many vectors; tells whether they were made, which takes a while.

        Questions go on meanwhile.
        """
        with self._changing:
            if self._flat.ntotal > WAITING:
                self._put_away()
            if len(self) <= EXACT or (self._clusters is not None and not self._clusters.outgrown(len(self))):
                return False
            self._cluster()
            return True

    def search(self, vector: Vector, k: int, only: Sequence[range] | None = None) -> Ranking:
        """Rank by inner product; equal scores by id. `only`: the ids that may be found, all when None."""
        if k <= 0 or (only is not None and not only):
            return []
        # The query is rounded as the rows are, so that a passage asked for by its own text scores 1 on every path.
        query = vector.astype(np.float16).astype(np.float32)
        # On this thread only: several that wait for each other at every step are slower when others ask too.
        self._faiss.omp_set_num_threads(1)
        with self._turns.shared():
            clusters = self._clusters
            found = self._compared(query, k, only) if clusters is None else []
            candidates = None if clusters is None else self._candidates(clusters, query, k, only)
        if candidates is not None:
            found = self._scored(query, candidates)
        return sorted(found, key=lambda ranked: (-ranked.score, ranked.id))[:k]

    # Below: every vector

    def _compared(self, query: Vector, k: int, only: Sequence[range] | None) -> Ranking:
        options: dict[str, Any] = {}
        if only is not None:
            options["params"] = self._faiss.SearchParameters(sel=self._faiss.IDSelectorBatch(_listed(only)))
        ids, scores = self._best(query, k, options)
        return [Ranked(id, score) for id, score in zip(ids.tolist(), scores.tolist(), strict=True)]

    def _best(self, query: Vector, k: int, options: Mapping[str, Any]) -> tuple[Ids, Vector]:
        """Return the best `k` and all that tie with the last of them: FAISS keeps any of those that tie."""
        most = int(self._flat.ntotal)
        limit = k = min(k, most)
        while limit:
            limit = min(limit + 1, most)
            scores, ids = self._flat.search(query[np.newaxis, :], limit, **options)
            ids, scores = ids[0][ids[0] >= 0], scores[0][ids[0] >= 0]
            if len(ids) < limit or limit == most or scores[-1] < scores[k - 1]:
                return ids, scores
            limit *= 2
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)

    # Below: clusters

    def _candidates(self, clusters: Clusters, query: Vector, k: int, only: Sequence[range] | None) -> Ids:
        """Return what may be among the best `k`: those of the nearest clusters, and those that wait; all where few may be found."""
        if only is not None and sum(map(len, only)) <= _NAMED:
            return _listed(only)
        waiting, allowed = _every(self._flat), None if only is None else _marked(only, self.highest)
        if allowed is not None:
            waiting = waiting[allowed[waiting]]
        if len(waiting) > k + _SPARE:
            waiting = self._best(query, k + _SPARE, {"params": self._faiss.SearchParameters(sel=self._faiss.IDSelectorBatch(waiting))})[0]
        return np.concatenate([self._nearest(clusters, query, k, allowed), waiting])

    @staticmethod
    def _nearest(clusters: Clusters, query: Vector, k: int, allowed: NDArray[np.bool_] | None) -> Ids:
        """Return the best of the clusters and some more, with all that tie roughly with the last."""
        most = min(len(clusters), len(clusters) if allowed is None else int(allowed.sum()))
        limit, k, widely = min(k + _SPARE, most), min(k, most), False
        while limit:
            ids, scores = clusters.search(query[np.newaxis, :], limit, allowed, widely=widely)
            if len(ids) < limit and not widely:
                widely = True  # the nearest clusters hold too few
                continue
            if len(ids) < limit or limit == most or scores[-1] < scores[k - 1]:
                return ids
            limit = min(2 * limit, most)
        return np.empty(0, dtype=np.int64)

    def _scored(self, query: Vector, ids: Ids) -> Ranking:
        """Return the exact scores of those that are there."""
        held, rows = self._truth.vectors(ids.tolist())
        if rows.shape[1] != self.dimension:
            return []  # there are none, or they are damaged
        # Row by row, so that a score does not depend on what else is scored with it.
        scores = np.einsum("ij,j->i", rows, query)
        return [Ranked(id, score) for id, score in zip(held.tolist(), scores.tolist(), strict=True)]

    def _put_away(self) -> None:
        """Put what waits to the clusters, where there are any."""
        clusters, flat = self._clusters, self._flat
        if clusters is None or not flat.ntotal:
            return
        ids, rows = _every(flat), flat.index.reconstruct_n(0, flat.ntotal)
        assigned = clusters.assigned(rows)
        with self._turns.alone():
            clusters.add(ids, rows, assigned)
            self._flat = self._empty()

    def _cluster(self) -> None:
        """Cluster all vectors."""
        held = self.ids()
        made = Clusters.of(self.dimension, len(held), lambda: self._blocks(held))
        with self._turns.alone():
            self._flat, self._clusters = self._empty(), made

    def _blocks(self, held: Ids) -> Iterator[tuple[Ids, Vector]]:
        """Yield the vectors of these ids, ascending, from the database."""
        for ids, rows in self._truth.vector_blocks(int(held[-1]) + 1):
            known = np.isin(ids, held[slice(*np.searchsorted(held, (ids[0], ids[-1] + 1)))], assume_unique=True)
            yield ids[known], rows[known]

    # Below: FAISS

    def _empty(self) -> Any:  # noqa: ANN401 - a FAISS index
        quantizer = self._faiss.ScalarQuantizer.QT_fp16
        flat = self._faiss.IndexScalarQuantizer(self.dimension, quantizer, self._faiss.METRIC_INNER_PRODUCT)
        return self._faiss.IndexIDMap2(flat)

    def _read(self, data: memoryview) -> Any:  # noqa: ANN401 - a FAISS index
        place = 0

        def read(size: int) -> bytes:
            nonlocal place
            place += size
            return bytes(data[place - size : place])

        return self._faiss.read_index(self._faiss.PyCallbackIOReader(read, _READ))

    def _ids(self) -> Ids:
        held = [_every(self._flat)] + ([self._clusters.ids()] if self._clusters is not None else [])
        return np.sort(np.concatenate(held))

    def _append(self, ids: list[PassageId], vectors: list[Vector]) -> None:
        if not ids:
            return
        rows = np.stack(vectors).astype(np.float32)
        if rows.shape[1] != self.dimension:
            message = f"The library records vectors of {self.dimension} numbers, but holds some of {rows.shape[1]}."
            raise LibraryCorrupt(message, "Put back a copy of library.db, or make a new library: quoth add PATH --library NEW")
        with self._turns.alone():
            self._flat.add_with_ids(rows, np.array(ids, dtype=np.int64))
            self.highest = max(self.highest, ids[-1])


def _every(flat: Any) -> Ids:  # noqa: ANN401 - a FAISS index
    """Return the ids of an exact index, in its order."""
    import faiss

    return np.asarray(faiss.vector_to_array(flat.id_map), dtype=np.int64)


def _listed(ids: Sequence[range]) -> Ids:
    return np.concatenate([np.arange(rows.start, rows.stop, dtype=np.int64) for rows in ids])


def _marked(ids: Sequence[range], highest: PassageId) -> NDArray[np.bool_]:
    """Return for each id whether it is one of these."""
    marks = np.zeros(highest + 1, dtype=np.bool_)
    for rows in ids:
        marks[rows.start : rows.stop] = True
    return marks
