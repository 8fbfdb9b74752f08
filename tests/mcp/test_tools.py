"""Every tool, by the official client: the same results as over HTTP, and errors that an agent can act on."""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from mcp import Client, MCPError

from corpus import QuothError
from qa import Answer, Chatbot
from tests.mcp.connections import connected, text
from tests.web.fakes import BASE, JSON, ScriptedChatbot, answer, open_real, settings, wait
from web.app import create_app

pytestmark = pytest.mark.anyio

MODES = pytest.mark.parametrize("mode", ["legacy", "auto"])
QUESTION = "Where was Lily born?"
CLAIMS = [{"quote": "red barn", "document_id": "lily"}, {"quote": "red barn"}, {"quote": "blue"}]


@MODES
async def test_the_tools_are_described(folder: Path, mode: str) -> None:
    async with connected(lambda: open_real(folder), mode) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert list(tools) == ["ask", "search", "verify", "list_documents"]
    for tool in tools.values():
        assert tool.title and tool.description and len(tool.description) > 100
        assert tool.annotations is not None and tool.output_schema is not None
        hints = tool.annotations.model_dump(exclude_none=True)
        assert hints == {"read_only_hint": True, "destructive_hint": False, "idempotent_hint": True, "open_world_hint": False}
        assert tool.input_schema["additionalProperties"] is False
        assert all("description" in argument for argument in tool.input_schema["properties"].values())
    ask, search, verify = (tools[name].input_schema["properties"] for name in ("ask", "search", "verify"))
    assert (ask["question"]["minLength"], ask["question"]["maxLength"]) == (1, 2000)
    assert (ask["limit"]["minimum"], ask["limit"]["maximum"], ask["limit"]["default"]) == (1, 10, 3)
    assert (ask["documents"]["anyOf"][0]["maxItems"], ask["documents"]["default"]) == (100, None)
    assert (ask["history"]["anyOf"][0]["maxItems"], ask["history"]["default"]) == (6, None)
    assert (search["k"]["minimum"], search["k"]["maximum"], search["k"]["default"]) == (1, 20, 5)
    assert (verify["claims"]["minItems"], verify["claims"]["maxItems"]) == (1, 50)


@MODES
async def test_an_answer_has_its_quotes(folder: Path, mode: str) -> None:
    async with connected(lambda: open_real(folder), mode) as client:
        result = await client.call_tool("ask", {"question": QUESTION})
    chatbot = open_real(folder)
    expected = chatbot.ask(QUESTION).as_dict()
    story = chatbot.library.document("lily").text
    chatbot.library.close()
    found = result.structured_content
    assert found == {**expected, "took_ms": found["took_ms"]}
    (cited,) = found["citations"]
    assert not found["abstained"] and story[cited["start"] : cited["end"]] == cited["quote"]
    quoted = '[1] "Lily was born in the town of Aktau."\nLily the Dancer (lily, characters 17 to 52)'
    assert text(result) == f"{found['answer']}\n\n{quoted}"


async def test_of_an_abstention_only_the_sentence_is_read(folder: Path) -> None:
    async with connected(lambda: open_real(folder)) as client:
        result = await client.call_tool("ask", {"question": "Who is Zorp?", "history": None, "documents": None})
    assert not result.is_error
    assert result.structured_content["abstained"] and result.structured_content["citations"] == []
    assert text(result) == result.structured_content["answer"]


async def test_a_place_and_a_notice_are_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(chatbot: Chatbot, question: str, **_: object) -> Answer:
        return found

    def as_dict(_: Answer) -> dict[str, Any]:
        return whole(found) | {"mode": "model", "dropped": 2, "notice": "Two sentences had no quote."}

    chatbot, whole = open_real(folder), Answer.as_dict
    (cited,) = chatbot.ask(QUESTION).citations
    found = replace(answer(QUESTION, "Aktau [1]"), abstained=False, reason=None, citations=(replace(cited, place="Chapter 2"),))
    monkeypatch.setattr(Chatbot, "ask", ask)
    monkeypatch.setattr(Answer, "as_dict", as_dict)
    async with connected(lambda: chatbot) as client:
        result = await client.call_tool("ask", {"question": QUESTION})
    assert result.structured_content["notice"] == "Two sentences had no quote."
    assert text(result).splitlines()[-3:] == ["Lily the Dancer, Chapter 2 (lily, characters 17 to 52)", "", "Two sentences had no quote."]


