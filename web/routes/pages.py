"""The chat page: a plain form and a full page back, so that it works wherever HTML does."""

import json
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from corpus import QuothError
from qa import Answer, Mode
from web.asking import answer
from web.errors import Refusal, refusal
from web.negotiation import names_page
from web.openapi import refusals
from web.parameters import Scope
from web.responses import Page
from web.schemas import HISTORY_TURNS, QUESTION_LENGTH, AskBody, TurnBody
from web.service import Service, service_of
from web.views import answer_view, plain_answer

router = APIRouter(tags=["pages"])

_ANSWER_LENGTH = 1000
_STARTERS = 4
_TURNS = TypeAdapter(list[TurnBody])
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["q"],
                    "properties": {
                        "q": {"type": "string"},
                        "history": {"type": "string", "description": "The turns before, as a JSON list."},
                        "documents": {"type": "string"},
                        "mode": {"type": "string"},
                    },
                }
            }
        },
    }
}


@dataclass(frozen=True, slots=True)
class Form:
    """What the chat form holds, as it came."""

    q: str = ""
    history: str = "[]"
    documents: tuple[str, ...] = ()
    mode: str | None = None


def _ask_body(form: Form) -> AskBody:
    """Check the form.

    Raises:
        ValidationError: Something in it is wrong.
    """
    turns = _TURNS.validate_json(form.history)[-HISTORY_TURNS:]
    asked = {"question": form.q, "documents": list(form.documents) or None, "history": turns, "explain": True, "mode": form.mode}
    return AskBody.model_validate(asked)


def _next_history(body: AskBody, found: Answer) -> str:
    """The turns that the next question follows up on, with this one."""
    documents = list(dict.fromkeys(citation.document_id for citation in found.citations))
    turn = {"question": found.question, "answer": found.answer[:_ANSWER_LENGTH], "documents": documents}
    turns = [*(turn.model_dump() for turn in body.history), turn][-HISTORY_TURNS:]
    return json.dumps(turns, ensure_ascii=False)


def _known(service: Service, form: Form, shows_answer: bool) -> dict[str, Any]:
    """What the page says of the library: titles of the documents a question is limited to, and questions it can answer."""
    records = service.chatbot.library.documents()
    return {
        "scope": [{"id": id, "title": records[id].title if id in records else id} for id in form.documents],
        "starters": [] if shows_answer or form.documents else service.suggestions.start(_STARTERS),
        "empty": not records,
        "model": service.chatbot.model is not None,
        "mode": form.mode or service.settings.mode,
    }


async def _page(request: Request, form: Form, shown: dict[str, Any], status: int = 200) -> Page:
    service = service_of(request)
    values: dict[str, Any] = {
        "form": form,
        "scope": [{"id": id, "title": id} for id in form.documents],
        "starters": [],
        "empty": False,
        "model": False,
        "most": QUESTION_LENGTH,
        "notice": None,
        "error": None,
        "view": None,
        "turns": [],
        "history": "[]",
    }
    try:
        values |= await run_in_threadpool(_known, service, form, "view" in shown)
    except QuothError as exc:
        values["notice"] = refusal(exc)
    return await run_in_threadpool(Page, "chat.html", values | shown, status)


async def _answered(request: Request, form: Form) -> Response:
    """Ask what the form asks; to browsers, what goes wrong is said on the page, with the question still in its box."""
    try:
        body = _ask_body(form)
        found = await answer(request, body)
    except (QuothError, ValidationError) as exc:
        if not names_page(request.headers):
            raise
        return await _failed(request, form, refusal(exc))
    library = service_of(request).chatbot.library
    shown = {
        "view": await run_in_threadpool(answer_view, library, found, form.documents),
        "turns": [(turn.question, plain_answer(turn.answer)) for turn in body.history],
        "history": _next_history(body, found),
    }
    return await _page(request, form, shown)


async def _failed(request: Request, form: Form, error: Refusal) -> Page:
    page = await _page(request, form, {"error": error, "notice": None, "history": form.history}, error.status)
    page.headers.update(error.headers)
    return page


@router.get("/", response_class=HTMLResponse, responses=refusals(404, 422, 429, 503))
async def chat(
    request: Request,
    q: Annotated[str | None, Query(description="The question; the address with it is a permanent link.")] = None,
    draft: Annotated[str | None, Query(max_length=QUESTION_LENGTH, description="A question to begin with, which is not asked yet.")] = None,
    documents: Scope = None,
    mode: Annotated[Mode | None, Query(description="Who words the answer; by default as the server is set.")] = None,
) -> Response:
    """The chat page; with `q`, the answer to that question."""
    form = Form(q or draft or "", "[]", tuple(documents or ()), mode)
    return await _page(request, form, {}) if q is None else await _answered(request, form)


@router.post("/", response_class=HTMLResponse, responses=refusals(404, 415, 422, 429, 503), openapi_extra=_FORM)
async def follow_up(request: Request) -> Response:
    """Ask a question that follows up on the turns which the page carries."""
    async with request.form(max_fields=20) as fields:
        documents = tuple(str(value) for value in fields.getlist("documents") if value)
        mode = str(fields["mode"]) if "mode" in fields else None
        form = Form(str(fields.get("q", "")), str(fields.get("history") or "[]"), documents, mode)
    return await _answered(request, form)
