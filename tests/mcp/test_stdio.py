"""MCP on standard input and output: the protocol alone, to the end; and once all of it is real."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import pytest
from mcp import Client, StdioServerParameters, stdio_client

from tests.conftest import PROJECT
from tests.mcp.connections import command, text
from tests.terminal.conftest import Quoth, quoth

__all__ = ["quoth"]

HELLO = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
QUESTION = {"name": "ask", "arguments": {"question": "Where was Lily born?"}}


def send(program: subprocess.Popen[str], id: int | None, method: str, params: dict[str, Any] | None = None) -> None:
    """Write one message."""
    assert program.stdin is not None
    message = {"jsonrpc": "2.0", "method": method} | ({} if id is None else {"id": id}) | ({"params": params} if params else {})
    program.stdin.write(f"{json.dumps(message)}\n")
    program.stdin.flush()


def close(program: subprocess.Popen[str]) -> None:
    """End the standard input of a program."""
    assert program.stdin is not None
    program.stdin.close()
    program.stdin = None  # nothing that is left is to be written


def greet(program: subprocess.Popen[str]) -> dict[str, Any]:
    """Shake hands."""
    assert program.stdout is not None
    send(program, 1, "initialize", HELLO)
    hello: dict[str, Any] = json.loads(program.stdout.readline())
    send(program, None, "notifications/initialized")
    return hello


def vanish(program: subprocess.Popen[str]) -> None:
    """Go away without a word: nothing that is still written can be read."""
    assert program.stdout is not None
    program.stdout.close()
    program.stdout = None
    send(program, 3, "ping")
    send(program, 4, "ping")


ENDS: Sequence[Callable[[subprocess.Popen[str]], None]] = (
    close,
    vanish,
    lambda program: program.send_signal(signal.SIGTERM),
)


def test_only_the_protocol_is_on_standard_output_and_the_end_is_quiet(folder: Path) -> None:
    """Whichever end it comes to; all at once, as most of the time is spent in starting."""
    with ExitStack() as stack:
        programs = [stack.enter_context(command(folder)) for _ in ENDS]
        for program, end in zip(programs, ENDS, strict=True):
            hello = greet(program)
            assert program.stdout is not None and program.stdin is not None
            program.stdin.write("not json\n")
            send(program, 2, "tools/call", QUESTION)
            answer = json.loads(program.stdout.readline())
            assert (hello["id"], hello["result"]["serverInfo"]["name"]) == (1, "quoth")
            assert answer["id"] == 2 and answer["result"]["structuredContent"]["citations"][0]["quote"] == "Lily was born in the town of Aktau."
            end(program)
        ended = [(*program.communicate(timeout=20), program.returncode) for program in programs]
    assert [(out or "", sorted(err.splitlines()), code) for out, err, code in ended] == [
        ("", ["a library's greeting", "and one from below"], 0) for _ in ENDS
    ]


@pytest.mark.anyio
async def test_the_founding_stories_over_real_pipes(tmp_path: Path) -> None:
    """Real models, a first use: Lily was born in Aktau, and the quote stands where it is said to."""
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "HF_HUB_OFFLINE": "1"}
    server = StdioServerParameters(command=sys.executable, args=["-m", "web.terminal", "mcp"], env=os.environ | home, cwd=PROJECT)
    errors: IO[str]
    with (tmp_path / "errors").open("w+", encoding="utf-8") as errors:
        async with Client(stdio_client(server, errlog=errors)) as client:
            result = await client.call_tool("ask", {"question": "Where was Lily born?"})
            cited = result.structured_content["citations"][0]
            (story,) = (await client.read_resource(f"quoth://documents/{cited['document_id']}")).contents
        errors.seek(0)
        said = errors.read()
    assert not result.structured_content["abstained"] and text(result).startswith("Aktau [1]\n")
    assert story.model_dump()["text"][cited["start"] : cited["end"]] == cited["quote"]
    assert said.splitlines() == [f"First use: the founding stories go into {tmp_path / 'data' / 'quoth' / 'library'}"]


@pytest.mark.parametrize("missing", ["mcp", "anyio", "uvicorn"])
def test_without_the_extra_the_pip_line_is_told(quoth: Quoth, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for module in [name for name in sys.modules if name.split(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, missing, None)
    assert quoth("mcp", *(["--http"] if missing == "uvicorn" else [])) == (
        2,
        "",
        f"quoth: quoth mcp needs the package {missing}, which is not installed.\n       Install it: pip install 'quoth[mcp]'\n",
    )


@pytest.mark.parametrize("option", ["--host", "--port", "--token"])
def test_what_is_for_http_is_not_taken_without_it(quoth: Quoth, option: str) -> None:
    assert quoth("mcp", option, "1") == (
        2,
        "",
        f"quoth: {option} means nothing without --http.\n       Add --http, or leave {option} out.\n",
    )


def test_a_wide_bind_without_a_token_does_not_start(quoth: Quoth) -> None:
    code, out, err = quoth("mcp", "--http", "--host", "0.0.0.0")
    assert (code, out, len(err.splitlines())) == (2, "", 2), err


def test_a_missing_library_is_told_before_the_port_is_served(quoth: Quoth, tmp_path: Path) -> None:
    code, out, err = quoth("mcp", "--http", "--port", "0", "--library", tmp_path / "none")
    assert (code, out, len(err.splitlines())) == (2, "", 2)


def test_nothing_of_it_is_imported_before_it_is_asked_for() -> None:
    script = "import sys, web.mcp, web.terminal.commands; sys.exit(sorted({'mcp', 'mcp_types', 'anyio', 'fastapi'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", f"{script.replace('sys.exit(', 'print(')}"], cwd=PROJECT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
