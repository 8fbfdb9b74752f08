"""Two rankings into one.

BM25's own scale is kept and the cosine is added to it with one weight: on FairytaleQA's validation questions this beats standardised scores, and
reciprocal rank fusion by far (`docs/benchmarks.md`). A passage that only one ranking has counts as the last of the other.
"""

from collections.abc import Mapping

from .engine import PassageId, Ranking

COSINE_WEIGHT = 10.0


def fuse(dense: Ranking, lexical: Ranking) -> dict[PassageId, float]:
    """Return the fused score of every passage in either ranking: BM25 + 10 x cosine."""
    cosine, bm25 = _scores(dense), _scores(lexical)
    lowest = min(cosine.values(), default=0.0)
    # A ranking that was not cut short has everything that scores at all.
    least = min(bm25.values(), default=0.0) if len(bm25) >= len(cosine) else 0.0
    return {id: bm25.get(id, least) + COSINE_WEIGHT * cosine.get(id, lowest) for id in {**cosine, **bm25}}


def _scores(ranking: Ranking) -> Mapping[PassageId, float]:
    return {ranked.id: ranked.score for ranked in ranking}
