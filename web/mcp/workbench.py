"""Where the work is done: a library that is opened in the background, and a bounded number of threads."""

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import asynccontextmanager
from typing import TypeVar

import anyio

from qa import Chatbot, Mode
from web.errors import NotReady
from web.service import Service

T = TypeVar("T")


class Workbench:
    """Runs functions of the chatbot off the event loop.

    The handshake never waits for the models: whoever calls before they are loaded waits for them here.

    Args:
        service: Opens the chatbot and has the threads.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self._opened = asyncio.Event()

    async def run(self, work: Callable[[Chatbot], Iterator[T | None]], mode: Mode = "extractive") -> T:
        """Return the first result that some work comes to; the work is left when the client leaves.

        Args:
            work: Makes the result of the chatbot; None for what is no result yet.
            mode: How a question is to be answered; anything else waits for no language model.

        Raises:
            QuothError: The library could not be opened, too many calls wait, or this one took too long.
            Exception: Whatever the function raised.
        """
        await self._opened.wait()
        chatbot = self.service.chatbot

        def steps() -> Generator[tuple[T | None], None, None]:
            for step in work(chatbot):
                yield (step,)

        async with await self.service.pool_for(mode).start(steps) as run:
            while (item := await run.next()) is not None:
                if item[0] is not None:
                    return item[0]
        raise NotReady("The server is shutting down.", "Ask again when it is back.")

    async def call(self, function: Callable[[Chatbot], T]) -> T:
        """Return what a function makes of the chatbot; raises as `run`."""
        return await self.run(lambda chatbot: iter([function(chatbot)]))

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Begin to open; at the end close what was opened."""
        opening = asyncio.create_task(self._open())
        try:
            yield
        finally:
            # Threads cannot be cancelled: whoever ends us waits for them, so that the library is closed behind them.
            with anyio.CancelScope(shield=True):
                await opening
                await self.service.close()

    async def _open(self) -> None:
        try:
            await self.service.open()
        finally:
            self._opened.set()