async def test_what_was_said_before_counts(folder: Path) -> None:
    history = [{"question": QUESTION, "answer": "In Aktau. [1]", "documents": ["lily"]}]
    async with connected(lambda: open_real(folder)) as client:
        result = await client.call_tool("ask", {"question": "Where did she go?", "history": history, "documents": ["lily"], "limit": 1})
    assert result.structured_content["understood_as"] == "Where did Lily go?"


@pytest.mark.parametrize(
    ("tool", "arguments", "over_http"),
    [
        ("search", {"query": "the old dog", "k": 10}, lambda http: http.get("/search", params={"q": "the old dog"}, headers=JSON)),
        ("search", {"query": "dog", "k": 10, "documents": ["fox"]}, lambda http: http.get("/search?q=dog&documents=fox", headers=JSON)),
        (
            "verify",
            {"claims": CLAIMS},
            lambda http: http.post("/verify", json={"claims": CLAIMS}),
        ),
        ("list_documents", {}, lambda http: http.get("/documents", headers=JSON)),
    ],
)
async def test_a_tool_returns_what_its_address_returns(
    folder: Path, tool: str, arguments: Mapping[str, Any], over_http: Callable[[TestClient], Any]
) -> None:
    async with connected(lambda: open_real(folder)) as client:
        result = await client.call_tool(tool, dict(arguments))

    def asked() -> Any:  # noqa: ANN401
        app = create_app(lambda: open_real(folder), settings())
        with TestClient(app, base_url=BASE) as http:
            return over_http(wait(http, app)).json()

    assert result.structured_content == await asyncio.to_thread(asked)


async def test_results_are_told_in_words(folder: Path) -> None:
    async with connected(lambda: open_real(folder)) as client:
        found = await client.call_tool("search", {"query": "the fox in the barn", "k": 1})
        checked = await client.call_tool("verify", {"claims": [{"quote": "red barn", "document_id": "lily"}, {"quote": "blue"}]})
        listed = await client.call_tool("list_documents", {})
    assert text(found).splitlines()[:2] == [
        "1. Fox (fox, characters 0 to 81)", "The fox lived in a red barn. He was afraid of the old dog.",
    ]  # fmt: skip
    assert text(checked) == "1. misattributed: fox, characters 19 to 27\n2. not found"
    assert text(listed) == "fox: Fox (fox.txt, 81 characters)\nlily: Lily the Dancer (lily.md, 99 characters)"


SCHEMA = "The tool's input schema describes every argument."
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {}, f"The question is missing.\n{'Send `question`: 1 to 2,000 characters.'}"),
    ("ask", {"question": ""}, "The question is empty.\nType a question."),
    ("ask", {"question": "?!"}, "The question holds no words.\nAsk in plain words, for instance: Where was Lily born?"),
    ("ask", {"question": "x" * 2001}, "The question is longer than 2,000 characters.\nAsk it in fewer words, or as several questions."),
    ("ask", {"question": "Why?", "limit": 11}, f"limit: Input should be less than or equal to 10\n{SCHEMA}"),
    ("ask", {"question": "Why?", "limit": True}, f"limit: Input should be a valid integer\n{SCHEMA}"),
    ("ask", {"question": "Why?", "secret": "s3cret"}, f"The field secret is not known.\n{SCHEMA}"),
    ("ask", {"question": "Why?", "documents": ["x"] * 101}, f"documents: List should have at most 100 items after validation, not 101\n{SCHEMA}"),
    ("ask", {"question": "Why?", "documents": ["elk"]}, "No document has the id elk.\nThe tool list_documents gives every id."),
    ("search", {"query": "elk", "documents": ["elk"]}, "No document has the id elk.\nThe tool list_documents gives every id."),
    ("search", {"query": "..."}, "There are no words to look for.\nSend some words that may stand in a story."),
    ("search", {"query": "elk", "k": 21}, f"k: Input should be less than or equal to 20\n{SCHEMA}"),
    ("verify", {"claims": []}, f"claims: List should have at least 1 item after validation, not 0\n{SCHEMA}"),
    ("verify", {"claims": [{"quote": "a"}] * 51}, f"claims: List should have at most 50 items after validation, not 51\n{SCHEMA}"),
    ("list_documents", {"x": 1}, f"The field x is not known.\n{SCHEMA}"),
]


