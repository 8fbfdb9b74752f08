"""Language models behind an OpenAI-compatible URL: one that goes wrong in every way there is, and one that says what a test tells it."""

import contextlib
import http.client
import json
import socket
from collections.abc import Callable, Iterable
from typing import Any, Literal
from urllib.parse import urlsplit

from tests.model.exchange import DONE, EVENTS, Exchange, Listener, delta, event, is_chat

Fault = Literal[
    "silent",
    "slow_first",
    "drip",
    "cut",
    "malformed",
    "not_sse",
    "endless",
    "one_huge",
    "one_line",
    "empty",
    "no_done",
    "redirect",
    "error_event",
    "null_content",
]
WORD = "word "  # what a fault says where it says something


class Faults(Listener):
    """A proxy before a server that carries everything through, or answers chat completions itself, wrongly.

    `fault` says how, from the next request on: None for not at all, a number for an error of that status, or

    - silent: the request is read, no byte is sent;
    - slow_first: headers at once, no event;
    - drip: one event each `drip_seconds`, for ever;
    - cut: what the server says, up to `cut_after` characters of it; then the connection ends within a piece;
    - malformed: one good event, one whose JSON is broken, [DONE];
    - not_sse: a web page;
    - endless: good events for ever, as fast as the client reads;
    - one_huge: one good event of `huge` characters without a line break, [DONE];
    - one_line: a line of `huge` characters that does not end, nor does the answer;
    - empty: [DONE] at once;
    - no_done: good events, then a clean end without finish_reason and [DONE];
    - redirect: 302, or `redirect_status`, to the server `elsewhere`; `elsewhere_hits` counts what comes to it;
    - error_event: one good event, one with an error instead of choices, an end;
    - null_content: events without content, without choices, without a delta; a good end.

    Errors repeat the Authorization that came, in body and header; 429 has the header Retry-After, `retry_after`. The
    answers in events are such also where the request did not ask for a stream. Nobody listens on `dead_url`.

    Args:
        upstream: Base URL of the server, ending in /v1.
    """

    def __init__(self, upstream: str) -> None:
        self._upstream = urlsplit(upstream)
        self.elsewhere = Listener(self._hit)
        self._dead = socket.socket()
        self._dead.bind(("127.0.0.1", 0))
        self.fault: Fault | int | None = None
        self.drip_seconds = 0.05
        self.cut_after = 20
        self.huge = 10_000_000
        self.retry_after = "1"
        self.redirect_status = 302
        self.elsewhere_hits = 0
        super().__init__(self._choose)
        self.url = self.origin + self._upstream.path
        self.dead_url = f"http://127.0.0.1:{self._dead.getsockname()[1]}{self._upstream.path}"

    def close(self) -> None:
        """End this server and those beside it."""
        super().close()
        self.elsewhere.close()
        self._dead.close()

    def _hit(self, exchange: Exchange) -> None:
        self.elsewhere_hits += 1
        exchange.whole(200, EVENTS, event(delta(WORD, "stop")) + DONE)

    def _choose(self, exchange: Exchange) -> None:
        fault = self.fault if is_chat(exchange) else None
        if fault is None:
            self._carry(exchange)
        elif isinstance(fault, int):
            self._refuse(exchange, fault)
        else:
            getattr(self, f"_{fault}")(exchange)

    def _refuse(self, exchange: Exchange, status: int) -> None:
        key = exchange.headers.get("Authorization", "none")
        body = {"error": {"message": f"refused: {key}", "type": "fault", "param": None, "code": None}}
        headers = {"X-Authorization": key} | ({"Retry-After": self.retry_after} if status == 429 else {})
        exchange.whole(status, "application/json", json.dumps(body).encode(), headers)

    def _ask(self, exchange: Exchange) -> http.client.HTTPResponse:
        upstream = http.client.HTTPConnection(self._upstream.hostname or "", self._upstream.port)
        upstream.connect()
        exchange.ends_too(upstream.sock)
        kept = {name: value for name, value in exchange.headers.items() if name.lower() not in ("host", "connection", "accept-encoding")}
        upstream.request(exchange.method, exchange.path, exchange.body or None, {**kept, "Connection": "close"})
        return upstream.getresponse()

    def _carry(self, exchange: Exchange) -> None:
        with self._ask(exchange) as reply, contextlib.suppress(http.client.HTTPException):  # it was cut: so is this
            exchange.head(reply.status, reply.headers.get("Content-Type", "text/plain"))
            while piece := reply.read1(65536):
                exchange.piece(piece)
            exchange.last()

    def _silent(self, exchange: Exchange) -> None:
        exchange.gone.wait()

    def _slow_first(self, exchange: Exchange) -> None:
        exchange.head(200, EVENTS)
        exchange.gone.wait()

    def _drip(self, exchange: Exchange) -> None:
        exchange.head(200, EVENTS)
        while not exchange.gone.is_set():
            exchange.piece(event(delta(WORD)))
            exchange.gone.wait(self.drip_seconds)

    def _cut(self, exchange: Exchange) -> None:
        rest = self.cut_after
        with self._ask(exchange) as reply:
            exchange.head(reply.status, reply.headers.get("Content-Type", "text/plain"))
            for line in reply:
                piece, rest = _shortened(line, rest)
                exchange.piece(piece)
                if not rest:
                    break
        exchange.complete()
        exchange.send(b'400\r\ndata: {"id": "chatc')

    def _malformed(self, exchange: Exchange) -> None:
        exchange.head(200, EVENTS)
        exchange.last(event(delta(WORD)) + b'data: {"choices": [{"delta": {"content": "wo\n\n' + DONE)

    def _not_sse(self, exchange: Exchange) -> None:
        exchange.whole(200, "text/html", b"<!doctype html><title>Welcome</title><p>Please sign in.")

    def _endless(self, exchange: Exchange) -> None:
        exchange.head(200, EVENTS)
        while True:
            exchange.piece(event(delta(WORD)))

    def _one_huge(self, exchange: Exchange) -> None:
        exchange.head(200, EVENTS)
        exchange.last(event(delta("x" * self.huge, "stop")) + DONE)

    def _one_line(self, exchange: Exchange) -> None:
        exchange.head(200, EVENTS)
        exchange.piece(b'data: {"choices": [{"delta": {"content": "' + b"x" * self.huge)
        exchange.gone.wait()

    def _empty(self, exchange: Exchange) -> None:
        exchange.whole(200, EVENTS, DONE)

    def _no_done(self, exchange: Exchange) -> None:
        exchange.whole(200, EVENTS, event(delta(WORD)) * 3)

    def _redirect(self, exchange: Exchange) -> None:
        exchange.whole(self.redirect_status, "text/plain", b"", {"Location": self.elsewhere.origin + exchange.path})

    def _error_event(self, exchange: Exchange) -> None:
        error = {"error": {"message": "the model ran out of memory", "type": "server_error", "code": 500}}
        exchange.whole(200, EVENTS, event(delta(WORD)) + event(error))

    def _null_content(self, exchange: Exchange) -> None:
        null = delta(None)
        null["choices"][0]["delta"] = {"role": "assistant", "content": None}
        sent = [null, {**null, "choices": []}, delta(None), delta(None, "stop")]
        exchange.whole(200, EVENTS, b"".join(map(event, sent)) + DONE)


