"""Which id a new document gets, when several additions run at once: two files never get one id, and one file never two."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, count

from .engine import Catalogue


class Claims:
    """The ids that the running additions of one library are about to commit."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._running: list[Claim] = []

    @contextmanager
    def claiming(self) -> "Iterator[Claim]":
        """Claim ids for one addition, for as long as the block runs."""
        claim = Claim(self._guard, self._running)
        with self._guard:
            self._running.append(claim)
        try:
            yield claim
        finally:
            with self._guard:
                self._running.remove(claim)


class Claim:
    """The ids that one addition is about to commit, by origin."""

    def __init__(self, guard: threading.Lock, running: "list[Claim]") -> None:
        self._guard = guard
        self._running = running
        self._ids: dict[str, str] = {}

    def free(self, origin: str, wanted: str, seen: Catalogue, documents: Callable[[], Catalogue]) -> str:
        """Return the id for a file that no document came from, and keep others from taking it.

        Args:
            origin: Where the file comes from; another addition that is at it too gets the same id.
            wanted: The id it would like; numbered if another file has it.
            seen: The documents among which it was not found.
            documents: Gives the documents of now.
        """
        with self._guard:
            others = {one: id for claim in self._running for one, id in claim._ids.items()}
            # Looked at after the claims: an addition commits first and lets go of its claims then.
            records = documents()
            since = {} if records is seen else {record.origin: id for id, record in records.items()}
            taken = set(others.values())
            wishes = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
            known = others.get(origin) or since.get(origin)
            self._ids[origin] = known or next(id for id in wishes if id not in records and id not in taken)
            return self._ids[origin]

    def release(self, origins: Iterable[str]) -> None:
        """Let go of what was claimed for these files: it is committed."""
        with self._guard:
            for origin in origins:
                self._ids.pop(origin, None)
