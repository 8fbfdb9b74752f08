"""One question, every way to ask it."""

import json

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import Delta, Done, Turn
from tests.web.fakes import HTML, ScriptedChatbot, Serve, answer
from tests.web.sse import parse
from web.streaming import frame

QUESTION = "Where was Lily born?"
EVENTS = {"Accept": "text/event-stream"}


def test_json_address_events_and_page_agree(client: TestClient) -> None:
    posted = client.post("/ask", json={"question": QUESTION}).json()
    fetched = client.get("/ask", params={"question": QUESTION}).json()
    streamed = parse(client.post("/ask", json={"question": QUESTION}, headers=EVENTS).content)
    page = client.get("/", params={"q": QUESTION}, headers=HTML).text
    done = json.loads(streamed[-1].data)
    for one in (posted, fetched, done):
        del one["took_ms"]
    assert posted == fetched == done
    assert posted["answer"] == "Lily was born in the town of Aktau. [1]"
    assert [event.name for event in streamed] == ["passages", "delta", "done"]
    assert "".join(json.loads(event.data)["text"] for event in streamed if event.name == "delta") == posted["answer"]
    assert "Lily was born in the town of Aktau." in page
    assert 'href="/documents/lily?start=17&amp;end=52#quote"' in page


def test_a_citation_is_the_text_at_its_offsets(client: TestClient) -> None:
    citation = client.post("/ask", json={"question": QUESTION}).json()["citations"][0]
    text = client.get(f"/documents/{citation['document_id']}/text").text
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_an_abstention_has_no_sources(client: TestClient) -> None:
    found = client.post("/ask", json={"question": "Where was Balthazar born?"}).json()
    assert (found["abstained"], found["citations"]) == (True, [])
    page = client.get("/", params={"q": "Where was Balthazar born?"}, headers=HTML)
    assert page.status_code == 200
    assert "<blockquote" not in page.text


def test_explain_returns_what_was_considered(client: TestClient) -> None:
    found = client.get("/ask", params={"question": QUESTION, "explain": "true", "documents": "lily"}).json()
    assert [passage["document_id"] for passage in found["passages"]] == ["lily"]


def test_everything_asked_reaches_the_chatbot(chatbot: ScriptedChatbot, serve: Serve) -> None:
    client = serve(chatbot)
    turn = {"question": QUESTION, "answer": "Aktau.", "documents": ["lily"]}
    body = {"question": "And later?", "history": [turn], "documents": ["fox"], "limit": 7, "explain": True}
    client.post("/ask", json=body)
    client.get("/ask", params={"question": "And now?", "documents": ["fox", "lily"], "limit": "1"})
    assert chatbot.asked[1:] == [
        ("And later?", ["fox"], [Turn(QUESTION, "Aktau.", ("lily",))], 7, True),
        ("And now?", ["fox", "lily"], [], 1, False),
    ]


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (b"", 422, "missing_field"),
        (b"{", 422, "invalid_json"),
        (b"[]", 422, "invalid_request"),
        (b"null", 422, "invalid_request"),
        (b"{}", 422, "question_missing"),
        (b'{"question": ""}', 422, "question_empty"),
        (b'{"question": " \\n"}', 422, "question_empty"),
        (b'{"question": "?!"}', 422, "question_empty"),
        (json.dumps({"question": "a" * 2001}).encode(), 422, "question_too_long"),
        (b'{"question": 1}', 422, "invalid_request"),
        (b'{"question": "\\ud800"}', 422, "invalid_request"),
        (b'{"question": "a", "\\ud800": 1}', 422, "invalid_request"),
        (b'{"question": "a", "qestion": 1}', 422, "unknown_field"),
        (b'{"question": "a", "limit": 11}', 422, "invalid_request"),
        (b'{"question": "a", "limit": "3"}', 422, "invalid_request"),
        (b'{"question": "a", "explain": 1}', 422, "invalid_request"),
        (b'{"question": "a", "limit": 1e999}', 422, "invalid_request"),
        (b'{"question": "a", "limit": NaN}', 422, "invalid_request"),
        (b'{"question": "a", "limit": ' + b"9" * 5000 + b"}", 400, "bad_request"),
        (b'{"question": "a", "documents": ["nowhere"]}', 404, "unknown_document"),
        (b'{"question": "a", "documents": []}', 422, "invalid_request"),
        (json.dumps({"question": "a", "history": [{"question": "b"}] * 7}).encode(), 422, "invalid_request"),
        (b"[" * 16000, 400, "bad_request"),
        (b'{"question": "\xff"}', 400, "bad_request"),
        (b'{"question": "' + b"a" * 20000 + b'"}', 413, "body_too_large"),
    ],
)
def test_a_wrong_body_is_refused(client: TestClient, body: bytes, status: int, kind: str) -> None:
    response = client.post("/ask", content=body, headers={"Content-Type": "application/json"})
    error = response.json()["error"]
    assert (response.status_code, error["kind"]) == (status, kind)
    assert error["message"]


@pytest.mark.parametrize("question", ["What is \0?", "\u202egnirts a", "e\u0301" * 900, "Who is " + "👩‍👩‍👧" * 100, "a!" * 999])
def test_odd_questions_are_only_text(client: TestClient, question: str) -> None:
    response = client.post("/ask", json={"question": question})
    assert response.status_code == 200
    assert response.json()["question"] == question


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"])
def test_only_json_is_read(client: TestClient, media: str) -> None:
    response = client.post("/ask", content=b'{"question": "a"}', headers={"Content-Type": media})
    assert (response.status_code, response.json()["error"]["kind"]) == (415, "unsupported_media_type")


def test_a_body_without_a_length_is_counted_as_it_comes(client: TestClient) -> None:
    endless = (b" " * 1024 for _ in range(10_000))
    response = client.post("/ask", content=endless, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["error"]["kind"]) == (413, "body_too_large")


def test_an_error_after_the_first_event_is_an_event(chatbot: ScriptedChatbot, serve: Serve) -> None:
    chatbot.error = RuntimeError("secret")
    client = serve(chatbot)
    events = parse(client.post("/ask", json={"question": "a"}, headers=EVENTS).content)
    assert [event.name for event in events] == ["delta", "delta", "error"]
    assert json.loads(events[-1].data)["error"]["kind"] == "internal_error"
    response = client.post("/ask", json={"question": "a"})
    assert (response.status_code, response.json()["error"]["kind"]) == (500, "internal_error")
    assert "secret" not in response.text


def test_an_error_before_the_first_event_has_a_status(client: TestClient) -> None:
    response = client.post("/ask", json={"question": "a", "documents": ["x"]}, headers=EVENTS)
    assert (response.status_code, response.json()["error"]["kind"]) == (404, "unknown_document")


def test_events_are_not_buffered(client: TestClient) -> None:
    response = client.get("/ask", params={"question": QUESTION}, headers=EVENTS)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["x-accel-buffering"] == "no"


@given(st.lists(st.text(st.characters(), max_size=40) | st.sampled_from(["\n\n", "\r", "data: x\n\n", "event: done", "\0"])))
@settings(max_examples=300)
def test_no_text_breaks_a_frame(texts: list[str]) -> None:
    wire = b"".join(frame(Delta(text)) for text in texts) + frame(Done(answer("".join(texts), "x")))
    events = parse(wire)
    assert [event.name for event in events] == ["delta"] * len(texts) + ["done"]
    assert [json.loads(event.data)["text"] for event in events[:-1]] == texts
    assert json.loads(events[-1].data)["question"] == "".join(texts)
