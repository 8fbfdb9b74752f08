"""A connection that can be cut: a proxy between browser and server that lets an answer's first event through and no more."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

_PIECE = 65536


class Wire:
    """Carries bytes to a server; while `held` is set, of a stream of events only the first goes through.

    Args:
        origin: Address of the server.
    """

    def __init__(self, origin: str) -> None:
        self._server = (urlsplit(origin).hostname or "", urlsplit(origin).port or 0)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._carried: list[socket.socket] = []
        self.held = threading.Event()
        self.begun = threading.Semaphore(0)
        self.left = threading.Semaphore(0)
        self.origin = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._threads: list[threading.Thread] = []
        self._run(self._accept)

    def _run(self, work: Callable[..., None], *given: socket.socket) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def cut(self) -> None:
        """Cut every connection."""
        for end in self._carried:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop listening, too, and wait until nothing is carried any more."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self.cut()
        for thread in self._threads:
            thread.join()
        for end in [self._listening, *self._carried]:
            end.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                client, _ = self._listening.accept()
                self._carried.append(client)
                self._run(self._carry, client)

    def _carry(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(self._server)
        except OSError:  # it is down: so is this
            client.shutdown(socket.SHUT_RDWR)
            return
        self._carried.append(server)
        self._run(self._up, client, server)
        self._down(server, client)

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := client.recv(_PIECE):
                server.sendall(piece)
        if self.held.is_set():
            self.left.release()
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)

    def _down(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := server.recv(_PIECE):
                if self.held.is_set() and b"event: delta" in piece:
                    client.sendall(piece[: piece.index(b"event: delta")])
                    self.begun.release()
                    while server.recv(_PIECE):
                        pass
                else:
                    client.sendall(piece)
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire(origin: str) -> Iterator[Wire]:
    """Lay a wire to a server."""
    laid = Wire(origin)
    try:
        yield laid
    finally:
        laid.close()
