"""The recipe: which groups each stage learns from, chosen by the figures in `docs/reader.md`."""

import random
from collections import defaultdict
from collections.abc import Sequence

from .groups import Group
from .tales import look_alikes
from .training import Stage

# How many questions of a set are taken at most: sentences and templates teach less than paragraphs of prose.
_MOST = {"qamr": 5_000, "policyqa": 300, "covidqa": 200, "friendsqa": 300}
_AGAIN = 0.12
_ALIKE = 0.25
_EPOCHS = 1


def stages(passages: Sequence[Group], tales: Sequence[Group], seed: int) -> list[Stage]:
    """Return the stages: all kinds of paragraphs first, then stories, with some paragraphs again lest they be forgotten."""
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    paragraphs = _picked(passages, chance)
    told = [(*tales, *look_alikes(tales, _ALIKE, seed + epoch), *_sample(paragraphs, _AGAIN, chance)) for epoch in range(_EPOCHS)]
    return [
        Stage("paragraphs", (paragraphs,), wrong=1, size=5_000, rate=2e-4),
        Stage("tales", tuple(told), wrong=1, size=6_000, rate=1.2e-4),
    ]


def _picked(groups: Sequence[Group], chance: random.Random) -> list[Group]:
    by_source: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        by_source[group.source].append(group)
    return [group for source, found in by_source.items() for group in chance.sample(found, min(len(found), _MOST.get(source, len(found))))]


def _sample(groups: Sequence[Group], share: float, chance: random.Random) -> list[Group]:
    return chance.sample(list(groups), round(share * len(groups)))
