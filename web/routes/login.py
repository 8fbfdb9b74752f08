"""Signing in from a browser: the token once, a session cookie from then on."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from web.errors import Refusal, TokenNeeded, refusal
from web.gate import COOKIE, Token
from web.openapi import refusals
from web.quota import Quota, client_address
from web.responses import Page

router = APIRouter(tags=["server"])

_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["token"],
                    "properties": {"token": {"type": "string"}, "next": {"type": "string"}},
                }
            }
        },
    }
}
_WEEK = 7 * 24 * 3600


def _local(address: str) -> str:
    """An address on this server, whatever was given: a link elsewhere becomes the first page."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if inside else "/"


def _page(next_address: str, error: Refusal | None = None) -> Page:
    return Page("login.html", {"next": next_address, "error": error}, error.status if error else 200)


@router.get("/login", response_class=HTMLResponse, responses=refusals(422))
async def login_page(request: Request, next_address: Annotated[str, Query(alias="next", max_length=8000)] = "/") -> Response:
    """The form that takes the token, where one is needed."""
    if request.app.state.token is None:
        return RedirectResponse("/", 303)
    return _page(_local(next_address))


@router.post(
    "/login",
    response_class=Response,
    status_code=303,
    responses=refusals(415, 429),
    openapi_extra=_FORM,
)
async def login(request: Request) -> Response:
    """Check the token and set the session cookie."""
    token: Token | None = request.app.state.token
    attempts: Quota = request.app.state.attempts
    async with request.form(max_fields=5) as fields:
        given, next_address = str(fields.get("token", "")), _local(str(fields.get("next", "/")))
    response = RedirectResponse(next_address, 303)
    if token is None:
        return response
    attempts.take(client_address(request.scope))
    if not token.matches(given):
        return _page(next_address, refusal(TokenNeeded("That is not the token.", "Try again.")))
    secure = request.scope["scheme"] == "https"
    response.set_cookie(COOKIE, token.session, _WEEK, httponly=True, samesite="lax", secure=secure)
    return response
