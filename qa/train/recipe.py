"""The recipe: which groups each stage learns from, chosen by the figures in `docs/reader.md`."""

import random
from collections import defaultdict
from collections.abc import Sequence

from .groups import Group
from .tales import look_alikes
from .training import Stage

# How many questions of a set are taken at most: sentences and templates teach less than paragraphs of prose.
_MOST = {"qamr": 5_000, "policyqa": 300, "covidqa": 200, "friendsqa": 300}
# Sets with paragraphs of one article each beside others of it: the right subject, the wrong fact.
_DOUBTED = ("squad2_dev_half", "squad2_train_part")
_BESIDE = 0.15
_AGAIN = 0.12
_ALIKE = 0.25
_TALES_AGAIN, _DOUBTED_AGAIN = 0.7, 0.7


def stages(passages: Sequence[Group], tales: Sequence[Group], seed: int) -> list[Stage]:
    """Return the stages: all kinds of paragraphs, then stories, then when to doubt: twice the windows that don't answer, and impossible questions.

    Each of the later ones learns some of the earlier again, lest it be forgotten.
    """
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    paragraphs = _picked(passages, chance)
    told = [*tales, *look_alikes(tales, _ALIKE, seed), *_sample(paragraphs, _AGAIN, chance)]
    doubted = [group for group in passages if group.source in _DOUBTED]
    doubts = [*_sample(tales, _TALES_AGAIN, chance), *look_alikes(tales, _ALIKE, seed + 1), *_sample(doubted, _DOUBTED_AGAIN, chance)]
    return [
        Stage("paragraphs", paragraphs, wrong=1, size=5_000, rate=2e-4),
        Stage("tales", told, wrong=1, size=6_000, rate=1.2e-4),
        Stage("doubts", doubts, wrong=2, size=6_000, rate=1e-4),
    ]


def _picked(groups: Sequence[Group], chance: random.Random) -> list[Group]:
    """Return as many groups of each set as are wanted, most of them without the paragraph beside their own."""
    by_source: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        by_source[group.source].append(group)
    picked = [group for source, found in by_source.items() for group in chance.sample(found, min(len(found), _MOST.get(source, len(found))))]
    return [group if chance.random() < _BESIDE else group.only(group.windows[:1]) for group in picked]


def _sample(groups: Sequence[Group], share: float, chance: random.Random) -> list[Group]:
    return chance.sample(list(groups), round(share * len(groups)))
