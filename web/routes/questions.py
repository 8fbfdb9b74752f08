"""`/questions`: questions that the stories answer, made from their own sentences."""

from collections.abc import Generator, Iterator
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from web.asking import while_connected
from web.negotiation import names_json
from web.openapi import also, refusals
from web.pool import Run
from web.quota import client_address
from web.responses import Json, Page
from web.schemas import QuestionsBody
from web.service import service_of
from web.shelf import record_of

router = APIRouter(tags=["ask"])


@router.get(
    "/questions",
    response_model=QuestionsBody,
    responses=also("text/html", description="A page for browsers, JSON for who asks for it.") | refusals(404, 422, 429, 503),
    openapi_extra={"x-curl": "curl 'http://127.0.0.1:8000/questions' -H 'Accept: application/json'"},
)
async def questions(
    request: Request,
    document: Annotated[str | None, Query(max_length=200, description="Only what this document answers.")] = None,
    near: Annotated[int | None, Query(ge=0, le=10**12, description="Those about what stands near this offset come first.")] = None,
    asked: Annotated[list[str] | None, Query(max_length=10, description="Questions that were asked already.")] = None,
    others: Annotated[bool, Query(description="Whether questions of other stories fill up where this document answers too few.")] = False,
    most: Annotated[int, Query(ge=1, le=12, description="How many at most.")] = 4,
) -> Response:
    """Suggest questions; each was asked and is answered from the sentence that it was made of."""
    service = service_of(request)
    chatbot, suggestions = service.chatbot, service.suggestions
    record = record_of(chatbot.library, document) if document is not None else None
    service.search_quota.take(client_address(request.scope))

    def fitting() -> Iterator[str]:
        if document is not None:
            yield from suggestions.of(document, asked or (), near)
        if document is None or others:
            yield from suggestions.starters(most + len(asked or ()))

    def work() -> Generator[str, None, None]:
        given = set(asked or ())
        fresh = (question for question in fitting() if question not in given)
        for question in islice(fresh, most):
            given.add(question)
            yield question

    async with await while_connected(request, service.pool.start(work)) as run:
        suggested = await while_connected(request, _drained(run))
    if names_json(request.headers):
        return Json({"questions": suggested})
    return Page("questions.html", {"questions": suggested, "story": None if others else record})


async def _drained(run: Run[str]) -> list[str]:
    found = []
    while (question := await run.next()) is not None:
        found.append(question)
    return found
