"""`/ask`: a question in, an exactly cited answer out, as JSON or as events."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from web.asking import answer
from web.negotiation import names_events
from web.openapi import also, refusals
from web.responses import Json
from web.schemas import AnswerBody, AskBody, AskQuery
from web.streaming import AnswerEvents

router = APIRouter(tags=["ask"])

_EVENTS = also("text/event-stream", description="The answer; as events `passages`, `delta`, `done` or `error`.")


async def _respond(request: Request, ask: AskBody) -> Response:
    if names_events(request.headers):
        return AnswerEvents(request, ask)
    return Json((await answer(request, ask)).as_dict())


@router.post(
    "/ask",
    response_model=AnswerBody,
    responses=_EVENTS | refusals(404, 415, 422, 429, 503),
    openapi_extra={"x-curl": "curl http://127.0.0.1:8000/ask -H 'Content-Type: application/json' -d '{\"question\": \"Where was Lily born?\"}'"},
)
async def ask(request: Request, body: AskBody) -> Response:
    """Ask a question, with the turns before it if it follows up.

    With `Accept: text/event-stream` the same answer comes as events; who would also take `text/html` gets one more before
    `done`: `page`, the answer as the chat page shows it. When `done` has a `notice`, a language model failed, and its `answer` stands instead of
    the pieces that came before.
    """
    return await _respond(request, body)


@router.get(
    "/ask",
    response_model=AnswerBody,
    responses=_EVENTS | refusals(404, 422, 429, 503),
    openapi_extra={"x-curl": "curl 'http://127.0.0.1:8000/ask?question=Where+was+Lily+born'"},
)
async def ask_by_address(request: Request, query: Annotated[AskQuery, Query()]) -> Response:
    """Ask a question by its address alone; the same JSON, or the same events."""
    return await _respond(request, AskBody(**query.model_dump()))
