"""One question in several wordings: what each of them finds is put together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Hit

# The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009).
_SMOOTHING = 60


def alike(one: str, other: str) -> bool:
    """Tell whether two wordings are the same, letter by letter but for capitals, marks and white space."""
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())


def fused(rankings: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Return the hits of several wordings by reciprocal rank fusion, each as the wording that scored it highest has it; one ranking is left alone."""
    if len(rankings) == 1:
        return list(rankings[0])
    shares: dict[int, float] = {}
    best: dict[int, Hit] = {}
    for hit in (hit for ranking in rankings for hit in ranking):
        shares[hit.id] = shares.get(hit.id, 0.0) + 1 / (_SMOOTHING + hit.rank)
        if hit.id not in best or hit.score > best[hit.id].score:
            best[hit.id] = hit
    ranked = sorted(shares, key=lambda id: (-shares[id], id))
    return [replace(best[id], rank=rank) for rank, id in enumerate(ranked, start=1)]
