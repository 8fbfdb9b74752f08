"""Working ahead: what one thread needs next is made by another, which stays only a little ahead."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")


class Left(Exception):
    """Nobody waits any more for what is being made."""


class Ahead(Generic[Item]):
    """Items made in a thread of their own, in its order; a context manager that is iterated once.

    An error in the making is raised to whoever iterates, behind the items before it. Leaving the block ends the thread at the next item.

    Args:
        make: Makes the items and gives each to the function that it is called with, which raises `Left` when nobody waits any more.
        weigh: What an item weighs.
        most: The making waits while what nobody took weighs as much, so that never more than that and one item is kept.
    """

    def __init__(self, make: Callable[[Callable[[Item], None]], None], weigh: Callable[[Item], int], most: int) -> None:
        self._make = make
        self._weigh = weigh
        self._most = most
        self._changed = threading.Condition()
        self._made: deque[Item] = deque()
        self._weight = 0
        self._ended = self._left = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="ahead", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None) -> None:
        with self._changed:
            self._left = True
            self._changed.notify_all()
        self._thread.join()

    def __iter__(self) -> Iterator[Item]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._made or self._ended)
                if not self._made:
                    break
                item = self._made.popleft()
                self._weight -= self._weigh(item)
                self._changed.notify_all()
            yield item
        if self._error is not None:
            raise self._error

    def _give(self, item: Item) -> None:
        with self._changed:
            self._made.append(item)
            self._weight += self._weigh(item)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._left or self._weight < self._most)
            if self._left:
                raise Left

    def _run(self) -> None:
        try:
            self._make(self._give)
        except BaseException as exc:  # it is raised again where the items are used
            self._error = exc
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()
