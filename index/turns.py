"""Turns between those that only look and those that change: any number of the first at once, or one of the second."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A lock that is shared or held alone. Who waits to hold it alone goes before those that come after; it is not entered twice."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._inside = 0
        self._waiting = 0

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Look, at the same time as others do."""
        with self._free:
            self._free.wait_for(lambda: not self._waiting)
            self._inside += 1
        try:
            yield
        finally:
            with self._free:
                self._inside -= 1
                if not self._inside:
                    self._free.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Change, while nobody else looks."""
        with self._free:
            self._waiting += 1
            try:
                self._free.wait_for(lambda: not self._inside)
                yield
            finally:
                self._waiting -= 1
                self._free.notify_all()
