"""MCP over HTTP: the same tools, behind the gate; and once over a real port, with a token."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from starlette.testclient import TestClient

from corpus import QuothError
from tests.mcp.connections import command
from tests.web.fakes import BASE, HTML, open_real, settings
from web.mcp.http import create_app
from web.service import Service

TOKEN = "a long secret"
CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": {"question": "Where was Lily born?"}}}
ACCEPT = {"Accept": "application/json, text/event-stream"}


@pytest.fixture
def http(folder: Path) -> Iterator[TestClient]:
    """A client of the application, without a token."""
    with serving(folder) as client:
        yield client


def serving(folder: Path, **values: object) -> TestClient:
    """Serve a library."""
    made = settings(**values)
    return TestClient(create_app(Service(lambda: open_real(folder), made), made), base_url=BASE, raise_server_exceptions=False)


def test_a_call_is_one_json_answer_without_a_session(http: TestClient) -> None:
    response = http.post("/mcp", json=CALL, headers=ACCEPT)
    assert response.status_code == 200
    assert response.json()["result"]["structuredContent"]["citations"][0]["quote"] == "Lily was born in the town of Aktau."
    assert response.headers["content-type"] == "application/json"
    assert (response.headers["cache-control"], response.headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert "mcp-session-id" not in response.headers


@pytest.mark.parametrize(
    ("request_", "status", "kind"),
    [
        ({"headers": ACCEPT | {"Host": "evil.example"}}, 421, "host_refused"),
        ({"headers": ACCEPT | {"Origin": "https://evil.example"}}, 403, "origin_refused"),
        ({"headers": ACCEPT | {"Content-Type": "text/plain"}}, 415, "unsupported_media_type"),
        ({"content": b" " * (1024 * 1024 + 1), "headers": ACCEPT | {"Content-Type": "application/json"}}, 413, "body_too_large"),
        ({"content": (b" " * 1024 for _ in range(1025)), "headers": ACCEPT | {"Content-Type": "application/json"}}, 413, "body_too_large"),
        ({"url": "/mcp/"}, 404, "not_found"),
        ({"url": "/ask"}, 404, "not_found"),
        ({"method": "GET"}, 405, "method_not_allowed"),
        ({"method": "GET", "headers": HTML}, 405, "method_not_allowed"),
        ({"method": "DELETE"}, 405, "method_not_allowed"),
    ],
)
def test_the_gate_is_before_it(http: TestClient, request_: dict[str, Any], status: int, kind: str) -> None:
    given = {"method": "POST", "url": "/mcp", "headers": ACCEPT} | request_
    response = http.request(**given if "content" in given else {**given, "content": json.dumps(CALL)} | _typed(given))
    assert (response.status_code, response.json()["error"]["kind"]) == (status, kind)


def _typed(given: dict[str, Any]) -> dict[str, Any]:
    return {"headers": {"Content-Type": "application/json"} | given["headers"]}


def test_what_is_no_json_is_an_error_of_the_protocol(http: TestClient) -> None:
    response = http.post("/mcp", content=b"{", headers=ACCEPT | {"Content-Type": "application/json"})
    assert (response.status_code, response.json()["error"]["code"]) == (400, -32700)


def test_a_token_is_asked_for(folder: Path) -> None:
    with serving(folder, token=TOKEN) as client:
        refused = [client.post("/mcp", json=CALL, headers=ACCEPT | shown) for shown in ({}, {"Authorization": "Bearer wrong"})]
        strayed = client.get("/mcp", headers=HTML, follow_redirects=False)
        taken = client.post("/mcp", json=CALL, headers=ACCEPT | {"Authorization": f"Bearer {TOKEN}"})
    assert {(response.status_code, response.headers["www-authenticate"]) for response in [*refused, strayed]} == {(401, "Bearer")}
    assert taken.status_code == 200


def test_a_wide_bind_needs_a_token(folder: Path) -> None:
    with pytest.raises(QuothError, match="open to everyone"):
        serving(folder, host="0.0.0.0")


def test_calls_are_counted_by_address(folder: Path) -> None:
    with serving(folder, asks_per_minute=1) as client:
        first, second = (client.post("/mcp", json=CALL, headers=ACCEPT).json()["result"] for _ in range(2))
    assert (first["isError"], second["isError"]) == (False, True)
    assert second["content"][0]["text"] == "Too many requests from this address.\nWait a little and try again."


@pytest.mark.anyio
async def test_the_official_client_over_a_real_port(folder: Path) -> None:
    with command(folder, "--http", "--port", "0", "--token", TOKEN) as program:
        assert program.stderr is not None and program.stdout is not None
        said = [program.stderr.readline()]
        while "speaks MCP" not in said[-1]:
            assert said[-1], said
            said.append(program.stderr.readline())
        found = re.search(r"http://127\.0\.0\.1:\d+/mcp", said[-1])
        assert found is not None
        asked = [await over_a_port(found[0], mode) for mode in ("auto", "legacy")]
        program.terminate()
        out, err = program.communicate(timeout=10)
    for cited, story in asked:
        assert story[cited["start"] : cited["end"]] == cited["quote"] == "Lily was born in the town of Aktau."
    assert (program.returncode, out, err) == (0, "a library's greeting\nand one from below\n", "")


async def over_a_port(address: str, mode: str) -> tuple[dict[str, Any], str]:
    """Ask, and read the story that is quoted."""
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False) as http,
        Client(streamable_http_client(address, http_client=http), mode=mode) as client,
    ):
        result = await client.call_tool("ask", {"question": "Where was Lily born?"})
        (cited,) = result.structured_content["citations"]
        (story,) = (await client.read_resource("quoth://documents/lily")).contents
    return cited, story.model_dump()["text"]
