"""MCP on standard input and output: one client, which started this program, and nothing but the protocol between the two.

While it runs the real standard output belongs to the protocol alone; whatever else is written there goes to standard error.
"""

import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from types import FrameType
from typing import TextIO

import anyio
from mcp.server.stdio import stdio_server

from qa import Chatbot
from web.mcp.server import create_server
from web.service import Service
from web.settings import Settings

_PIECE = 65_536
_STANDARD_INPUT = 0


def serve(open_chatbot: Callable[[], Chatbot], settings: Settings) -> None:
    """Serve until the client closes our standard input, goes away, or somebody stops us."""
    try:
        asyncio.run(_serve(Service(open_chatbot, settings)))
    except* BrokenPipeError:
        pass  # the client went away without a word: there is nobody to tell


async def _serve(service: Service) -> None:
    server = create_server(service)
    with _input() as (lines, end):
        async with stdio_server(stdin=anyio.wrap_file(lines)) as (read, write):
            try:
                # Behind the claim on the real standard output, which a print must not reach even when it is flushed at the very end.
                with redirect_stdout(sys.stderr):
                    await server.run(read, write, server.create_initialization_options())
            finally:
                end()  # else who can write no more would wait for the next line


@contextmanager
def _input() -> Iterator[tuple[TextIO, Callable[[], None]]]:
    """Standard input as a file that ends with it, or when we are told to stop; and what ends it.

    A thread that waits for standard input itself cannot be woken, and Ctrl-C would wait for the client's next line.
    """
    ours, theirs = socket.socketpair()

    def pour() -> None:
        try:
            while piece := os.read(_STANDARD_INPUT, _PIECE):
                theirs.sendall(piece)
        except OSError:
            pass  # closed on either side: the end, as if there were no more
        _end(theirs)

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)  # who asks twice does not want to wait
        _end(theirs)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    threading.Thread(target=pour, name="quoth-stdin", daemon=True).start()
    try:
        with ours, theirs, ours.makefile(encoding="utf-8", errors="replace") as lines:
            yield lines, lambda: _end(theirs)
    finally:
        for number, former in before.items():
            signal.signal(number, former)


def _end(theirs: socket.socket) -> None:
    try:
        theirs.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # it has ended already
