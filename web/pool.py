"""Inference in threads of its own: so many at once, so many waiting, the rest refused early."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar
from weakref import WeakSet

from web.errors import DeadlineExceeded, Overloaded

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _End:
    """The last thing a run posts: None when it came to its end, else what stopped it."""

    error: BaseException | None


class Run(Generic[T]):
    """One generator, drained in a thread, whose items are read on the event loop.

    The slot goes back when the thread is through; so a run that nobody reads leaks nothing.
    Leaving a run (`leave`, or the end of `async with`) makes the thread stop at its next item.
    """

    def __init__(self, work: Callable[[], Generator[T, None, None]], deadline: float) -> None:
        self._work = work
        self._deadline = deadline
        self._loop = asyncio.get_running_loop()
        self._items: asyncio.Queue[T | _End] = asyncio.Queue()
        self._left = threading.Event()

    def drain(self, give_back: Callable[[], None]) -> None:
        """Do the work; called in the thread.

        Args:
            give_back: Called on the event loop, before the end can be read there: who has read the end finds the slot free.
        """
        error: BaseException | None = None
        try:
            with contextlib.closing(self._work()) as items:
                for item in items:
                    if self._left.is_set():
                        break
                    self._post(item)
        except BaseException as exc:  # the thread's outermost boundary: whoever asked is told
            error = exc
        self._loop.call_soon_threadsafe(give_back)
        self._post(_End(error))

    def _post(self, item: T | _End) -> None:
        self._loop.call_soon_threadsafe(self._items.put_nowait, item)

    def leave(self) -> None:
        """Say that nobody waits for the rest."""
        self._left.set()

    async def next(self) -> T | None:
        """Wait for the next item; None at the end.

        Raises:
            DeadlineExceeded: The answer took too long; the run is left.
            Exception: Whatever the work raised.
        """
        try:
            async with asyncio.timeout_at(self._deadline):
                item = await self._items.get()
        except TimeoutError:
            self.leave()
            raise DeadlineExceeded from None
        if isinstance(item, _End):
            if item.error is not None:
                raise item.error
            return None
        return item

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.leave()


class Pool:
    """So many slots, each a thread; a bounded line before them.

    Args:
        slots: Runs at once.
        queue: Callers that may wait for a slot.
        queue_seconds: How long each may wait.
        deadline_seconds: From asking to the last item.
    """

    def __init__(self, slots: int, queue: int, queue_seconds: float, deadline_seconds: float) -> None:
        self._executor = ThreadPoolExecutor(slots, thread_name_prefix="quoth-ask")
        self._free = asyncio.Semaphore(slots)
        self._queue = queue
        self._queue_seconds = queue_seconds
        self._deadline_seconds = deadline_seconds
        self._runs: WeakSet[Run[Any]] = WeakSet()
        self.waiting = 0
        self.busy = 0

    async def start(self, work: Callable[[], Generator[T, None, None]]) -> Run[T]:
        """Begin the work as soon as a slot is free.

        Raises:
            Overloaded: The line is full, or no slot came free in time.
        """
        run = Run(work, asyncio.get_running_loop().time() + self._deadline_seconds)
        await self._slot()
        self.busy += 1
        self._runs.add(run)
        self._executor.submit(run.drain, self._give_back)
        return run

    async def call(self, function: Callable[[], T]) -> T:
        """Run one function in a slot and return what it returns.

        Raises:
            Overloaded: As `start`.
            DeadlineExceeded: It took too long.
        """

        def work() -> Generator[tuple[T], None, None]:
            yield (function(),)

        async with await self.start(work) as run:
            item = await run.next()
        if item is None:
            raise DeadlineExceeded  # the pool was closed while it ran
        return item[0]

    async def close(self) -> None:
        """Tell every run to stop and wait until the threads are done."""
        for run in list(self._runs):
            run.leave()
        await asyncio.to_thread(self._executor.shutdown)

    async def _slot(self) -> None:
        if not self._free.locked():
            await self._free.acquire()
            return
        if self.waiting >= self._queue:
            raise Overloaded
        self.waiting += 1
        try:
            async with asyncio.timeout(self._queue_seconds):
                await self._free.acquire()
        except TimeoutError:
            raise Overloaded from None
        finally:
            self.waiting -= 1

    def _give_back(self) -> None:
        self.busy -= 1
        self._free.release()
