"""`quoth mcp`: the library for agents, over the Model Context Protocol."""

import logging
import signal
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from corpus import QuothError
from qa import Chatbot
from web.terminal.configured import settings
from web.terminal.console import err, say
from web.terminal.opening import Openings, Place, place
from web.terminal.options import Embedder, Folder, openings
from web.terminal.serving import address, listen

if TYPE_CHECKING:
    import socket

    from web.settings import Settings

_HOST = "127.0.0.1"
_PORT = 8001
_KEEP_ALIVE_SECONDS = 20


def mcp(
    context: typer.Context,
    http: Annotated[bool, typer.Option("--http", help="Over HTTP, at /mcp, instead of standard input and output.")] = False,
    host: Annotated[
        str | None, typer.Option(help="With --http: address to listen on, QUOTH_HOST or 127.0.0.1 unless set; a wider one needs a token.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="With --http: port to listen on, 8001 unless set; 0 takes a free one.")] = None,
    token: Annotated[
        str | None, typer.Option(help="With --http: secret that requests must show; the variable QUOTH_TOKEN hides it from others.")
    ] = None,
    library: Folder = None,
    embedder: Embedder = None,
) -> None:
    r"""Offer the library to an agent as tools: ask, search, verify, list_documents.

    A chat client that speaks MCP starts this command itself and talks with it through standard input and output.
    It needs an extra: pip install 'quoth\[mcp]'

    [cyan]quoth mcp --library ./letters[/]

    [cyan]quoth mcp --http --port 8001[/]
    """
    from web.mcp.extra import HTTP, STDIO, must_have

    if not http:
        _must_not_be_given({"--host": host, "--port": port, "--token": token})
    must_have(HTTP if http else STDIO)
    # What the library logs may repeat what was asked; what Quoth logs does not.
    logging.basicConfig(level=logging.WARNING, format="quoth: %(message)s")
    logging.getLogger("mcp").setLevel(logging.CRITICAL)
    where, opened = place(library, embedder), openings(context)
    given = {"library": where.folder, "embedder": embedder, "token": token}
    if http:
        port = _PORT if port is None else port
        _serve_http(opened, where, settings({**given, "host": host, "port": port}))
    else:
        from web.mcp import stdio

        # No port is opened, so whatever the environment says about one is not looked at.
        stdio.serve(lambda: opened.answering(where), settings({**given, "host": _HOST}))


def _must_not_be_given(options: dict[str, object]) -> None:
    for name, value in options.items():
        if value is not None:
            raise QuothError(f"{name} means nothing without --http.", f"Add --http, or leave {name} out.")


def _serve_http(opened: Openings, where: Place, made: "Settings") -> None:
    """Take the port, open the library, then serve: whatever is wrong with either is said before a client connects."""
    made.check()
    listener = _listen(made)
    with closing(listener):
        chatbot = opened.answering(where)
        with closing(chatbot.library):
            _run(listener, chatbot, made)


def _listen(made: "Settings") -> "socket.socket":
    try:
        return listen(made.host, made.port)
    except QuothError as exc:
        raise QuothError(exc.message, f"Take another: quoth mcp --http --host {_HOST} --port {_PORT + 1}") from exc


def _run(listener: "socket.socket", chatbot: Chatbot, made: "Settings") -> None:
    import uvicorn

    from web.mcp.http import PATH, create_app
    from web.service import Service

    app = create_app(Service(lambda: chatbot, made), made)
    # uvicorn raises the signals it received once more when it is done; then they have been obeyed already.
    signal.signal(signal.SIGTERM, lambda *_: None)
    say(f"Quoth speaks MCP at {address(listener)}{PATH} (Ctrl-C stops it)", err())
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_keep_alive=_KEEP_ALIVE_SECONDS))
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        say("Stopped.", err())
