"""`quoth serve`: the pages and `/ask` on a port of this machine."""

import logging
import signal
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from corpus import QuothError
from qa import Chatbot
from web.terminal.console import err, say

if TYPE_CHECKING:
    from web.settings import Settings

_WAITING = 128
# Longer than any Retry-After that we send: who comes back when told would else write into a connection that is just being closed.
_KEEP_ALIVE_SECONDS = 20


def serve(open_chatbot: Callable[[], Chatbot], made: "Settings") -> None:
    """Serve until Ctrl-C or a request to terminate; questions that are being answered are answered first.

    Raises:
        QuothError: The port cannot be had.
    """
    import uvicorn

    from web.app import create_app

    # The port is taken before the models are loaded, so that a taken one is said at once.
    listener = listen(made.host, made.port)
    logging.basicConfig(level=logging.WARNING, format="quoth: %(message)s")
    # uvicorn raises the signals it received once more when it is done; then they have been obeyed already.
    signal.signal(signal.SIGTERM, lambda *_: None)
    say(f"Quoth answers on {address(listener)} (Ctrl-C stops it)", err())
    app = create_app(open_chatbot, made)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_keep_alive=_KEEP_ALIVE_SECONDS))
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        say("Stopped.", err())
    finally:
        listener.close()


def listen(host: str, port: int) -> socket.socket:
    """Take a port; connections wait from now on until the server takes them.

    Raises:
        QuothError: It is taken, or the address is not one of this machine.
    """
    try:
        family, *_, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        # By its protocol's name: only then does asyncio switch off Nagle's algorithm, which holds every second response back 40 ms.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError as exc:
        hint = "Name an address of this machine: --host 127.0.0.1"
        raise QuothError(f"Quoth cannot listen on {host}: {exc.strerror}.", hint) from exc
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(_WAITING)
    except OSError as exc:
        listener.close()
        hint = "Take another: quoth serve --port 8001, or make run PORT=8001"
        raise QuothError(f"Port {port} of {host} cannot be had: {exc.strerror}.", hint) from exc
    return listener


def address(listener: socket.socket) -> str:
    """Return the address to type into a browser."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
