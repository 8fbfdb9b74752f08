"""Who words an answer, however it is asked for: without a language model nothing changes, with one it is as the request says, or the server."""

import asyncio
import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi.sse import KEEPALIVE_COMMENT
from fastapi.testclient import TestClient

from qa import Chatbot, Done, Event, LLMUnavailable, Mode, PassagesFound, Turn, Waiting
from tests.qa.writing.models import Scripted
from tests.web.fakes import HTML, ScriptedChatbot, Serve, answer, open_real
from tests.web.sse import parse
from web.asking import Ending
from web.pool import Run
from web.streaming import HEARTBEAT_SECONDS, _frames

EVENTS = {"Accept": "text/event-stream"}
WHERE = "Where was Lily born?"
BORN = 'Lily was born in Aktau. [1] "born in the town of Aktau"\n'
WRONG = 'Lily was born in Astana. [1] "born in the town of Aktau"\n'
TURN = {"question": WHERE, "answer": "Lily was born in the town of Aktau. [1]", "documents": ["lily"]}
NONE = "No language model is set up here."

ASKED: list[dict[str, Any]] = [
    {"question": WHERE},
    {"question": "Who was afraid of the dog?", "explain": True},
    {"question": "Where did the fox live?", "documents": ["fox"], "limit": 1},
    {"question": "What did she do all day?", "history": [TURN]},
    {"question": "And where did she go later?", "history": [TURN, TURN], "explain": True},
    {"question": "What did the fox meet one day?", "limit": 10},
    {"question": "Where was Balthazar born?"},
    {"question": "Who is the king of Norway?", "explain": True},
    {"question": "Hello!"},
    {"question": "How many stories are there?"},
]
MODES: list[dict[str, str]] = [{}, {"mode": "auto"}, {"mode": "extractive"}]


def timeless(wire: bytes) -> bytes:
    """A response without the time that its answer took."""
    return re.sub(rb"(took_ms(?:\"|&#34;): ?)\d+", rb"\1-", wire)


@pytest.mark.parametrize("ask", ASKED, ids=[ask["question"] for ask in ASKED])
@pytest.mark.parametrize("headers", [{}, EVENTS, EVENTS | {"Accept": "text/event-stream, text/html"}], ids=["json", "events", "page events"])
def test_without_a_model_every_mode_is_the_same_to_the_byte(client: TestClient, ask: dict[str, Any], headers: dict[str, str]) -> None:
    address = {name: value for name, value in ask.items() if name != "history"}
    posted = [client.post("/ask", json=ask | mode, headers=headers) for mode in MODES]
    fetched = [client.get("/ask", params=address | mode, headers=headers) for mode in MODES]
    assert {response.status_code for response in posted + fetched} == {200}
    assert [len({timeless(response.content) for response in same}) for same in (posted, fetched)] == [1, 1]
    whole = posted[0].json() if not headers else json.loads(parse(posted[0].content)[-1].data)
    assert (whole["mode"], whole["dropped"], whole["notice"], whole["question"]) == ("extractive", 0, None, ask["question"])


def test_without_a_model_every_mode_is_the_same_page(client: TestClient) -> None:
    for question in (WHERE, "Hello!"):
        fetched = [client.get("/", params={"q": question} | mode, headers=HTML).content for mode in MODES]
        posted = [client.post("/", data={"q": question, "history": json.dumps([TURN])} | mode, headers=HTML).content for mode in MODES]
        assert [len(set(map(timeless, same))) for same in (fetched, posted)] == [1, 1]
        assert b"<select" not in fetched[0] + posted[0]


@pytest.mark.parametrize("ask", ASKED, ids=[ask["question"] for ask in ASKED])
def test_a_model_that_is_not_there_is_told_and_nothing_else_changes(client: TestClient, ask: dict[str, Any]) -> None:
    plain, wanted = (client.post("/ask", json=ask | mode).json() | {"took_ms": 0} for mode in ({}, {"mode": "model"}))
    assert wanted == plain | {"notice": None if plain["abstained"] else NONE}
    streamed = parse(client.post("/ask", json=ask | {"mode": "model"}, headers=EVENTS).content)
    assert json.loads(streamed[-1].data) | {"took_ms": 0} == wanted


