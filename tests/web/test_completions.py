"""Quoth as a model behind the interface of OpenAI: what is asked, what is said, and that nothing in it is markup."""

import asyncio
import html
import json
import re
import threading
import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.sse import KEEPALIVE_COMMENT
from fastapi.testclient import TestClient
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from starlette.requests import Request
from starlette.types import Message, Scope

from qa import Answer, Citation, LLMUnavailable, Turn
from qa import Message as Prompt
from tests.qa.writing.models import Scripted
from tests.web.browser.payloads import payloads
from tests.web.fakes import BASE, JSON, ScriptedChatbot, Serve, answer, open_real, settings
from tests.web.sse import parse
from web.app import create_app
from web.completions.completion import Completion
from web.completions.footnotes import footnoted, taken_apart
from web.completions.inert import inert, joined, plain
from web.completions.streaming import CompletionEvents
from web.schemas import AskBody

QUESTION = "Where was Lily born?"
FOOTNOTE = "[1] “Lily was born in the town of Aktau.” — Lily the Dancer (lily.\u2060md): http://127.0.0.1:8000/documents/lily?start=17&end=52"
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False, "html": True})
# What GFM, remark and linkify-it make links of without any markup: a scheme or nothing before two slashes, www, an address of mail, a bare domain.
AUTOLINK = re.compile(r"//|www\.\S|[\w.+-]@[\w-]|[^\s.]\.[^\W\d_]{2}", re.IGNORECASE)
MARKUP = [
    "1. x", "12) x", "- x", "+ x", "* x", "# x", "> x", "=", "---", "___", "***", ":-:", "|-|", "~~~", "```", "    x", "\tx", "x  ",
    "[x]: y", "[^1]: x", "[1]", "[1]: x", "[1](x)", "![x][y]", "~x~ ~~x~~", "`x`", "__x__", "_x_", "*x*", "a | b", "$x$", "\\", "\\*x\\*",
    "&amp; &#60; &copy;", "<think>x</think>", ":x", "www.a", "WWW.a.b", "http://a", "http:\\//a.b", "(//a.b)", "://a.b", "ftp://a.b",
    "mailto:a@b", "a@b.co", "story.md", ").md",
]  # fmt: skip


def ask(client: TestClient, *messages: dict[str, Any] | str, **fields: object) -> Response:
    """Post a conversation; a text alone is a person's message."""
    told = [{"role": "user", "content": message} if isinstance(message, str) else message for message in messages]
    return client.post("/v1/chat/completions", json={"model": "quoth", "messages": told, **fields})


def said(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


def events(wire: bytes) -> list[dict[str, Any]]:
    """The events of a stream that came to its end."""
    parsed = parse(wire)
    assert {event.name for event in parsed} == {"message"}
    assert parsed[-1].data == "[DONE]"
    return [json.loads(event.data) for event in parsed[:-1]]


def test_an_answer_with_its_footnote(client: TestClient) -> None:
    before = int(time.time())
    whole = ask(client, QUESTION).json()
    assert re.fullmatch(r"chatcmpl-[0-9a-f]{32}", whole.pop("id"))
    assert before <= whole.pop("created") <= time.time()
    asked = client.post("/ask", json={"question": QUESTION}).json()
    content = f"Lily was born in the town of Aktau. [1]\n\n{FOOTNOTE}"
    assert whole == {
        "object": "chat.completion",
        "model": "quoth",
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": content,
                    "annotations": [
                        {
                            "type": "url_citation",
                            "url_citation": asked["citations"][0] | {"url": BASE + asked["citations"][0]["url"], "start_index": 36, "end_index": 39},
                        }
                    ],
                },
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "quoth": {name: asked[name] for name in ("abstained", "reason", "confidence", "understood_as", "mode", "dropped", "notice", "generation")},
    }
    assert content[36:39] == "[1]"


def test_addresses_are_those_that_the_client_sees(client: TestClient) -> None:
    body = {"model": "quoth", "messages": [{"role": "user", "content": QUESTION}]}
    found = client.post("/v1/chat/completions", json=body, headers={"Host": "localhost:9"}).json()
    message = found["choices"][0]["message"]
    assert message["content"].endswith(": http://localhost:9/documents/lily?start=17&end=52")
    assert message["annotations"][0]["url_citation"]["url"] == "http://localhost:9/documents/lily?start=17&end=52"


