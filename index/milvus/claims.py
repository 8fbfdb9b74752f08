"""Which ids a commit gives to its passages, when several machines commit at once.

Milvus has no transactions and no counter, but it shows every write to every later look (consistency level Strong). So a writer says which ids it
wants, and then looks who else wants some of them: of two writers at least the later sees the other, and whoever sees another steps back and tries
again with higher ids. A claim also tells what its commit leaves behind, so that anyone can clear up after a writer that died.
"""

import os
import random
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from ..engine import PassageId
from ..errors import LibraryLocked
from .connection import Connection
from .rows import CLAIM, COMMIT, Row, body, record_row

_DEAD_SECONDS = 3600
_PROGRAM = uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to these ids.

    Attributes:
        token: What no other claim has.
        ids: The ids.
        started: When it was made, on this program's clock.
    """

    token: str
    ids: range
    started: float

    @property
    def key(self) -> str:
        """Key of its row."""
        return f"claim:{self.token}"

    def expect_young(self) -> None:
        """Refuse to commit so late that others may already take the writer for dead.

        Raises:
            LibraryLocked: It is too late; nothing was committed.
        """
        if time.monotonic() - self.started > _DEAD_SECONDS / 2:
            raise LibraryLocked("Writing to Milvus took so long that the commit was given up.", "Run the same command again.")


class Claims:
    """The claims on the ids of one library.

    Args:
        connection: Where the library is.
        records: Its collection of records.
    """

    def __init__(self, connection: Connection, records: str) -> None:
        self._connection = connection
        self._records = records
        self._highest: PassageId = 0

    def take(self, number: int, leaving: Sequence[range]) -> Claim:
        """Claim so many ids, higher than all that were ever committed.

        Args:
            number: How many.
            leaving: Ids of the passages that the commit removes.
        """
        about = {"program": _program(), "leaving": [[ids.start, ids.stop] for ids in leaving]}
        for attempt in count():
            first = self._next()
            claim = Claim(uuid.uuid4().hex, range(first, first + number), time.monotonic())
            self._connection.call("upsert", self._records, [record_row(claim.key, CLAIM, first, first + number - 1, about)])
            if not number or not self._others(claim):
                return claim
            self.release(claim)
            time.sleep(random.uniform(0, 0.02 * 2 ** min(attempt, 6)))  # noqa: S311 (keeps writers apart, guards nothing)
        raise AssertionError

    def release(self, claim: Claim) -> None:
        """Say that nothing of a claim is left to do."""
        self._connection.call("delete", self._records, ids=[claim.key])

    def left(self) -> list[tuple[Claim, list[range]]]:
        """Return the claims of writers that died, each with all the ids where it may have left passages."""
        found = []
        for row in self._rows():
            if self._is_dead(row):
                claim = Claim(row["key"].partition(":")[2], range(row["first"], row["last"] + 1), 0)
                found.append((claim, _concerned(row)))
        return found

    def busy(self) -> list[range]:
        """Return the ids that writers are adding or removing at present."""
        return [ids for row in self._rows() for ids in _concerned(row)]

    def highest(self) -> PassageId:
        """Return the highest id that was ever committed."""
        self._next()
        return self._highest

    def _rows(self) -> list[Row]:
        return self._connection.rows(self._records, f"kind == {CLAIM}", ["key", "first", "last", "moment", "body"])

    def _is_dead(self, row: Row) -> bool:
        if time.time() - row["moment"] > _DEAD_SECONDS:
            return True
        # A file of Milvus Lite has one program at a time: whatever another has left there is over.
        return self._connection.address.is_lite and body(row)["program"] != _program()

    def _next(self) -> PassageId:
        wanted = f"kind in [{COMMIT}, {CLAIM}] and last > {self._highest}"
        rows = self._connection.rows(self._records, wanted, ["kind", "last"])
        self._highest = max([self._highest, *(row["last"] for row in rows if row["kind"] == COMMIT)])
        highest: PassageId = max([self._highest, *(row["last"] for row in rows)])
        return highest + 1

    def _others(self, claim: Claim) -> bool:
        wanted = f'kind in [{COMMIT}, {CLAIM}] and last >= {claim.ids.start} and key != "{claim.key}"'
        return bool(self._connection.call("query", self._records, filter=wanted, output_fields=["key"], limit=1))


def _concerned(row: Row) -> list[range]:
    """Return all the ids where the writer of a claim may leave passages."""
    return [range(row["first"], row["last"] + 1), *(range(*ids) for ids in body(row)["leaving"])]


def _program() -> str:
    """Return what tells this program from all others, also from those that it forked."""
    return f"{_PROGRAM}-{os.getpid()}"
