"""`/v1`: Quoth as a model behind the interface of OpenAI, for any chat program that speaks to compatible servers."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from web.asking import answer
from web.completions.completion import Completion
from web.completions.history import asked
from web.completions.models import mode_of, models
from web.completions.schemas import CompletionBody, ConversationBody, ModelBody, ModelsBody
from web.completions.streaming import CompletionEvents
from web.openapi import also, refusals
from web.responses import Json
from web.service import service_of

router = APIRouter(prefix="/v1", tags=["openai"])

_EVENTS = also("text/event-stream", description="The answer; with `stream` as events, the last of them `[DONE]`.")
_QUESTION = '{"model": "quoth", "messages": [{"role": "user", "content": "Where was Lily born?"}]}'


@router.get(
    "/models",
    response_model=ModelsBody,
    responses=refusals(503),
    openapi_extra={"x-curl": "curl http://127.0.0.1:8000/v1/models"},
)
async def list_models(request: Request) -> Response:
    """List the models that a chat program can choose: `quoth` words answers as the server is set, the others as their names say."""
    return Json({"object": "list", "data": models(service_of(request))})


@router.get(
    "/models/{model}",
    response_model=ModelBody,
    responses=refusals(404, 422, 503),
    openapi_extra={"x-curl": "curl http://127.0.0.1:8000/v1/models/quoth"},
)
async def one_model(request: Request, model: Annotated[str, Path(max_length=200, description="The model's id.")]) -> Response:
    """Describe one model."""
    service = service_of(request)
    mode_of(service, model)
    return Json(next(listed for listed in models(service) if listed["id"] == model))


@router.post(
    "/chat/completions",
    response_model=CompletionBody,
    responses=_EVENTS | refusals(404, 415, 422, 429, 503),
    openapi_extra={"x-curl": f"curl http://127.0.0.1:8000/v1/chat/completions -H 'Content-Type: application/json' -d '{_QUESTION}'"},
)
async def complete(request: Request, body: ConversationBody) -> Response:
    """Answer the last question of a conversation, with a footnote for every quote.

    The turns before count as in `/ask`. Messages of other roles than `user` and `assistant` (`system`, `developer`, `tool`) are no part of the
    stories and are ignored, as are all settings of language models. `annotations` has every citation for programs: its quote is the story's text
    from `start` to `end`.
    """
    service = service_of(request)
    ask = asked(body, mode_of(service, body.model), service.chatbot.library.documents())
    completion = Completion(body.model, f"{request.url.scheme}://{request.headers['host']}")
    if body.stream:
        return CompletionEvents(request, ask, completion)
    return Json(completion.whole(await answer(request, ask)))