@pytest.mark.parametrize("question", [QUESTION, "Where did Lily dance, and where did the fox live?", "Where was Balthazar born?"])
def test_a_stream_adds_up_to_the_whole(client: TestClient, question: str) -> None:
    whole = ask(client, question).json()
    response = ask(client, question, stream=True, stream_options={"include_usage": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["x-accel-buffering"] == "no"
    streamed = events(response.content)
    assert {(event["object"], event["model"], len(event["choices"]), "usage" in event) for event in streamed} == {
        ("chat.completion.chunk", "quoth", 1, False)
    }
    assert len({(event["id"], event["created"]) for event in streamed}) == 1
    deltas = [event["choices"][0]["delta"] for event in streamed]
    message = whole["choices"][0]["message"]
    assert deltas[0] == {"role": "assistant", "content": ""}
    assert "".join(delta["content"] for delta in deltas[1:-2]) == message["content"]
    assert len(deltas) > 4 or not message["annotations"]
    assert (deltas[-2], streamed[-2]["quoth"]) == ({"annotations": message["annotations"]}, whole["quoth"])
    assert deltas[-1] == {}
    assert [event["choices"][0]["finish_reason"] for event in streamed] == [None] * (len(streamed) - 1) + ["stop"]


def test_every_annotation_is_the_text_at_its_offsets(client: TestClient) -> None:
    message = ask(client, "Where did Lily dance, and where did the fox live?").json()["choices"][0]["message"]
    assert len(message["annotations"]) > 1
    for annotation in message["annotations"]:
        cited = annotation["url_citation"]
        text = client.get(f"/documents/{cited['document_id']}/text").text
        assert text[cited["start"] : cited["end"]] == cited["quote"]
        assert cited["start"] <= cited["answer_start"] < cited["answer_end"] <= cited["end"]
        assert message["content"][cited["start_index"] : cited["end_index"]] == f"[{cited['marker']}]"
        assert f"\n[{cited['marker']}] “" in message["content"]


def test_an_abstention_cites_nothing(client: TestClient) -> None:
    whole = ask(client, "Where was Balthazar born?").json()
    message = whole["choices"][0]["message"]
    assert (message["annotations"], whole["quoth"]["abstained"]) == ([], True)
    assert "\n" not in message["content"]
    assert "[" not in message["content"]


def test_a_model_that_fails_is_told_before_the_footnotes(library_folder: Path, serve: Serve) -> None:
    chatbot = open_real(library_folder)
    chatbot.model = Scripted("Lily", LLMUnavailable("It broke off."))
    whole = ask(serve(chatbot), QUESTION).json()
    assert whole["choices"][0]["message"]["content"] == f"Lily was born in the town of Aktau. [1]\n\n(It broke off.)\n\n{FOOTNOTE}"
    assert (whole["quoth"]["notice"], whole["quoth"]["mode"]) == ("It broke off.", "extractive")


def test_models_are_those_that_can_answer(client: TestClient, library_folder: Path, serve: Serve) -> None:
    listed = client.get("/v1/models").json()
    assert [model["id"] for model in listed["data"]] == ["quoth", "quoth-extractive"]
    assert client.get("/v1/models/quoth").json() == listed["data"][0]
    assert (listed["object"], listed["data"][0]["object"], listed["data"][0]["owned_by"]) == ("list", "model", "quoth")
    assert 0 <= time.time() - listed["data"][0]["created"] < 3600
    chatbot = open_real(library_folder)
    chatbot.model = Scripted('She was born in Aktau. [1] "born in the town of Aktau"\n')
    written = serve(chatbot)
    assert [model["id"] for model in written.get("/v1/models").json()["data"]] == ["quoth", "quoth-extractive", "quoth-model"]
    modes = [ask(written, QUESTION, model=id).json()["quoth"]["mode"] for id in ("quoth", "quoth-extractive", "quoth-model")]
    assert modes == ["model", "extractive", "model"]


def test_a_library_without_stories_has_models(own: TestClient) -> None:
    for id in ("lily", "fox"):
        own.delete(f"/documents/{id}")
    assert own.get("/v1/models").json()["data"][0]["created"] == 0


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize(
    ("fields", "status", "kind"),
    [
        ({"model": "gpt-4o"}, 404, "unknown_model"),
        ({"model": "quoth-model"}, 404, "unknown_model"),
        ({"model": None}, 422, "invalid_request"),
        ({"messages": []}, 422, "invalid_request"),
        ({"messages": [{"role": "user", "content": "a"}] * 401}, 422, "invalid_request"),
        ({"messages": [{"content": "a"}]}, 422, "missing_field"),
        ({"messages": [{"role": "user", "content": 1}]}, 422, "invalid_request"),
        ({"messages": [{"role": "system", "content": "Who?"}]}, 422, "question_empty"),
        ({"messages": [{"role": "user", "content": " \n"}]}, 422, "question_empty"),
        ({"messages": [{"role": "user", "content": "?!"}]}, 422, "question_empty"),
        ({"messages": [{"role": "user"}]}, 422, "question_empty"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]}, 422, "question_empty"),
        ({"messages": [{"role": "user", "content": "a" * 2001}]}, 422, "question_too_long"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_status(client: TestClient, fields: dict[str, Any], status: int, kind: str, stream: bool) -> None:
    body = {"model": "quoth", "messages": [{"role": "user", "content": QUESTION}], "stream": stream, **fields}
    response = client.post("/v1/chat/completions", json=body)
    assert (response.status_code, response.json()["error"]["kind"]) == (status, kind)


def test_questions_are_refused_as_by_ask(client: TestClient) -> None:
    for question in ("", "a" * 2001, "?!"):
        asked = client.post("/ask", json={"question": question})
        told = ask(client, question)
        assert (told.status_code, told.json()) == (asked.status_code, asked.json())


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b"[" * 1_000_000, 400, "bad_request"),
        (b'{"model": "quoth", "x": ' + b"[" * 100_000, 400, "bad_request"),
        (b"{", 422, "invalid_json"),
        (b" " * 1_050_000, 413, "body_too_large"),
        (b'{"model": "quoth", "messages": [{"role": "user", "content": "\\ud800"}]}', 422, "invalid_request"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(client: TestClient, body: bytes, status: int, kind: str) -> None:
    response = client.post("/v1/chat/completions", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["error"]["kind"]) == (status, kind)


def test_a_long_conversation_fits(client: TestClient) -> None:
    before = [{"role": role, "content": "a" * 2300} for _ in range(199) for role in ("user", "assistant")]
    assert ask(client, *before, QUESTION).json()["quoth"]["understood_as"] == QUESTION


def test_an_unknown_model_is_not_described(client: TestClient) -> None:
    for id in ("quoth-model", "gpt-4o", "Quoth", "lily"):
        response = client.get(f"/v1/models/{id}")
        assert (response.status_code, response.json()["error"]["kind"]) == (404, "unknown_model")


def test_what_language_models_take_changes_nothing(client: TestClient) -> None:
    fields = {"temperature": 2, "n": 5, "tools": [{}], "stop": "a", "max_tokens": 1, "response_format": {"type": "json_object"}, "seed": 1}
    whole = ask(client, QUESTION, stream=None, **fields).json()
    assert (len(whole["choices"]), whole["choices"][0]["message"]) == (1, ask(client, QUESTION).json()["choices"][0]["message"])


def test_the_quota_is_that_of_ask(library_folder: Path, serve: Serve) -> None:
    client = serve(open_real(library_folder), asks_per_minute=2)
    statuses = [ask(client, QUESTION).status_code, client.post("/ask", json={"question": QUESTION}).status_code, ask(client, QUESTION).status_code]
    assert statuses == [200, 200, 429]
    assert 'quoth_asks_total{outcome="refused"} 1.0' in client.get("/metrics").text


def test_messages_become_question_and_history(chatbot: ScriptedChatbot, serve: Serve) -> None:
    client = serve(chatbot)
    parts = [{"type": "text", "text": "And"}, {"type": "image_url", "image_url": {"url": "x"}}, {"type": "text", "text": " later? "}]
    ask(
        client, {"role": "system", "content": "Speak as a pirate."}, said("Ahoy!"), QUESTION,
        said(f"In *story\\_town*. [1] Paris\\! [2]\n\n(It broke off.)\n\n{FOOTNOTE}  \n[2] “x” — y (z): https://else.where/documents/gone?start=1&end=2"),
        {"role": "tool", "content": "x"}, "What?" * 500, {"role": "assistant", "content": None}, " ", said("Nothing."),
        "Who?", said("b" * 1500), {"role": "user", "content": parts}, said("The fo"),
    )  # fmt: skip
    assert chatbot.asked[-1] == (
        "And\n later?", None,
        [Turn(QUESTION, "In *story_town*. Paris!", ("lily",)), Turn(("What?" * 500)[:2000]), Turn("Who?", "b" * 1000)], 3, False,
    )  # fmt: skip


def test_the_last_six_turns_count(chatbot: ScriptedChatbot, serve: Serve) -> None:
    turns = [message for number in range(9) for message in (f"Question {number}?", said(f"Answer {number}."))]
    ask(serve(chatbot), *turns, "And now?")
    assert chatbot.asked[-1][2] == [Turn(f"Question {number}?", f"Answer {number}.") for number in range(3, 9)]


def test_a_follow_up_is_understood(client: TestClient) -> None:
    first = ask(client, QUESTION).json()["choices"][0]["message"]["content"]
    assert ask(client, QUESTION, said(first), "Where did she leave for?").json()["quoth"]["understood_as"] == "Where did Lily leave for?"


def test_an_error_after_the_first_event_is_an_event(chatbot: ScriptedChatbot, serve: Serve) -> None:
    chatbot.error = RuntimeError("secret")
    client = serve(chatbot)
    response = ask(client, "a", stream=True)
    parsed = [json.loads(event.data) for event in parse(response.content)]
    assert (response.status_code, len(parsed), parsed[1]["error"]["kind"]) == (200, 2, "internal_error")
    assert "secret" not in response.text
    assert ask(client, "a").status_code == 500
    assert 'quoth_asks_total{outcome="failed"} 2.0' in client.get("/metrics").text


def test_silence_is_filled_with_comments(chatbot: ScriptedChatbot) -> None:
    asyncio.run(_wait_long(chatbot))


async def _wait_long(chatbot: ScriptedChatbot) -> None:
    app = create_app(lambda: chatbot, settings())
    await app.state.service.open()
    chatbot.go.clear()
    beats: list[bytes] = []

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        beats.append(message.get("body", b""))
        if beats.count(KEEPALIVE_COMMENT) == 3:
            chatbot.go.set()

    scope: Scope = {"type": "http", "app": app, "headers": [], "client": ("127.0.0.1", 5)}
    asked = CompletionEvents(Request(scope, receive), AskBody(question="Who?"), Completion("quoth", BASE), 0.01)
    await asyncio.wait_for(asked(scope, receive, send), 10)
    assert "".join(event["choices"][0]["delta"].get("content", "") for event in events(b"".join(beats))) == "Nobody."
    await app.state.service.close()


class Silent:
    """A language model that never comes to a word."""

    name = "silent"
    context = 4096
    seconds = 60.0

    def __init__(self) -> None:
        self.began, self.ended = threading.Event(), threading.Event()

    def write(self, messages: Sequence[Prompt], seconds: float | None = None) -> Generator[str, None, None]:
        try:
            while True:
                yield ""
                self.began.set()
                self.ended.wait(0.05)
        finally:
            self.ended.set()


@pytest.mark.parametrize("stream", [True, False])
def test_who_leaves_ends_the_work_of_a_language_model(library_folder: Path, stream: bool) -> None:
    chatbot = open_real(library_folder)
    chatbot.model = model = Silent()
    app = create_app(lambda: chatbot, settings(llm_slots=1))
    asyncio.run(_ask_and_leave(app, stream, model))
    text = app.state.service.metrics.text().decode()
    assert ('quoth_asks_total{outcome="left"} 1.0' in text, "quoth_slots_busy 0.0" in text) == (True, True)


async def _ask_and_leave(app: FastAPI, stream: bool, model: Silent) -> None:
    await app.state.service.open()
    body = json.dumps({"model": "quoth", "stream": stream, "messages": [{"role": "user", "content": QUESTION}]}).encode()
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
    gone, sent = asyncio.Event(), list[Message]()

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "POST", "scheme": "http"}
    scope.update({"path": "/v1/chat/completions", "raw_path": b"/v1/chat/completions", "query_string": b"", "root_path": ""})
    headers = [(b"host", b"localhost"), (b"content-type", b"application/json")]
    scope.update({"headers": headers, "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 80)})
    asking = asyncio.create_task(app(scope, receive, send))
    assert await asyncio.to_thread(model.began.wait, 10)
    gone.set()
    await asyncio.wait_for(asking, 10)
    assert await asyncio.to_thread(model.ended.wait, 10)
    assert len(sent) <= 3
    await app.state.service.close()


def rendered(content: str) -> str:
    """What a chat program shows of Markdown, as text: there must be nothing else in it."""
    page = MARKDOWN.render(content)
    assert set(re.findall(r"<[^>]*>", page)) <= {"<p>", "</p>", "<br />"}, content
    text = html.unescape(re.sub(r"<[^>]*>", "", page))
    foreign = AUTOLINK.search(re.sub(r"http://q:1/documents/[\w%.-]+\?start=\d+&end=\d+", "", text))
    assert foreign is None, content
    return text


def hostile(text: str) -> Answer:
    """An answer in which everything is this text."""
    quote = f"{text}\n{text}"
    one, two = (Citation(number, "id", text, f"{text}.md", 0, len(quote), quote, 0, 1, text) for number in (1, 2))
    words = f"{text} [1] [2]{text}\n{text}[2]\n\n{text}"
    return replace(answer(), answer=words, abstained=False, reason=None, citations=(one, two), notice=text)


@pytest.mark.parametrize("texts", [payloads(), MARKUP], ids=["payloads", "markup"])
def test_nothing_that_is_told_is_markup(texts: list[str]) -> None:
    for text in texts:
        told = footnoted(hostile(text), "http://q:1")
        shown = rendered(told.content)
        assert shown.replace("\u2060", "").count(joined(f"“{text}\n{text}” — {text} ({text}.md, {text}): ")) == 2
        assert "<think" not in told.content
        assert [annotation["url_citation"]["quote"] for annotation in told.annotations] == [f"{text}\n{text}"] * 2
    assert AUTOLINK.search("story.md")
    assert "<a" in MARKDOWN.render("[x](y)")


@given(st.text(st.sampled_from("*_`[]()!<>#~|\\&$:/.@-+=1 aZé\n\twhtp;\"'“”") | st.characters(exclude_categories=["Cs"]), max_size=60))
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    told = footnoted(hostile(text), "http://q:1")
    rendered(told.content)
    bare = joined(text).replace("\u2060", "")
    assert plain(inert(joined(text), opens=True)) == plain(inert(joined(text), opens=False)) == bare
    for number, annotation in enumerate(told.annotations, 1):
        cited = annotation["url_citation"]
        assert told.content[cited["start_index"] : cited["end_index"]] == f"[{number}]"


def test_an_earlier_answer_is_taken_apart_again() -> None:
    words = "He said: *no* [sic] & left.\n(Later, in a_b.) [1]"
    citation = Citation(1, "a fox/é", "Fox", "fox.txt", 0, 4, "He (", 0, 2, "page 7")
    told = replace(answer(), answer=words, abstained=False, reason=None, citations=(citation,), notice="It broke (off).")
    assert taken_apart(footnoted(told, "https://q.example:444").content) == ("He said: *no* [sic] & left.\n(Later, in a_b.)", ["a fox/é"])
    assert taken_apart("It is.\n\n(In brackets.)") == ("It is.\n\n(In brackets.)", [])
    assert taken_apart("") == ("", [])


def test_a_hostile_story_is_only_text(own: TestClient) -> None:
    told, name = "The turnips were grown in [Aktau](http://evil.example) near www.evil.example once.", "[rex](http:evil.example)<b>.txt"
    story = f"# ![x](//evil.example) <img src=x onerror=hit()>\n\n{told}\n\n[x]: //evil.example"
    assert own.post("/documents", files={"files": (name, story.encode())}, headers=JSON).json()["outcomes"][0]["status"] == "added"
    message = ask(own, "Where were the turnips grown?").json()["choices"][0]["message"]
    shown = rendered(message["content"].replace(BASE, "http://q:1")).replace("\u2060", "")
    cited = message["annotations"][0]["url_citation"]
    assert (cited["title"], cited["source"], cited["quote"]) == ("[Rex](http:evil.example)<b>", name, told)
    assert f"[1] “{told}” — [Rex](http:evil.example)<b> ({name}): " in shown
