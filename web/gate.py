"""Who may come in: the right host name, no foreign page, and the token where one is set.

All of it is decided from the headers and `scope["path"]`, before a byte of the body is read.
"""

import hashlib
import hmac
import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web.errors import HostRefused, OriginRefused, QuotaExceeded, TokenNeeded, refusal
from web.negotiation import names_page
from web.quota import Quota, client_address
from web.responses import error_response
from web.settings import Settings

COOKIE = "quoth_session"
_OPEN_PATHS = frozenset({"/healthz", "/login", "/static/quoth.css", "/static/quoth.svg"})
_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(?::\d{1,5})?")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_WRONG_TOKENS_PER_MINUTE = 10


class Token:
    """The operator's secret, and the session cookie derived from it, so that the secret itself is in no cookie."""

    def __init__(self, secret: SecretStr) -> None:
        self._secret = secret.get_secret_value().encode()
        self.session = hmac.new(self._secret, b"quoth session", hashlib.sha256).hexdigest()

    def matches(self, given: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._secret)

    def shown_by(self, headers: Headers) -> bool:
        """Whether the request shows the token as bearer, or its session as cookie."""
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.matches(given.strip()):
            return True
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return cookie is not None and hmac.compare_digest(cookie.value.encode(), self.session.encode())


def open_token(settings: Settings) -> Token | None:
    """Make the token of the settings; None where none is set."""
    return Token(settings.token) if settings.token and settings.token.get_secret_value() else None


class Gate:
    """Pure ASGI: refuses what may not come in."""

    def __init__(self, app: ASGIApp, settings: Settings, token: Token | None) -> None:
        self._app = app
        self._hosts = settings.hosts
        self._token = token
        self._failures = Quota(_WRONG_TOKENS_PER_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it."""
        answer = self._answer(scope) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        try:
            self._check_host(headers)
            _check_origin(scope["method"], headers)
            self._check_token(scope, headers)
        except (HostRefused, OriginRefused, QuotaExceeded) as exc:
            return error_response(refusal(exc), scope)
        except TokenNeeded as exc:
            if scope["method"] == "GET" and names_page(headers):
                return RedirectResponse(f"/login?next={quote(_address(scope), safe='')}", 303)
            return error_response(refusal(exc), scope)
        return None

    def _check_host(self, headers: Headers) -> None:
        given = headers.getlist("host")
        found = _HOST.fullmatch(given[0]) if len(given) == 1 else None
        if found is None or (self._hosts and found["name"].lower() not in self._hosts):
            raise HostRefused

    def _check_token(self, scope: Scope, headers: Headers) -> None:
        if self._token is None or scope["path"] in _OPEN_PATHS or self._token.shown_by(headers):
            return
        if "authorization" in headers:
            self._failures.take(client_address(scope))
        raise TokenNeeded


def _check_origin(method: str, headers: Headers) -> None:
    """Refuse what another site's page asks for, save a link that a person follows here.

    Browsers say where a request comes from in `Sec-Fetch-Site`; on plain http to another machine only in `Origin`.
    Programs send neither.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        followed = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        if site not in ("same-origin", "none") and not (method in _READING and followed):
            raise OriginRefused
    origin = headers.get("origin")
    if origin is not None and method not in _READING:
        scheme, parted, host = origin.partition("://")
        if not parted or scheme not in ("http", "https") or host != headers.get("host"):
            raise OriginRefused


def _address(scope: Scope) -> str:
    query = scope.get("query_string", b"").decode("ascii", "ignore")
    return quote(scope["path"]) + (f"?{query}" if query else "")
