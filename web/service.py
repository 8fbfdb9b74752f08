"""What one application holds: the chatbot once it is open, the pools, the quotas, the counters."""

import asyncio
import logging
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from starlette.requests import Request

from corpus import QuothError
from qa import Chatbot, Mode, Suggestions
from web.errors import NotReady, OpeningFailed, Overloaded
from web.metrics import Metrics
from web.pool import Pool
from web.quota import Quota
from web.removed import Removed
from web.settings import Settings
from web.text import printable

T = TypeVar("T")

log = logging.getLogger("quoth.web")
WARM_QUESTION = "Who is this story about?"
_WRITES_WAITING = 8


class Service:
    """The state behind the routes.

    Args:
        open_chatbot: Opens library and models; called once, in a thread.
        settings: The limits.
    """

    def __init__(self, open_chatbot: Callable[[], Chatbot], settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.pool = Pool(settings.slots, settings.queue, settings.queue_seconds, settings.deadline_seconds)
        # Who waits for a language model waits elsewhere than those who are answered in a moment.
        patience = settings.deadline_seconds + settings.llm_seconds
        self._writing_pool = Pool(settings.llm_slots, settings.queue, settings.queue_seconds, patience)
        self.ask_quota = Quota(settings.ask_rate)
        self.search_quota = Quota(settings.ask_rate)
        self.upload_quota = Quota(settings.upload_rate)
        self.removed = Removed()
        self._open_chatbot = open_chatbot
        self._chatbot: Chatbot | None = None
        self._suggestions: Suggestions | None = None
        self._problem: QuothError = NotReady()
        self.is_opening = True
        # One writer: adding takes long and must never take a slot from who asks.
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="quoth-write")
        self._writing = 0
        self.metrics.watch("quoth_queue_depth", "Questions waiting for a slot.", lambda: self.pool.waiting + self._writing_pool.waiting)
        self.metrics.watch("quoth_slots_busy", "Slots that are answering.", lambda: self.pool.busy + self._writing_pool.busy)
        self.metrics.watch("quoth_ready", "1 when questions are answered.", lambda: float(self.is_ready))

    @property
    def is_ready(self) -> bool:
        """Whether questions can be answered."""
        return self._chatbot is not None

    @property
    def chatbot(self) -> Chatbot:
        """The open chatbot.

        Raises:
            QuothError: It is not open yet, or could not be opened.
        """
        if self._chatbot is None:
            raise self._problem
        return self._chatbot

    def pool_for(self, mode: Mode) -> Pool:
        """Return the pool for questions that are to be answered in a mode.

        Raises:
            QuothError: The chatbot is not open.
        """
        return self._writing_pool if mode != "extractive" and self.chatbot.model is not None else self.pool

    @property
    def suggestions(self) -> Suggestions:
        """What makes questions of the open chatbot's stories.

        Raises:
            QuothError: It is not open.
        """
        chatbot = self.chatbot
        if self._suggestions is None:
            self._suggestions = Suggestions(chatbot)
        return self._suggestions

    async def open(self) -> None:
        """Open the chatbot and ask it one question, so that the first person does not wait for the models."""
        try:
            self._chatbot = await asyncio.to_thread(self._opened)
        except QuothError as exc:
            self._problem = OpeningFailed(exc.message, exc.hint)
            log.error("The library could not be opened: %s", printable(f"{exc.message} {exc.hint}", 1000))
        except Exception as exc:  # outermost boundary of the opening: told by /readyz instead of ending the server
            self._problem = OpeningFailed()
            log.error("%s\n%s", type(exc).__name__, "".join(traceback.format_tb(exc.__traceback__)))
        finally:
            self.is_opening = False

    def _opened(self) -> Chatbot:
        chatbot = self._open_chatbot()
        try:
            for _ in chatbot.stream(WARM_QUESTION, mode="extractive"):
                pass
        except BaseException:
            chatbot.library.close()
            raise
        return chatbot

    async def write(self, function: Callable[[], T]) -> T:
        """Run a function that changes the library in the one writing thread.

        Raises:
            Overloaded: Too many writers wait already.
        """
        if self._writing >= _WRITES_WAITING:
            raise Overloaded("Too many uploads are waiting.", "Send it again when those before are done.")
        self._writing += 1
        future = asyncio.get_running_loop().run_in_executor(self._writer, function)
        future.add_done_callback(self._written)
        return await asyncio.shield(future)

    def _written(self, _: object) -> None:
        self._writing -= 1

    async def close(self) -> None:
        """Stop the threads, then close the library."""
        chatbot, self._chatbot = self._chatbot, None
        self._problem = NotReady("The server is shutting down.", "Ask again when it is back.")
        self.removed.clear()
        await self.pool.close()
        await self._writing_pool.close()
        await asyncio.to_thread(self._writer.shutdown)
        if chatbot is not None:
            await asyncio.to_thread(chatbot.library.close)


def service_of(request: Request) -> Service:
    """The service of the application that serves this request."""
    service = request.app.state.service
    if not isinstance(service, Service):
        raise TypeError("The application was not made by create_app.")
    return service
