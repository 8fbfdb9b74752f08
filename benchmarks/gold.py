"""Which sections answer FairytaleQA's questions, and at what rank a ranking of passages has them.

A ranking of passages becomes a ranking of sections: a passage stands for the section that it overlaps most, and a section's rank is that of its
best passage. recall@k: a gold section is among the first k sections. Passages outside every known section stand for themselves. "Touched" counts
passages instead: a gold section is overlapped by one of the first k.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, TypeVar

from corpus import Passage
from qa.train.fairytaleqa import Question, Span

NEVER = 10**6
Placed = Mapping[str, Mapping[int, Span]]
_Unit = tuple[str, int | str]
_Key = TypeVar("_Key", bound=Hashable)


class Gold(Generic[_Key]):
    """The sections of a library's stories.

    Args:
        placed: Where the known sections lie, by document and number.
        passages: The passages that rankings are made of, by what rankings call them.
    """

    def __init__(self, placed: Placed, passages: Mapping[_Key, Passage]) -> None:
        self._placed = placed
        self._passages = passages
        self._units = {key: _unit(passage, key, placed.get(passage.document_id, {})) for key, passage in passages.items()}

    def rank(self, question: Question, ranking: Sequence[_Key]) -> int:
        """Return the rank of the first gold section, from 1; `NEVER` when it was not found."""
        gold = {(question.document, number) for number in question.sections}
        ranked = dict.fromkeys(self._units[key] for key in ranking)
        return next((rank for rank, unit in enumerate(ranked, start=1) if unit in gold), NEVER)

    def touched(self, question: Question, ranking: Sequence[_Key]) -> int:
        """Return the rank of the first passage that overlaps a gold section, from 1; `NEVER` when there is none."""
        placed = self._placed[question.document]
        gold = [placed[number] for number in question.sections if number in placed]
        for rank, key in enumerate(ranking, start=1):
            passage = self._passages[key]
            if passage.document_id == question.document and any(passage.start < end and passage.end > start for start, end in gold):
                return rank
        return NEVER


def recall(ranks: Sequence[int], k: int) -> float:
    """Return which part of the questions have their rank among the first `k`."""
    return sum(rank <= k for rank in ranks) / len(ranks)


def _unit(passage: Passage, key: Hashable, spans: Mapping[int, Span]) -> _Unit:
    overlaps = {number: min(passage.end, end) - max(passage.start, start) for number, (start, end) in spans.items()}
    best = max(overlaps, key=lambda number: (overlaps[number], -number), default=None)
    return (passage.document_id, best) if best is not None and overlaps[best] > 0 else (passage.document_id, f"passage {key}")
