"""HTTP by hand, one request a connection: what it takes to answer as no server should, and to see at once that a client left."""

import contextlib
import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Mapping
from email.message import Message
from typing import Any, Self

DONE = b"data: [DONE]\n\n"
EVENTS = "text/event-stream"
_ENDS = re.compile(rb"^data: ?\[DONE\]", re.MULTILINE)


def event(data: object) -> bytes:
    """Return a server-sent event that holds JSON."""
    return b"data: " + json.dumps(data, ensure_ascii=False).encode() + b"\n\n"


def delta(content: str | None, finish_reason: str | None = None) -> dict[str, Any]:
    """Return what one event of a streamed chat completion holds."""
    choice = {"index": 0, "delta": {} if content is None else {"content": content}, "finish_reason": finish_reason}
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": int(time.time()), "model": "none", "choices": [choice]}


class Exchange:
    """A request and its answer.

    Args:
        connection: What the client is about to send a request over.
        over: Called once, with whether the client left before the answer was complete.
    """

    method = path = ""
    headers = Message()
    body = b""

    def __init__(self, connection: socket.socket, over: Callable[["Exchange", bool], None]) -> None:
        self._connection = connection
        self._over = over
        self._lock = threading.Lock()
        self._complete = False
        self._ends = [connection]
        self.gone = threading.Event()

    def read(self) -> bool:
        """Read the request; return whether there was a whole one."""
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._connection.makefile("rb") as sent:
            line = sent.readline().split()
            if len(line) != 3:
                return False
            self.method, self.path = line[0].decode(), line[1].decode()
            self.headers = http.client.parse_headers(sent)
            length = int(self.headers.get("Content-Length", 0))
            self.body = sent.read(length)
        return len(self.body) == length

    def watch(self) -> None:
        """Wait until the client leaves or the answer is complete; nothing else can come from the client."""
        with contextlib.suppress(OSError):
            self._connection.recv(1, socket.MSG_PEEK)
        self.complete(left=True)
        self.end()

    def complete(self, left: bool = False) -> None:
        """Say that what is sent from now on is not missed by a client that leaves."""
        with self._lock:
            before, self._complete = self._complete, True
        if not before:
            self._over(self, left)

    def end(self) -> None:
        """Shut both sides of the connection, and what else hangs on it."""
        with self._lock:
            self.gone.set()
            for end in self._ends:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def ends_too(self, end: socket.socket) -> None:
        """Shut another connection, too, as soon as this one ends."""
        with self._lock:
            self._ends.append(end)
        if self.gone.is_set():
            self.end()

    def head(self, status: int, content_type: str, headers: Mapping[str, str] | None = None) -> None:
        """Send the first lines of an answer, the rest of which comes in pieces."""
        lines = {"Content-Type": content_type, "Transfer-Encoding": "chunked", "Connection": "close", **(headers or {})}
        text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.send(f"HTTP/1.1 {status} {http.client.responses.get(status, 'Unknown')}\r\n{text}\r\n".encode("latin-1"))

    def piece(self, data: bytes) -> None:
        """Send a piece of the answer at once; the one with [DONE] makes the answer complete."""
        if _ENDS.search(data):
            self.complete()
        if data:
            self.send(b"%x\r\n%b\r\n" % (len(data), data))

    def last(self, data: bytes = b"") -> None:
        """Send the last piece and the end."""
        self.complete()
        self.piece(data)
        self.send(b"0\r\n\r\n")

    def send(self, data: bytes) -> None:
        """Send bytes.

        Raises:
            OSError: Nobody takes them any more.
        """
        try:
            self._connection.sendall(data)
        except OSError:
            self.complete(left=True)
            raise

    def whole(self, status: int, content_type: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        """Answer all at once."""
        self.head(status, content_type, headers)
        self.last(body)


class Listener:
    """A server on a free port of this machine that answers each request on a thread of its own.

    `requests` and `authorizations` hold the body and the Authorization of each request for a chat completion; `left` is
    released each time a client leaves before its answer is complete; `active` counts the answers under way. A context
    manager: at its end every connection is shut and every thread has ended.

    Args:
        answer: Answers a request; may raise OSError once the client has left.
    """

    def __init__(self, answer: Callable[[Exchange], None]) -> None:
        self._answer = answer
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._exchanges: set[Exchange] = set()
        self._under_way: set[Exchange] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._closing = False
        self.requests: list[dict[str, Any]] = []
        self.authorizations: list[str | None] = []
        self.left = threading.Semaphore(0)
        self.origin = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    @property
    def active(self) -> int:
        """How many answers are under way."""
        return len(self._under_way)

    def close(self) -> None:
        """Stop listening, cut every answer and wait for every thread."""
        self._closing = True
        self._listening.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        with self._lock:
            exchanges = list(self._exchanges)
        for exchange in exchanges:
            exchange.end()
        for thread in self._threads:
            thread.join()
        self._listening.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                connection, _ = self._listening.accept()
                exchange = Exchange(connection, self._over)
                with self._lock:
                    self._exchanges.add(exchange)
                thread = threading.Thread(target=self._serve, args=(connection, exchange))
                self._threads.append(thread)
                thread.start()

    def _over(self, exchange: Exchange, left: bool) -> None:
        with self._lock:
            self._under_way.discard(exchange)
        if left and not self._closing:
            self.left.release()

    def _serve(self, connection: socket.socket, exchange: Exchange) -> None:
        with connection, contextlib.suppress(OSError):  # the client left
            if exchange.read():
                self._reply(exchange)
        with self._lock:
            self._exchanges.discard(exchange)

    def _reply(self, exchange: Exchange) -> None:
        if is_chat(exchange):
            self.requests.append(json.loads(exchange.body))
            self.authorizations.append(exchange.headers["Authorization"])
        with self._lock:
            self._under_way.add(exchange)
        watching = threading.Thread(target=exchange.watch)
        watching.start()
        try:
            self._answer(exchange)
        finally:
            exchange.complete()
            exchange.end()
            watching.join()


def is_chat(exchange: Exchange) -> bool:
    """Whether a request asks for a chat completion."""
    return exchange.method == "POST" and exchange.path.endswith("/chat/completions")