@pytest.fixture
def written(library_folder: Path) -> tuple[Chatbot, Scripted]:
    """A chatbot with a language model."""
    chatbot, model = open_real(library_folder), Scripted(WRONG + BORN)
    chatbot.model = model
    return chatbot, model


@pytest.mark.parametrize(("server", "unless"), [("extractive", 0), ("auto", 1), ("model", 1), (None, 1)])
def test_the_server_is_set_and_the_request_overrules_it(
    written: tuple[Chatbot, Scripted], serve: Serve, monkeypatch: pytest.MonkeyPatch, server: str | None, unless: int
) -> None:
    if server:
        monkeypatch.setenv("QUOTH_MODE", server)
    client, model = serve(written[0]), written[1]
    ways: dict[str, Callable[[dict[str, str]], object]] = {
        "post": lambda mode: client.post("/ask", json={"question": WHERE} | mode),
        "get": lambda mode: client.get("/ask", params={"question": WHERE} | mode),
        "events": lambda mode: client.post("/ask", json={"question": WHERE} | mode, headers=EVENTS),
        "page": lambda mode: client.get("/", params={"q": WHERE} | mode, headers=HTML),
        "form": lambda mode: client.post("/", data={"q": WHERE} | mode, headers=HTML),
    }
    told: dict[str, list[int]] = {way: [] for way in ways}
    for way, ask in ways.items():
        for mode in ({}, {"mode": "extractive"}, {"mode": "auto"}, {"mode": "model"}):
            model.told.clear()
            ask(mode)
            told[way].append(len(model.told))
    assert told == dict.fromkeys(ways, [unless, 0, 1, 1])


def test_what_a_model_worded_is_the_same_in_every_form(written: tuple[Chatbot, Scripted], serve: Serve) -> None:
    client = serve(written[0])
    posted, fetched = client.post("/ask", json={"question": WHERE}), client.get("/ask", params={"question": WHERE})
    streamed = parse(client.post("/ask", json={"question": WHERE}, headers=EVENTS).content)
    whole = posted.json()
    assert (whole["answer"], whole["mode"], whole["dropped"], whole["notice"]) == ("Lily was born in Aktau. [1]", "model", 1, None)
    assert timeless(posted.content) == timeless(fetched.content)
    assert json.loads(streamed[-1].data) | {"took_ms": 0} == whole | {"took_ms": 0}
    assert [event.name for event in streamed] == ["passages", "delta", "done"]


def test_the_page_offers_the_choice_where_there_is_one(written: tuple[Chatbot, Scripted], serve: Serve) -> None:
    client = serve(written[0], mode="extractive")
    pages = [client.get("/", params=shown, headers=HTML).text for shown in ({}, {"mode": "auto"}, {"q": WHERE, "mode": "model"})]
    chosen = [re.findall(r'<option value="(\w+)"( selected)?>', page) for page in pages]
    assert chosen == [[("auto", ""), ("extractive", selected)] for selected in (" selected", "", "")]
    assert "every sentence was checked against its quote, and 1 that the stories do not bear out was left out.</p>" in pages[2]


@pytest.mark.parametrize("mode", ["frown", "", "AUTO", 1, ["auto"], {}])
def test_a_wrong_mode_is_refused(client: TestClient, mode: object) -> None:
    error = {"kind": "invalid_request", "message": "mode: Input should be 'auto', 'extractive' or 'model'", "hint": "/docs describes every field."}
    refused = [client.post("/ask", json={"question": WHERE, "mode": mode}, headers=headers) for headers in ({}, EVENTS)]
    if isinstance(mode, str):
        refused += [client.get("/ask", params={"question": WHERE, "mode": mode}, headers=headers) for headers in ({}, EVENTS)]
        refused += [client.get("/", params={"q": WHERE, "mode": mode}), client.post("/", data={"q": WHERE, "mode": mode})]
    assert [(response.status_code, response.json()) for response in refused] == [(422, {"error": error})] * len(refused)


