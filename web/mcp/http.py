"""MCP over HTTP, at `/mcp`: behind the same boundary, gate and limits as the pages.

Stateless, and one JSON answer to each request: the tools need no memory between calls, so there are no sessions to count, to
steal or to forget, and no stream is held open.
"""

from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from web.body import BodyLimit, rules
from web.boundary import Boundary
from web.errors import Refusal, refusal
from web.gate import Gate, open_token
from web.mcp.server import create_server
from web.responses import error_response
from web.service import Service
from web.settings import Settings

PATH = "/mcp"

_REFUSALS = {
    404: Refusal(404, "not_found", "There is nothing at this address.", f"The protocol is spoken at {PATH}."),
    405: Refusal(405, "method_not_allowed", "This address does not take that method.", "The protocol needs POST alone.", {"Allow": "POST"}),
}


def create_app(service: Service, settings: Settings) -> Starlette:
    """Make the application that speaks MCP.

    Args:
        service: Opens the chatbot and has the threads; it belongs to the application from now on.
        settings: Limits and who may come in.

    Raises:
        QuothError: The settings would open the library to strangers.
    """
    settings.check()
    sessions = StreamableHTTPSessionManager(
        create_server(service), json_response=True, stateless=True, max_request_body_size=rules(settings)[PATH].most
    )
    app = Starlette(
        routes=[Route(PATH, StreamableHTTPASGIApp(sessions), methods=["POST"])],
        lifespan=lambda _: sessions.run(),
        exception_handlers={HTTPException: _refuse},
    )
    app.router.redirect_slashes = False
    # The last added is the outermost.
    app.add_middleware(BodyLimit, settings=settings)
    app.add_middleware(Gate, settings=settings, token=open_token(settings))
    app.add_middleware(Boundary, metrics=service.metrics)
    app.add_middleware(NoPages)
    return app


class NoPages:
    """Pure ASGI: a browser that strays here is told in JSON like everyone else, as there are no pages to lead it to."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as one that would not rather have a page."""
        if scope["type"] == "http" and scope["method"] != "POST":
            kept = [(name, value) for name, value in scope["headers"] if name != b"accept"]
            scope = {**scope, "headers": [*kept, (b"accept", b"application/json")]}
        await self._app(scope, receive, send)


async def _refuse(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return error_response(_REFUSALS.get(status, refusal(error)), request.scope)
