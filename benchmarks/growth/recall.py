"""Dense search beside an exact one: which part of the ten nearest passages it finds."""

import time
from typing import Any

import numpy as np

from benchmarks.questions import asked_of
from benchmarks.record import SEED
from index import Library, PassageId, Vector

from .opened import Models, folder_of, quantiles, share

_K = 10
_ASKED = 200
_BLOCK = 8_192


def measure(size: int, effort: float) -> dict[str, Any]:
    """Ask questions really embedded; the exact ranking compares them with every vector of the database."""
    models = Models()
    with models.opened(folder_of(size)) as opened:
        library = opened.library
        queries = np.stack([models.embedder.embed_query(question) for question in asked_of(library, share(_ASKED, effort), SEED + 2)])
        found, took = [], []
        for query in queries:
            begun = time.perf_counter()
            ranking = library.engine.dense(query, _K)
            took.append(time.perf_counter() - begun)
            found.append({ranked.id for ranked in ranking})
        exact = _exact(library, queries)
    shares = [len(some & best) / len(best) for some, best in zip(found, exact, strict=True)]
    return {"questions": len(queries), "recall@10": float(np.mean(shares)), "worst": min(shares), "dense": quantiles(took)}


def _exact(library: Library, queries: Vector) -> list[set[PassageId]]:
    rows = sorted(row for record in library.documents().values() for row in record.rows)
    scores = np.full((len(queries), 0), -2.0, dtype=np.float32)
    ids = np.zeros((len(queries), 0), dtype=np.int64)
    for start in range(0, len(rows), _BLOCK):
        entries = library.passages(rows[start : start + _BLOCK])
        block = np.stack([entry.vector for entry in entries.values()]).astype(np.float32)
        scores = np.hstack([scores, queries @ block.T])
        ids = np.hstack([ids, np.tile(np.fromiter(entries, dtype=np.int64), (len(queries), 1))])
        best = np.argsort(-scores, axis=1, kind="stable")[:, :_K]
        scores, ids = np.take_along_axis(scores, best, axis=1), np.take_along_axis(ids, best, axis=1)
    return [set(row.tolist()) for row in ids]
