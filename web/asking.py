"""The one way to ask over HTTP: JSON, events and pages all begin here, and differ only in how they show it."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from qa import Answer, Done, Event, Turn
from web.errors import NotReady, Refused
from web.metrics import Metrics
from web.pool import Run
from web.quota import client_address
from web.schemas import AskBody
from web.service import Service, service_of

T = TypeVar("T")


def work(service: Service, ask: AskBody) -> Callable[[], Generator[Event, None, None]]:
    """Make of a question the generator that a thread drains.

    Raises:
        QuothError: The library is not open.
    """
    chatbot = service.chatbot
    history = [Turn(turn.question, turn.answer, tuple(turn.documents)) for turn in ask.history]
    mode = ask.mode or service.settings.mode

    def events() -> Generator[Event, None, None]:
        yield from chatbot.stream(ask.question, documents=ask.documents, history=history, limit=ask.limit, explain=ask.explain, mode=mode)

    return events


async def begin(request: Request, ask: AskBody) -> Run[Event]:
    """Take a slot for a question.

    Raises:
        QuothError: Not open, too often from this address, or too many at once.
        ClientDisconnect: The client left before a slot was free.
    """
    service = service_of(request)
    service.ask_quota.take(client_address(request.scope))
    pool = service.pool_for(ask.mode or service.settings.mode)
    return await while_connected(request, pool.start(work(service, ask)))


async def answer(request: Request, ask: AskBody) -> Answer:
    """Ask and wait for the whole answer.

    Raises:
        QuothError: As `begin`, or whatever the chatbot raised.
        ClientDisconnect: The client left; its slot is free as soon as the thread notices.
    """
    with measured(service_of(request).metrics) as outcome:
        async with await begin(request, ask) as run:
            found = await while_connected(request, _drained(run))
        outcome.came(found)
        return found


@dataclass(slots=True)
class Ending:
    """How an ask ended, for the counters."""

    name: str = "failed"
    answer: Answer | None = None

    def came(self, answer: Answer) -> None:
        """Say that there is an answer."""
        self.name, self.answer = "abstained" if answer.abstained else "answered", answer


@contextmanager
def measured(metrics: Metrics) -> Iterator[Ending]:
    """Count one ask and its time; whoever asks sets the ending when there is an answer."""
    ending, begun = Ending(), time.monotonic()
    try:
        yield ending
    except Refused:
        ending.name = "refused"
        raise
    except (ClientDisconnect, asyncio.CancelledError):
        ending.name = "left"
        raise
    finally:
        metrics.asks.labels(ending.name).inc()
        metrics.ask_seconds.observe(time.monotonic() - begun)
        if ending.answer is not None:
            metrics.count(ending.answer)


async def _drained(run: Run[Event]) -> Answer:
    while (event := await run.next()) is not None:
        if isinstance(event, Done):
            return event.answer
    raise NotReady("The server is shutting down.", "Ask again when it is back.")


async def while_connected(request: Request, doing: Coroutine[Any, Any, T]) -> T:
    """Await something for as long as the client is there.

    Raises:
        ClientDisconnect: It left; what was awaited is cancelled.
    """
    task, gone = asyncio.ensure_future(doing), asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        for left in (task, gone):
            left.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
