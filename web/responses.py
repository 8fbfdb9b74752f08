"""Responses that are always valid: UTF-8 whatever the text, and errors in the shape that was asked for."""

import json
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from web.errors import Refusal
from web.negotiation import names_page
from web.views import render


class Json(JSONResponse):
    """JSON in which a lone surrogate, which UTF-8 cannot hold, becomes a question mark."""

    def render(self, content: object) -> bytes:
        """Encode the content; a number that is not finite is a mistake of ours and raises ValueError."""
        written = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return written.encode("utf-8", "replace")


class Page(HTMLResponse):
    """A page made from a template.

    Args:
        template: File name under `templates/`.
        values: What it shows.
        status: HTTP status.
    """

    def __init__(self, template: str, values: dict[str, Any], status: int = 200) -> None:
        super().__init__(render(template, values).encode("utf-8", "replace"), status)


def error_response(refusal: Refusal, scope: Scope) -> Response:
    """Send an error as a page to browsers, as JSON to everyone else."""
    if names_page(Headers(scope=scope)):
        response: Response = Page("error.html", {"error": refusal}, refusal.status)
    else:
        response = Json(refusal.as_dict(), refusal.status)
    response.headers.update(refusal.headers)
    return response