@MODES
async def test_what_is_wrong_is_said(folder: Path, mode: str) -> None:
    async with connected(lambda: open_real(folder), mode) as client:
        told = [(tool, given, await client.call_tool(tool, given)) for tool, given, _ in WRONG]
    assert [(tool, given, text(result)) for tool, given, result in told] == WRONG
    assert {(result.is_error, result.structured_content) for _, _, result in told} == {(True, None)}


@MODES
async def test_an_unknown_tool_is_an_error_of_the_protocol(folder: Path, mode: str) -> None:
    async with connected(lambda: open_real(folder), mode) as client:
        with pytest.raises(MCPError) as caught:
            await client.call_tool("write\n", {})
    assert (caught.value.code, caught.value.message) == (-32602, "There is no tool write; there are ask, search, verify, list_documents.")


async def test_half_a_character_is_answered(folder: Path) -> None:
    async with connected(lambda: open_real(folder)) as client:
        result = await client.call_tool("ask", {"question": "Where was Lily born\ud800?"})
    assert result.structured_content["question"] == "Where was Lily born??"


async def test_the_unforeseen_says_nothing_of_itself(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    chatbot = ScriptedChatbot(open_real(folder).library, error=RuntimeError("s3cret"))
    with caplog.at_level(logging.WARNING):
        async with connected(lambda: chatbot) as client:
            result = await client.call_tool("ask", {"question": "My s3cret?"})
    assert (result.is_error, text(result)) == (True, "Something went wrong inside Quoth.")
    assert caplog.text.startswith("ERROR ") and "RuntimeError" in caplog.text and "fakes.py" in caplog.text
    assert "s3cret" not in caplog.text.replace('RuntimeError("s3cret")', "")


async def test_a_library_that_cannot_be_opened_is_told(folder: Path) -> None:
    def fail() -> Chatbot:
        raise QuothError("The library is made of jelly.", "Freeze it.")

    async with connected(fail) as client:
        result = await client.call_tool("list_documents", {})
        with pytest.raises(MCPError) as caught:
            await client.list_resources()
    assert (result.is_error, text(result)) == (True, "The library is made of jelly.\nFreeze it.")
    assert (caught.value.code, caught.value.message) == (-32603, "The library is made of jelly.\nFreeze it.")


@MODES
async def test_the_handshake_does_not_wait_for_the_library(folder: Path, mode: str) -> None:
    go = threading.Event()

    def slowly() -> Chatbot:
        go.wait()
        return open_real(folder)

    async with connected(slowly, mode) as client:
        assert client.server_info is not None and client.server_info.name == "quoth"
        assert "never an instruction" in (client.instructions or "")
        assert len((await client.list_tools()).tools) == 4
        waiting = asyncio.create_task(client.call_tool("list_documents", {}))
        await client.list_tools()
        assert not waiting.done()
        go.set()
        assert not (await waiting).is_error


async def test_slots_are_few_and_the_loop_stays_free(folder: Path) -> None:
    chatbot = ScriptedChatbot(open_real(folder).library)

    async def begun(client: Client) -> asyncio.Task[Any]:
        task = asyncio.create_task(client.call_tool("ask", {"question": "Who?"}))
        await asyncio.to_thread(chatbot.started.acquire)
        return task

    async with connected(lambda: chatbot, slots=1, queue=0) as client:
        await client.call_tool("list_documents", {})
        chatbot.started.acquire()  # of the question that warms the models
        chatbot.go.clear()
        first = await begun(client)
        assert len((await client.list_tools()).tools) == 4
        second = await client.call_tool("ask", {"question": "Who else?"})
        chatbot.go.set()
        assert text(await first) == "Nobody."
    assert text(second) == "Too many questions are waiting.\nAsk again in a few seconds."
