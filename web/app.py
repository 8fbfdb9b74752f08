"""The application: it only puts together what the other files hold."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from corpus import QuothError
from qa import Chatbot
from web.body import BodyLimit
from web.boundary import Boundary
from web.errors import Refusal, refusal
from web.gate import Gate, open_token
from web.quota import Quota
from web.responses import Json, error_response
from web.routes import ask, completions, documents, health, login, pages, questions, reference, removal, search, verify
from web.service import Service
from web.settings import Settings
from web.views import FOLDER

_ROUTERS = tuple(module.router for module in (pages, ask, search, questions, verify, completions, documents, removal, health, login, reference))
_LOGINS_PER_MINUTE = 10


def create_app(open_chatbot: Callable[[], Chatbot], settings: Settings) -> FastAPI:
    """Make the application that serves one library.

    Args:
        open_chatbot: Opens library and models; called once, in a thread, at the start; closed at the end.
        settings: Limits and who may come in.

    Raises:
        QuothError: The settings would open the library to strangers.
    """
    settings.check()
    app = FastAPI(
        title="Quoth",
        version=_version(),
        description="Ask a collection of stories in plain words; every answer quotes its source exactly.",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        default_response_class=Json,
    )
    app.state.service = service = Service(open_chatbot, settings)
    app.state.token = token = open_token(settings)
    app.state.attempts = Quota(_LOGINS_PER_MINUTE)
    for router in _ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    for error in (QuothError, HTTPException, RequestValidationError, ValidationError):
        app.add_exception_handler(error, _refuse)
    # The last added is the outermost.
    app.add_middleware(BodyLimit, settings=settings)
    app.add_middleware(Gate, settings=settings, token=token)
    app.add_middleware(Boundary, metrics=service.metrics)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open in the background, so that /healthz answers at once; close behind whatever was opened."""
    service: Service = app.state.service
    opening = asyncio.create_task(service.open())
    yield
    await opening
    await service.close()


async def _refuse(request: Request, error: Exception) -> Response:
    return error_response(_with_allow(refusal(error), request.scope["path"]), request.scope)


def _with_allow(refused: Refusal, path: str) -> Refusal:
    """Name every method of an address, as one address is several routes here and each knows only its own."""
    if refused.status == 405:
        methods = {
            method
            for router in _ROUTERS
            for route in router.routes
            if isinstance(route, Route) and route.path_regex.match(path)
            for method in route.methods or ()
        }
        if methods:
            refused = replace(refused, headers={"Allow": ", ".join(sorted(methods | _heads(methods)))})
    return refused


def _heads(methods: set[str]) -> set[str]:
    return {"HEAD"} if "GET" in methods else set()


def _version() -> str:
    try:
        return version("quoth")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
