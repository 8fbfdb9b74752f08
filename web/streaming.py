"""An answer as server-sent events: `passages`, `delta`, `done` or `error`, each with JSON as its data.

Who would also take HTML gets one more before `done`: `page`, the answer as the chat page shows it.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from qa import Answer, Delta, Done, Event, PassagesFound, Waiting
from web.asking import Ending, begin, measured, while_connected
from web.errors import NotReady, refusal
from web.negotiation import takes_page
from web.pool import Run
from web.schemas import AskBody
from web.service import service_of
from web.views import answer_view, render

HEARTBEAT_SECONDS = 15.0


def frame(event: Event) -> bytes:
    """One event as it goes over the wire; JSON escapes every line end, so no text can begin another event."""
    match event:
        case PassagesFound(passages):
            return _frame("passages", {"passages": [asdict(passage) for passage in passages]})
        case Delta(text):
            return _frame("delta", {"text": text})
        case Waiting():
            return KEEPALIVE_COMMENT
        case Done(answer):
            return _frame("done", answer.as_dict())


def _frame(name: str, data: object) -> bytes:
    # ASCII only: JSON's own escapes then carry every other character, lone surrogates included.
    return format_sse_event(event=name, data_str=json.dumps(data, allow_nan=False))


class AnswerEvents(Response):
    """Asks when it is sent: until the first event an error has its own status, after it the error is an event.

    Args:
        request: Whose client is watched.
        ask: The question.
        heartbeat: Seconds of silence after which a comment keeps the connection open.
    """

    media_type = EventSourceResponse.media_type

    def __init__(self, request: Request, ask: AskBody, heartbeat: float = HEARTBEAT_SECONDS) -> None:
        super().__init__()
        self._request = request
        self._ask = ask
        self._heartbeat = heartbeat
        self._with_page = takes_page(request.headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask and stream; whatever ends it, the thread is told."""
        with measured(service_of(self._request).metrics) as ending:
            async with await begin(self._request, self._ask) as run:
                first = await while_connected(self._request, run.next())
                ending.name = "left"
                frames = _frames(first, run, self._heartbeat, ending, self._page if self._with_page else None)
                await EventSourceResponse(frames, headers={"X-Accel-Buffering": "no"})(scope, receive, send)

    async def _page(self, found: Answer) -> bytes:
        library = service_of(self._request).chatbot.library
        html = await run_in_threadpool(lambda: render("answer.html", {"view": answer_view(library, found, self._ask.documents or ())}))
        return _frame("page", {"html": html})


async def _frames(
    first: Event | None, run: Run[Event], heartbeat: float, ending: Ending, page: Callable[[Answer], Awaitable[bytes]] | None = None
) -> AsyncIterator[bytes]:
    event, said = first, time.monotonic()
    try:
        while event is not None:
            if isinstance(event, Done) and page is not None:
                yield await page(event.answer)
            # While a language model is waited for there is an event every moment: enough to be left at, too many to be sent.
            if not isinstance(event, Waiting) or time.monotonic() - said >= heartbeat:
                yield frame(event)
                said = time.monotonic()
            if isinstance(event, Done):
                ending.came(event.answer)
                return
            coming = asyncio.ensure_future(run.next())
            try:
                while not (await asyncio.wait({coming}, timeout=heartbeat))[0]:
                    yield KEEPALIVE_COMMENT
                event = coming.result()
            finally:
                coming.cancel()
        raise NotReady("The server is shutting down.", "Ask again when it is back.")
    except Exception as exc:  # outermost boundary of the stream: the status is sent already, so the error is an event
        ending.name = "failed"
        yield _frame("error", refusal(exc).as_dict())
