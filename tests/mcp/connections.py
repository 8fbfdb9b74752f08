"""Servers of a small library, and the official client to talk with them."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from mcp import Client
from mcp.types import CallToolResult, TextContent

from qa import Chatbot
from tests.conftest import PROJECT
from tests.web.fakes import settings
from web.mcp.server import create_server
from web.service import Service

# The command as it is, over the small library that is there, with an opening that prints where it should not.
COMMAND = """
import os, sys
from pathlib import Path
from tests.web.fakes import open_real
from web.terminal.boundary import run
from web.terminal.opening import Openings
def opened(where, create):
    print("a library's greeting")
    os.write(1, b"and one from below\\n")
    return open_real(where.folder)
sys.exit(run(["mcp", *sys.argv[1:]], Openings(chatbot=opened)))
"""


@asynccontextmanager
async def connected(open_chatbot: Callable[[], Chatbot], mode: str = "auto", **values: object) -> AsyncIterator[Client]:
    """Talk with a server in this process: `legacy` by the handshake, `auto` by the protocol's newest version."""
    async with Client(create_server(Service(open_chatbot, settings(**values))), mode=mode) as client:
        yield client


def text(result: CallToolResult) -> str:
    """The one text of a result."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


@contextmanager
def command(library: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run `quoth mcp` over a small library, in a program of its own."""
    line = [sys.executable, "-W", "error", "-c", COMMAND, "--library", str(library), *arguments]
    pipe = subprocess.PIPE
    program = subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=PROJECT, env=os.environ.copy())
    with program:
        try:
            yield program
        finally:
            program.kill()  # does nothing to one that has ended
