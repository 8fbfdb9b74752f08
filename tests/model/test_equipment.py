"""The model's stand-ins do what they say, as the official client sees it."""

import json
import threading
import time
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openai
import pytest
from openai import OpenAI
from transformers import AutoModelForCausalLM, AutoTokenizer

from tests.model.conftest import TALE
from tests.model.exchange import Listener
from tests.model.faults import WORD, Fault, Faults, Scripted
from tests.model.server import serving
from tests.model.tiny import make_model

KEY = "sk-very-secret"


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with Scripted(lambda request: ["One ", "two ", "three ", "four."]) as server:
        yield server


@pytest.fixture
def faults(scripted: Scripted) -> Iterator[Faults]:
    with Faults(scripted.url) as proxy:
        yield proxy


def asks(url: str, timeout: float = 20) -> OpenAI:
    return OpenAI(base_url=url, api_key=KEY, max_retries=0, timeout=timeout)


def said(url: str, question: str = "?", model: str = "any", timeout: float = 20, limit: int = 5000) -> Generator[str]:
    """Ask for a stream; yield the content of each event that has any, then, in brackets, what it finished with."""
    end = "nothing"
    try:
        with (
            asks(url, timeout) as client,
            client.chat.completions.create(
                model=model, messages=[{"role": "user", "content": question}], stream=True, max_tokens=limit, temperature=2, seed=3
            ) as events,
        ):
            for choice in (choice for event in events for choice in event.choices):
                end = choice.finish_reason or end
                if choice.delta.content:
                    yield choice.delta.content
    except (openai.OpenAIError, ValueError) as wrong:
        end = type(wrong).__name__
    yield f"({end})"


def whole(url: str, question: str = "?", model: str = "any") -> str | None:
    """Ask for an answer in one."""
    with asks(url) as client:
        reply = client.chat.completions.create(model=model, messages=[{"role": "user", "content": question}])
    return reply.choices[0].message.content


def is_left(server: Listener, within: float = 5) -> bool:
    """Return whether the server sees in so many seconds that its client left, and has nothing else to do."""
    return server.left.acquire(timeout=within) and server.active == 0


def is_missed(server: Listener) -> bool:
    """Return whether anybody has left, or an answer is still under way."""
    return server.left.acquire(blocking=False) or server.active > 0


@pytest.mark.parametrize(
    ("question", "answer"),
    [("Who?", TALE), ("words \n “and” <end> <says 1> " * 700, TALE), ('Is it the "second" 🐝?', "Kaksi."), ("Say nothing", "")],
)
def test_the_model_says_its_text(model: Path, served: str, question: str, answer: str) -> None:
    assert whole(served, question, str(model)) == answer
    assert "".join(said(served, question, str(model))) == answer + "(stop)"
    with Faults(served) as proxy:
        pieces = list(said(proxy.url, question, str(model)))
        assert (whole(proxy.url, question, str(model)), is_missed(proxy)) == (answer, False)
    assert ("".join(pieces), len(pieces) > len(answer) / 5) == (answer + "(stop)", True)


def test_a_sequence_is_said_piece_by_piece(tmp_path: Path) -> None:
    pieces = [" all the words ", "", "at", "at", "\n"]
    folder = make_model(tmp_path, pieces, endless=True)
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    network: Any = AutoModelForCausalLM.from_pretrained(folder)
    prompt = tokenizer.apply_chat_template([{"role": "user", "content": "?"}], return_tensors="pt", return_dict=False)
    made = network.generate(prompt, max_new_tokens=12)[0, prompt.shape[1] :]
    assert [tokenizer.decode([token]) for token in made] == [*pieces, *pieces, *pieces[:2]]


def test_an_endless_text_ends_at_the_limit_or_with_its_reader(model: Path, served: str) -> None:
    assert "".join(said(served, "for ever", str(model), limit=5)) == "on and on and(length)"
    with Faults(served) as proxy:
        with closing(said(proxy.url, "for ever", str(model), limit=99_999)) as pieces:
            begun = [next(pieces) for _ in range(1200)]
        assert is_left(proxy)
    assert "".join(begun) == "on and " * 400
    assert whole(served, "?", str(model)) == TALE  # it does not talk on to nobody: one answer at a time is what it can do


def test_a_real_answer_is_cut_where_the_test_says(model: Path, served: str) -> None:
    with Faults(served) as proxy:
        proxy.fault, proxy.cut_after = "cut", 12
        assert "".join(said(proxy.url, "?", str(model))) == TALE[:12] + "(APIConnectionError)"
        assert not is_missed(proxy)


def test_a_server_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.model.server._SERVE", "import sys; raise OSError(sys.argv[1] + ' is no model')")
    with pytest.raises(RuntimeError, match=r"the model's server did not start:\n(?s:.*)OSError: .*/nothing is no model\n\Z"):
        with serving(tmp_path / "nothing"):
            pass


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        (None, "One two three four.(stop)"),
        ("cut", "One two th(APIConnectionError)"),
        ("malformed", f"{WORD}(JSONDecodeError)"),
        ("not_sse", "(nothing)"),
        ("one_huge", "x" * 10_000_000 + "(stop)"),
        ("empty", "(nothing)"),
        ("no_done", f"{WORD * 3}(nothing)"),
        ("error_event", f"{WORD}(APIError)"),
        ("null_content", "(stop)"),
        (401, "(AuthenticationError)"),
        (429, "(RateLimitError)"),
        (500, "(InternalServerError)"),
        (503, "(InternalServerError)"),
    ],
)
def test_faults_that_end(faults: Faults, fault: Fault | int | None, answer: str) -> None:
    faults.fault, faults.cut_after = fault, 10
    heard = "".join(said(faults.url))
    assert (len(heard), heard[:50], heard[-50:]) == (len(answer), answer[:50], answer[-50:])
    assert [request["messages"] for request in faults.requests] == [[{"role": "user", "content": "?"}]]
    assert (faults.authorizations, is_missed(faults)) == ([f"Bearer {KEY}"], False)
    faults.fault = None
    assert "".join(said(faults.url)) == "One two three four.(stop)"


