"""The best passages by exact scores, of those that Milvus finds by scores which are nearly so."""

from collections.abc import Callable, Collection

from ..engine import PassageId, Ranked, Ranking
from .connection import MOST
from .state import State

Found = list[tuple[PassageId, float, float]]


def best(state: State, k: int, documents: Collection[str] | None, find: Callable[[int], Found], bound: Callable[[float], float]) -> Ranking:
    """Return the best `k` by their exact scores, equal ones by id.

    Args:
        state: The library; passages that are not of it are left out.
        k: How many.
        documents: The only ones to look in.
        find: Returns so many passages, best first by Milvus' score, each with this and the exact one.
        bound: Returns the highest exact score that can be where Milvus has this one.
    """
    k = min(k, state.passages)
    if k <= 0 or state.revisions(documents) == []:
        return []
    limit = min(MOST, k + k // 4 + 8)
    while True:
        found = find(limit)
        living = sorted((Ranked(id, exact) for id, _, exact in found if state.owner(id) is not None), key=lambda one: (-one.score, one.id))
        if len(found) < limit or limit == MOST or (len(living) >= k and living[k - 1].score > bound(found[-1][1])):
            return living[:k]
        limit = min(MOST, limit * 2)