@pytest.mark.parametrize("mode", ["frown", "", "<b>auto"])
def test_a_wrong_mode_in_the_form_is_said_on_the_page(client: TestClient, mode: str) -> None:
    response = client.post("/", data={"q": WHERE, "mode": mode}, headers=HTML)
    assert response.status_code == 422
    assert '<p class="what">mode: Input should be &#39;auto&#39;, &#39;extractive&#39; or &#39;model&#39;</p>' in response.text
    assert f"{WHERE}</textarea>" in response.text
    assert "<b>" not in response.text


def test_answers_are_counted_by_who_worded_them(written: tuple[Chatbot, Scripted], serve: Serve) -> None:
    chatbot, model = written
    client = serve(chatbot)

    def counted() -> dict[str, float]:
        rows = [row.rsplit(" ", 1) for row in client.get("/metrics").text.splitlines() if not row.startswith("#") and "_created" not in row]
        return {name: float(value) for name, value in rows if name.startswith(("quoth_answers", "quoth_sentences", "quoth_model"))}

    dropped, failed = "quoth_sentences_dropped_total", "quoth_model_failures_total"
    worded, own = 'quoth_answers_total{mode="model"}', 'quoth_answers_total{mode="extractive"}'
    assert counted() == {dropped: 0, failed: 0}
    client.post("/ask", json={"question": WHERE})
    client.get("/ask", params={"question": WHERE}, headers=EVENTS)
    assert counted() == {worded: 2, dropped: 2, failed: 0}
    client.get("/", params={"q": WHERE, "mode": "extractive"})
    client.post("/ask", json={"question": "Who is the king of Norway?"})
    assert counted() == {worded: 2, own: 2, dropped: 2, failed: 0}
    chatbot.model = Scripted(WRONG + BORN, LLMUnavailable("It broke off."))
    client.post("/ask", json={"question": WHERE})
    assert counted() == {worded: 2, own: 3, dropped: 3, failed: 1}
    chatbot.model = Scripted(WRONG)
    client.get("/", params={"q": WHERE}, headers=HTML)
    assert counted() == {worded: 2, own: 4, dropped: 4, failed: 2}
    chatbot.model = model
    client.post("/ask", json={"question": "Hello?", "documents": ["nowhere"]})
    assert counted() == {worded: 2, own: 4, dropped: 4, failed: 2}


class Patient(ScriptedChatbot):
    """Waits for a language model a thousand times."""

    def stream(
        self,
        question: str,
        *,
        documents: Collection[str] | None = None,
        history: Sequence[Turn] = (),
        limit: int = 3,
        explain: bool = False,
        mode: Mode = "auto",
    ) -> Iterator[Event]:
        yield PassagesFound(())
        yield from [Waiting()] * 1000
        yield Done(answer(question))


def test_a_moment_of_waiting_sends_nothing(library_folder: Path, serve: Serve) -> None:
    client = serve(Patient(open_real(library_folder).library))
    wire = client.post("/ask", json={"question": "Who?"}, headers=EVENTS).content
    assert (wire.count(KEEPALIVE_COMMENT), [event.name for event in parse(wire)]) == (0, ["passages", "done"])


@pytest.mark.parametrize(("heartbeat", "beats"), [(HEARTBEAT_SECONDS, [15, 30, 45, 60]), (7.0, list(range(7, 61, 7))), (60.5, [])])
def test_while_a_model_is_waited_for_the_connection_is_kept_no_oftener_than_said(
    monkeypatch: pytest.MonkeyPatch, heartbeat: float, beats: list[float]
) -> None:
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr("web.streaming.time", SimpleNamespace(monotonic=lambda: clock.now))

    class Answering:
        async def next(self) -> Event:
            clock.now += 1.0
            return Waiting() if clock.now <= 60 else Done(answer())

    async def sent() -> list[tuple[float, bytes]]:
        frames = _frames(PassagesFound(()), cast(Run[Event], Answering()), heartbeat, Ending())
        return [(clock.now, wire) async for wire in frames]

    came = asyncio.run(sent())
    assert [at for at, wire in came if wire == KEEPALIVE_COMMENT] == beats
    assert [event.name for event in parse(b"".join(wire for _, wire in came))] == ["passages", "done"]
