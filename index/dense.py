"""The vectors of a library in FAISS: inner product on unit vectors, half precision, ids = passage ids.

A derived index: it is read from `dense.faiss` only when the bytes have the SHA-256 that the database records, and made anew otherwise.
"""

import hashlib
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .engine import PassageId, Ranked, Ranking, Vector
from .errors import LibraryCorrupt
from .files import write_durably
from .rows import Derived

VERSION = 1
FILE = "dense.faiss"
_BATCH = 4096


class DenseIndex:
    """An exact index over half-precision vectors. Safe to use from several threads.

    Args:
        dimension: Length of a vector.
    """

    def __init__(self, dimension: int) -> None:
        import faiss

        self._faiss: Any = faiss
        self.dimension = dimension
        self._lock = threading.Lock()
        self.clear()

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def clear(self) -> None:
        """Hold nothing."""
        quantizer = self._faiss.ScalarQuantizer.QT_fp16
        flat = self._faiss.IndexScalarQuantizer(self.dimension, quantizer, self._faiss.METRIC_INNER_PRODUCT)
        with self._lock:
            self._index: Any = self._faiss.IndexIDMap2(flat)
            self.highest: PassageId = 0

    def load(self, path: Path, derived: Derived | None) -> bool:
        """Read the file if it is the one that was recorded; tells whether it was."""
        if derived is None or derived.version != VERSION:
            return False
        try:
            data = path.read_bytes()
        except OSError:
            return False
        if hashlib.sha256(data).hexdigest() != derived.files.get(FILE):
            return False
        with self._lock:
            self._index = self._faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
            self.highest = derived.highest
        return True

    def save(self, path: Path) -> Derived:
        """Write the file durably; returns what the database should record of it."""
        with self._lock:
            data = self._faiss.serialize_index(self._index).tobytes()
            derived = Derived(VERSION, self.highest, {FILE: hashlib.sha256(data).hexdigest()})
        write_durably(path, data)
        return derived

    def mark(self) -> tuple[PassageId, int]:
        """Return what changes with every change: the highest id that was added, and how many there are."""
        with self._lock:
            return self.highest, int(self._index.ntotal)

    def take(self, other: "DenseIndex") -> None:
        """Hold what another index holds, at one stroke; the other is not used again."""
        with self._lock:
            self._index, self.highest = other._index, other.highest

    def add(self, rows: Iterable[tuple[PassageId, Vector]]) -> None:
        """Add vectors in the order of their ids, each higher than any before."""
        ids: list[PassageId] = []
        vectors: list[Vector] = []
        for id, vector in rows:
            ids.append(id)
            vectors.append(vector)
            if len(ids) == _BATCH:
                self._append(ids, vectors)
                ids, vectors = [], []
        self._append(ids, vectors)

    def remove(self, gone: Sequence[range]) -> None:
        """Drop the vectors of these ids."""
        if not gone:
            return
        ids = np.concatenate([np.arange(rows.start, rows.stop, dtype=np.int64) for rows in gone])
        with self._lock:
            self._index.remove_ids(self._faiss.IDSelectorBatch(ids))

    def ids(self) -> set[PassageId]:
        """Return the ids that the index holds."""
        with self._lock:
            return set(self._faiss.vector_to_array(self._index.id_map).tolist())

    def search(self, vector: Vector, k: int, only: Sequence[range] | None = None) -> Ranking:
        """Rank by inner product; equal scores by id. `only`: the ids that may be found, all when None."""
        if k <= 0 or (only is not None and not only):
            return []
        # The query is rounded as the rows are, so that a passage asked for by its own text scores 1 on every path.
        query = vector.astype(np.float16).astype(np.float32)[np.newaxis, :]
        options: dict[str, Any] = {}
        if only is not None:
            wanted = np.concatenate([np.arange(rows.start, rows.stop, dtype=np.int64) for rows in only])
            options["params"] = self._faiss.SearchParameters(sel=self._faiss.IDSelectorBatch(wanted))
        with self._lock:
            found = self._best(query, min(k, int(self._index.ntotal)), options)
        return sorted(found, key=lambda ranked: (-ranked.score, ranked.id))[:k]

    def _best(self, query: Vector, k: int, options: Mapping[str, Any]) -> Ranking:
        """Return the best `k` and all that tie with the last of them: FAISS keeps any of those that tie."""
        limit = k
        while limit:
            limit = min(limit + 1, int(self._index.ntotal))
            scores, ids = self._index.search(query, limit, **options)
            found = [Ranked(id, score) for id, score in zip(ids[0].tolist(), scores[0].tolist(), strict=True) if id >= 0]
            if len(found) < limit or limit == int(self._index.ntotal) or found[-1].score < found[k - 1].score:
                return found
            limit *= 2
        return []

    def _append(self, ids: list[PassageId], vectors: list[Vector]) -> None:
        if not ids:
            return
        rows = np.stack(vectors).astype(np.float32)
        if rows.shape[1] != self.dimension:
            message = f"The library records vectors of {self.dimension} numbers, but holds some of {rows.shape[1]}."
            raise LibraryCorrupt(message, "Put back a copy of library.db, or make a new library: quoth add PATH --library NEW")
        with self._lock:
            self._index.add_with_ids(rows, np.array(ids, dtype=np.int64))
            self.highest = max(self.highest, ids[-1])
