"""The outermost layer: headers on every response, HEAD, and the last stop of every exception."""

import logging
import traceback

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import INTERNAL
from web.metrics import Metrics
from web.responses import error_response

log = logging.getLogger("quoth.web")

SECURITY_HEADERS = {
    # Markup is made of text in one place of our own scripts alone (`static/pages.js`): Trusted Types hold the browser to it.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types quoth"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: with it browsers send `Origin: null` even from our own forms, which the gate refuses.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class Boundary:
    """Pure ASGI: what leaves has every header, and an unforeseen exception becomes a plain 500.

    The log gets the exception's class and its frames, never its text, which may hold what a person asked.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a HEAD is answered as the GET without its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._metrics.responses.labels(f"{message['status'] // 100}xx").inc()
                _complete(message, scope)
            elif head:
                message = {**message, "body": b""}
            await send(message)

        inner = {**scope, "method": "GET"} if head else scope
        try:
            await self._app(inner, receive, guarded)
        except ClientDisconnect:
            self._metrics.disconnects.inc()
        except Exception as exc:  # the documented outermost boundary of every request
            log.error("%s\n%s", type(exc).__name__, "".join(traceback.format_tb(exc.__traceback__)))
            if not started:
                await error_response(INTERNAL, scope)(scope, receive, guarded)


def _complete(message: Message, scope: Scope) -> None:
    """Add what every response carries; only our own static files may be kept."""
    headers = MutableHeaders(scope=message)
    headers.update(SECURITY_HEADERS)
    page = headers.get("Content-Type", "").startswith("text/html")
    if scope["path"].startswith("/static/") and message["status"] in (200, 304):
        headers["Cache-Control"] = "public, max-age=3600"
    elif scope["method"] == "POST" and page and message["status"] == 200:
        # The page that a form was answered with is kept by the browser for Back alone, which would otherwise end in
        # "Confirm Form Resubmission" when a person returns from a quote to the follow-up's answer.
        headers["Cache-Control"] = "private, no-cache"
    else:
        headers["Cache-Control"] = "no-store"
    headers.add_vary_header("Accept")
