"""How much a route reads and of which type, decided before anything is parsed."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import BodyTooLarge, WrongMediaType, refusal
from web.responses import error_response
from web.settings import Settings

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
        "/documents": Rule(settings.upload_bytes, "multipart/form-data"),
        # The chat page's form: a question and six turns, percent-encoded.
        "/": Rule(256 * KIBIBYTE, FORM),
        "/login": Rule(4 * KIBIBYTE, FORM),
    }


class BodyLimit:
    """Pure ASGI: refuses a body that is too large, as declared or as it comes, and one of the wrong type."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
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
        await self._app(scope, _counted(receive, rule.most), send)


def _check(rule: Rule, headers: Headers) -> None:
    length = headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 15 or int(length) > rule.most:
        raise _too_large(rule.most)
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    if rule.media and media != rule.media:
        raise WrongMediaType(f"This address reads only {rule.media}.", f"Send the header `Content-Type: {rule.media}`.")


def _too_large(most: int) -> BodyTooLarge:
    return BodyTooLarge(f"The request is larger than {most // KIBIBYTE} KiB.", "Send less at once.")


def _counted(receive: Receive, most: int) -> Receive:
    """Count what comes in, as a declared length may be missing or a lie.

    An HTTPException, because FastAPI lets only that kind through while it reads a body.
    """
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        if message["type"] == "http.request":
            total += len(message.get("body", b""))
            if total > most:
                raise HTTPException(413)
        return message

    return counted
