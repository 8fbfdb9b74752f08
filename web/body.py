"""How much a route reads and of which type, decided before anything is parsed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import BodyTooLarge, WrongMediaType, refusal
from web.responses import error_response
from web.settings import Settings
from web.text import size

KIBIBYTE = 1024
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Rule:
    """Most bytes of a body, and the one media type that is read; None where the body is not read at all."""

    most: int
    media: str | None = None


OTHERWISE = Rule(16 * KIBIBYTE)


def rules(settings: Settings) -> Mapping[str, Rule]:
    """What each path's POST takes."""
    return {
        "/ask": Rule(16 * KIBIBYTE, "application/json"),
        # Fifty claims of 2,000 characters, in a script of four bytes a letter.
        "/verify": Rule(512 * KIBIBYTE, "application/json"),
        # A whole conversation: chat programs send every message again.
        "/v1/chat/completions": Rule(1024 * KIBIBYTE, "application/json"),
        # One message of `quoth mcp --http`, the claims of a verify among them.
        "/mcp": Rule(1024 * KIBIBYTE, "application/json"),
        "/documents": Rule(settings.upload_bytes, "multipart/form-data"),
        # The chat page's form: a question and six turns, percent-encoded.
        "/": Rule(256 * KIBIBYTE, FORM),
        "/login": Rule(4 * KIBIBYTE, FORM),
    }


class BodyLimit:
    """Pure ASGI: refuses a body that is too large, as declared or as it comes, too slow, or of the wrong type.

    Args:
        app: What is behind it.
        settings: How large an upload may be.
        seconds: How long the next piece of a body may take.
    """

    def __init__(self, app: ASGIApp, settings: Settings, seconds: float = 30.0) -> None:
        self._app = app
        self._seconds = seconds
        self._rules = rules(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body counted, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        rule = self._rules.get(scope["path"], OTHERWISE) if scope["method"] == "POST" else OTHERWISE
        try:
            _check(rule, Headers(scope=scope))
        except (BodyTooLarge, WrongMediaType) as exc:
            await error_response(refusal(exc), scope)(scope, receive, send)
            return
        await self._app(scope, _counted(receive, rule.most, self._seconds), send)


def _check(rule: Rule, headers: Headers) -> None:
    length = headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 15 or int(length) > rule.most:
        raise _too_large(rule.most)
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    if rule.media and media != rule.media:
        raise WrongMediaType(f"This address reads only {rule.media}.", f"Send the header `Content-Type: {rule.media}`.")


def _too_large(most: int) -> BodyTooLarge:
    return BodyTooLarge(f"The request is larger than {size(most)}.", "Send less at once.")


def _counted(receive: Receive, most: int, seconds: float) -> Receive:
    """Count what comes in, as a declared length may be missing or a lie, and do not wait for ever for the rest.

    The errors are HTTPExceptions, because FastAPI lets only that kind through while it reads a body.
    """
    total, complete = 0, False

    async def counted() -> Message:
        nonlocal total, complete
        try:
            # Behind the body only the client's leaving is waited for, which may take as long as the answer.
            async with asyncio.timeout(None if complete else seconds):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408) from None
        if message["type"] == "http.request":
            total += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if total > most:
                raise HTTPException(413)
        return message

    return counted
