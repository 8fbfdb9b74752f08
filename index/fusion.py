"""Two rankings into one."""

import statistics
from collections.abc import Mapping

from .engine import PassageId, Ranking

DENSE_WEIGHT = 0.5


def fuse(dense: Ranking, lexical: Ranking) -> dict[PassageId, float]:
    """Return the fused score of every passage in either ranking: the sum of its standardised scores."""
    fused: dict[PassageId, float] = {}
    for ranking, weight in ((dense, DENSE_WEIGHT), (lexical, 1.0)):
        scores = {ranked.id: ranked.score for ranked in ranking}
        for id, score in _standardised(scores).items():
            fused[id] = fused.get(id, 0.0) + weight * score
    return fused


def _standardised(scores: Mapping[PassageId, float]) -> dict[PassageId, float]:
    if not scores:
        return {}
    low = min(scores.values())
    spread = statistics.pstdev(scores.values()) or 1.0
    return {id: (score - low) / spread for id, score in scores.items()}
