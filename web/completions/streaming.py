"""An answer as the server-sent events of OpenAI-compatible servers.

The words are sent only when the answer is whole: what a language model begins may still be replaced (see `qa.Delta`), and events cannot be
taken back. Until then comments keep the connection open.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from qa import Answer, Done, Event
from web.asking import Ending, begin, measured, while_connected
from web.completions.completion import Completion
from web.errors import NotReady, refusal
from web.pool import Run
from web.schemas import AskBody
from web.service import service_of
from web.streaming import HEARTBEAT_SECONDS

_END = format_sse_event(data_str="[DONE]")


class CompletionEvents(Response):
    """Asks when it is sent: until the first event an error has its own status, after it the error is an event, the last one.

    Args:
        request: Whose client is watched.
        ask: The question.
        completion: The form of the answer.
        heartbeat: Seconds of silence after which a comment keeps the connection open.
    """

    media_type = EventSourceResponse.media_type

    def __init__(self, request: Request, ask: AskBody, completion: Completion, heartbeat: float = HEARTBEAT_SECONDS) -> None:
        super().__init__()
        self._request = request
        self._ask = ask
        self._completion = completion
        self._heartbeat = heartbeat

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask and stream; whatever ends it, the thread is told."""
        with measured(service_of(self._request).metrics) as ending:
            async with await begin(self._request, self._ask) as run:
                first = await while_connected(self._request, run.next())
                ending.name = "left"
                frames = self._frames(first, run, ending)
                await EventSourceResponse(frames, headers={"X-Accel-Buffering": "no"})(scope, receive, send)

    async def _frames(self, first: Event | None, run: Run[Event], ending: Ending) -> AsyncIterator[bytes]:
        yield _frame(self._completion.first())
        coming = asyncio.ensure_future(_answer(first, run))
        try:
            while not (await asyncio.wait({coming}, timeout=self._heartbeat))[0]:
                yield KEEPALIVE_COMMENT
            answer = coming.result()
            ending.came(answer)
            for event in self._completion.events(answer):
                yield _frame(event)
            yield _END
        except Exception as exc:  # outermost boundary of the stream: the status is sent already, so the error is an event
            ending.name = "failed"
            yield _frame(refusal(exc).as_dict())
        finally:
            coming.cancel()


async def _answer(event: Event | None, run: Run[Event]) -> Answer:
    """Drain a run from this event on."""
    while event is not None:
        if isinstance(event, Done):
            return event.answer
        event = await run.next()
    raise NotReady("The server is shutting down.", "Ask again when it is back.")


def _frame(data: Mapping[str, Any]) -> bytes:
    # ASCII only: JSON's own escapes carry every other character, and no line end of a text begins another event.
    return format_sse_event(data_str=json.dumps(data, allow_nan=False))
