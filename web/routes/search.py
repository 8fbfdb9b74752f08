"""`/search`: the passages nearest to some words, without an answer."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from index import Hit
from qa import QuestionEmpty, QuestionTooLong
from web.asking import while_connected
from web.negotiation import names_json
from web.openapi import also, refusals
from web.parameters import Scope
from web.quota import client_address
from web.responses import Json, Page
from web.schemas import QUESTION_LENGTH, HitsBody
from web.service import service_of
from web.shelf import hit_dict, record_of
from web.views import hit_views

router = APIRouter(tags=["ask"])

_MOST = 10


@router.get(
    "/search",
    response_model=HitsBody,
    responses=also("text/html", description="A page for browsers, JSON for who asks for it.") | refusals(404, 422, 429, 503),
    openapi_extra={"x-curl": "curl 'http://127.0.0.1:8000/search?q=a+dark+forest' -H 'Accept: application/json'"},
)
async def search(
    request: Request,
    q: Annotated[str, Query(description="What to look for, in plain words: up to 2,000 characters.")] = "",
    documents: Scope = None,
) -> Response:
    """List the ten passages that come closest to some words, best first. They are found, not read: none need be an answer."""
    service = service_of(request)
    library = service.chatbot.library
    scope = [record_of(library, id) for id in documents or ()]
    if not q.strip() and not names_json(request.headers):
        return Page("search.html", {"q": q, "hits": None, "scope": scope})
    _check(q)
    service.search_quota.take(client_address(request.scope))

    def look() -> list[Hit]:
        return library.search(q, _MOST, documents)

    hits = await while_connected(request, service.pool.call(look))
    if names_json(request.headers):
        return Json({"hits": [hit_dict(library, hit) for hit in hits]})
    return Page("search.html", {"q": q, "hits": hit_views(library, q, hits), "scope": scope})


def _check(words: str) -> None:
    if not any(character.isalnum() for character in words):
        raise QuestionEmpty("There are no words to look for.", "Type some words that may stand in a story.")
    if len(words) > QUESTION_LENGTH:
        raise QuestionTooLong(f"That is {len(words):,} characters long; the most is {QUESTION_LENGTH:,}.", "Look for fewer words.")