@pytest.mark.parametrize("fault", ["silent", "slow_first", "one_line"])
def test_faults_that_wait(faults: Faults, fault: Fault) -> None:
    faults.fault, faults.huge = fault, 100_000
    begun = time.monotonic()
    assert list(said(faults.url, timeout=0.3)) == ["(APITimeoutError)"]
    assert is_left(faults)
    assert 0.3 <= time.monotonic() - begun < 5


@pytest.mark.parametrize("fault", ["drip", "endless"])
def test_faults_that_go_on(faults: Faults, fault: Fault) -> None:
    faults.fault, faults.drip_seconds = fault, 0.1
    with closing(said(faults.url)) as pieces:
        begun = time.monotonic()
        assert [next(pieces) for _ in range(5)] == [WORD] * 5
        assert fault == "endless" or 0.4 < time.monotonic() - begun < 4
        assert (faults.active, faults.left.acquire(blocking=False)) == (1, False)
    assert is_left(faults)


def test_a_silent_server_sends_nothing(faults: Faults) -> None:
    faults.fault = "silent"
    with pytest.raises(TimeoutError):
        urllib.request.urlopen(f"{faults.url}/chat/completions", b"{}", timeout=0.2)
    assert is_left(faults, within=0.1)


def test_headers_come_before_a_slow_first_event(faults: Faults) -> None:
    faults.fault = "slow_first"
    with urllib.request.urlopen(f"{faults.url}/chat/completions", b"{}", timeout=20) as reply:
        assert (reply.status, reply.headers["Content-Type"]) == (200, "text/event-stream")
    assert is_left(faults)


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_errors_tell_the_key(faults: Faults, status: int) -> None:
    faults.fault, faults.retry_after = status, "7"
    with asks(faults.url) as client, pytest.raises(openai.APIStatusError) as refused:
        client.chat.completions.create(model="any", messages=[])
    reply = refused.value.response
    assert (reply.status_code, reply.json()["error"]["message"]) == (status, f"refused: Bearer {KEY}")
    assert reply.headers.get("Retry-After") == ("7" if status == 429 else None)


@pytest.mark.parametrize(("status", "asked_again"), [(302, 0), (307, 1)])
def test_a_redirect_leads_elsewhere(faults: Faults, status: int, asked_again: int) -> None:
    faults.fault, faults.redirect_status = "redirect", status
    assert "".join(said(faults.url)) == f"{WORD}(stop)"
    assert (faults.elsewhere_hits, len(faults.elsewhere.requests)) == (1, asked_again)


def test_nobody_listens_on_a_dead_url(faults: Faults) -> None:
    assert list(said(faults.dead_url)) == ["(APIConnectionError)"]


def test_only_chat_completions_go_wrong(faults: Faults) -> None:
    faults.fault = 500
    with asks(faults.url) as client:
        assert [model.id for model in client.models.list()] == ["scripted"]
    assert faults.requests == []


def test_every_piece_is_sent_when_it_comes() -> None:
    go_on = threading.Event()

    def respond(request: dict[str, object]) -> Iterator[str]:
        yield json.dumps(request["messages"])
        assert go_on.wait(20)
        yield ", heard."

    with Scripted(respond) as server, Faults(server.url) as proxy, closing(said(proxy.url, "Who “?")) as pieces:
        assert next(pieces) == json.dumps([{"role": "user", "content": "Who “?"}])
        assert (server.active, proxy.active) == (1, 1)
        go_on.set()
        assert list(pieces) == [", heard.", "(stop)"]
        assert [server.requests, is_missed(server), is_missed(proxy)] == [proxy.requests, False, False]


def test_a_reader_that_leaves_is_missed_behind_the_proxy_too() -> None:
    over = threading.Event()

    def respond(request: dict[str, object]) -> Iterator[str]:
        try:
            while not over.wait(0.01):
                yield "more "
        finally:
            over.set()

    with Scripted(respond) as server, Faults(server.url) as proxy:
        with closing(said(proxy.url)) as pieces:
            assert next(pieces) == "more "
        assert (is_left(proxy), is_left(server), over.wait(1)) == (True, True, True)


def test_a_script_is_told_whole_too(scripted: Scripted, faults: Faults) -> None:
    assert (whole(scripted.url), whole(faults.url)) == ("One two three four.",) * 2


def test_a_proxy_ends_at_once_whatever_is_under_way(scripted: Scripted) -> None:
    with Faults(scripted.url) as proxy:
        proxy.fault = "slow_first"
        pending = urllib.request.urlopen(f"{proxy.url}/chat/completions", b"{}", timeout=20)
        assert proxy.active == 1
    assert (proxy.active, proxy.left.acquire(blocking=False)) == (0, False)
    pending.close()