def _shortened(line: bytes, rest: int) -> tuple[bytes, int]:
    """Return a line with at most so many characters of content, and how many more the next may have; [DONE] ends them."""
    if not line.startswith(b"data:"):
        return line, rest
    if line.strip() == DONE.strip():
        return b"", 0
    data = json.loads(line.removeprefix(b"data:"))
    for choice in data["choices"]:
        content = choice["delta"].get("content") or ""
        if len(content) >= rest:
            choice["delta"]["content"], rest = content[:rest], 0
            return event(data), 0
        rest -= len(content)
    return line, rest


class Scripted(Listener):
    """A language model that is a function.

    Args:
        respond: Takes a request, returns the pieces of what is said; each is sent when it comes.
    """

    def __init__(self, respond: Callable[[dict[str, Any]], Iterable[str]]) -> None:
        self._respond = respond
        super().__init__(self._say)
        self.url = f"{self.origin}/v1"

    def _say(self, exchange: Exchange) -> None:
        if not is_chat(exchange):
            models = {"object": "list", "data": [{"id": "scripted", "object": "model", "created": 0, "owned_by": "tests"}]}
            exchange.whole(200, "application/json", json.dumps(models).encode())
            return
        request = json.loads(exchange.body)
        pieces, named = self._respond(request), {"model": request.get("model", "none")}
        if request.get("stream"):
            self._stream(exchange, pieces, named)
        else:
            message = {"role": "assistant", "content": "".join(pieces)}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            whole = {**delta(None), **named, "object": "chat.completion", "choices": [choice]}
            exchange.whole(200, "application/json", json.dumps(whole).encode())

    def _stream(self, exchange: Exchange, pieces: Iterable[str], named: dict[str, str]) -> None:
        first = {**delta(""), **named}
        first["choices"][0]["delta"]["role"] = "assistant"
        exchange.head(200, EVENTS)
        exchange.piece(event(first))
        for piece in pieces:
            exchange.piece(event({**delta(piece), **named}))
        exchange.last(event({**delta(None, "stop"), **named}) + DONE)
