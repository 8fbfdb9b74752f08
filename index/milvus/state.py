"""What a client knows of a library at one commit: its documents, where their passages lie, and how long these are."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ..engine import Catalogue, PassageId
from .rows import Marked
from .terms import FIELDS


@dataclass(frozen=True, slots=True)
class State:
    """A library at one commit.

    Attributes:
        catalogue: Its documents.
        marks: What was read of each, by revision: the id of its first passage, which no two revisions share.
        starts: First ids of the documents that have passages, ascending.
        owners: The documents' ids in the same order.
        passages: How many passages there are.
        averages: Average length of each field of a passage.
        counted: How many passages hold a term, as far as it was asked.
    """

    catalogue: Catalogue
    marks: Mapping[PassageId, Marked]
    starts: tuple[PassageId, ...]
    owners: tuple[str, ...]
    passages: int
    averages: Mapping[str, float]
    counted: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, generation: int, marks: Iterable[Marked]) -> "State":
        """Return the state that these documents make up."""
        known = {mark.record.first: mark for mark in sorted(marks, key=lambda mark: mark.record.first)}
        filled = [(first, mark.record.id) for first, mark in known.items() if mark.record.passages]
        passages = sum(mark.record.passages for mark in known.values())
        totals = {name: sum(mark.lengths[place] for mark in known.values()) for place, name in enumerate(FIELDS)}
        averages = {name: total / max(1, passages) for name, total in totals.items()}
        catalogue = Catalogue(generation, {mark.record.id: mark.record for mark in known.values()})
        return cls(catalogue, known, tuple(first for first, _ in filled), tuple(id for _, id in filled), passages, averages)

    @property
    def highest(self) -> PassageId:
        """The highest id of a passage; 0 if there is none."""
        return self.catalogue[self.owners[-1]].rows.stop - 1 if self.owners else 0

    def owner(self, id: PassageId) -> str | None:
        """Return the document that a passage belongs to; None for an id that is gone, or of a commit that has not been made."""
        place = bisect_right(self.starts, id)
        if not place or id not in self.catalogue[self.owners[place - 1]].rows:
            return None
        return self.owners[place - 1]

    def revisions(self, documents: Collection[str] | None) -> list[PassageId] | None:
        """Return the revisions of those of these documents that have passages; None stands for all documents."""
        if documents is None:
            return None
        known = (self.catalogue[id] for id in set(documents) if id in self.catalogue)
        return sorted(record.first for record in known if record.passages)

    def dead(self, ids: range) -> list[range]:
        """Return the stretches of these ids in which no passage lives."""
        found, start = [], ids.start
        for first in self.starts[max(0, bisect_right(self.starts, ids.start) - 1) : bisect_right(self.starts, ids.stop)]:
            rows = self.catalogue[self.marks[first].record.id].rows
            found.append(range(start, min(rows.start, ids.stop)))
            start = max(start, rows.stop)
        return [gap for gap in (*found, range(start, ids.stop)) if gap]
