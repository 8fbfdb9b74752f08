"""Quoth with a real model behind a real server, and with everything that can go wrong between them."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import discover
from index import Library
from qa import Answer, Breaker, Chatbot, Delta, Done, LLMUnavailable, Message, RemoteModel
from tests.conftest import WordReader
from tests.model.conftest import TALE
from tests.model.faults import Fault, Faults, Scripted

STORY = "# Lily\n\nLily was born in the town of Aktau. She was raised there by two aunts. Nobody feared the fox.\n"
WHERE = "Where was Lily born?"
KEY = "sk-canary-7f3a"
ANSWER = "Lily was born in Aktau. [1]"


@pytest.fixture
def chatbot(library: Library, tmp_path: Path) -> Chatbot:
    (tmp_path / "lily.md").write_text(STORY, encoding="utf-8")
    assert [outcome.status for outcome in library.add(discover([tmp_path / "lily.md"]))] == ["added"]
    return Chatbot(library, WordReader())


@pytest.fixture
def faults(served: str) -> Iterator[Faults]:
    with Faults(served) as proxy:
        yield proxy


def remote(url: str, model: Path | str = "any", **limits: float) -> RemoteModel:
    return RemoteModel(url, str(model), KEY, **limits)  # type: ignore[arg-type]


def same(answer: Answer) -> Answer:
    return replace(answer, took_ms=0)


def test_a_real_model_words_the_answer(chatbot: Chatbot, served: str, model: Path) -> None:
    chatbot.model = remote(served, model)
    events = list(chatbot.stream(WHERE))
    done = events[-1]
    assert isinstance(done, Done)
    answer = done.answer
    assert (answer.answer, answer.mode, answer.dropped, answer.notice) == (ANSWER, "model", 2, None)
    assert [event.text for event in events if isinstance(event, Delta)] == [ANSWER]
    (cited,) = answer.citations
    assert chatbot.library.document("lily").text[cited.start : cited.end] == cited.quote == "Lily was born in the town of Aktau."


def test_a_model_without_end_is_cut_short(chatbot: Chatbot, served: str, model: Path) -> None:
    chatbot.model = remote(served, model)
    answer = chatbot.ask("Where was Lily raised?")
    assert (answer.answer, answer.mode, answer.notice) == (ANSWER, "model", None)  # said again and again, shown once


def test_a_model_whose_words_all_fail_leaves_the_stories_own(chatbot: Chatbot, served: str, model: Path) -> None:
    plain = chatbot.ask("Who feared the fox?")
    chatbot.model = remote(served, model)
    answer = chatbot.ask("Who feared the fox?")
    assert (answer.answer, answer.citations, answer.mode) == (plain.answer, plain.citations, "extractive")
    assert (answer.dropped, answer.notice) == (1, "The language model wrote one sentence, and nothing of that could be verified.")


REACHED, SLOW, BROKE = "The language model can't be reached.", "The language model was too slow.", "The language model broke off."
UNREADABLE, EMPTY = "The language model sent something that can't be read.", "The language model wrote nothing."
FAILED, ENDLESS = "The language model's server failed.", "The language model did not come to an end."


@pytest.mark.parametrize(
    ("fault", "notice"),
    [
        ("silent", SLOW),
        ("slow_first", SLOW),
        ("drip", SLOW),
        ("cut", BROKE),
        ("malformed", UNREADABLE),
        ("not_sse", EMPTY),
        ("endless", ENDLESS),
        ("one_huge", ENDLESS),
        ("one_line", None),
        ("empty", EMPTY),
        ("no_done", BROKE),
        ("redirect", FAILED),
        ("error_event", FAILED),
        ("null_content", None),
        (401, "The language model's server did not accept the key."),
        (403, "The language model's server did not accept the key."),
        (404, "The language model is not known at its address."),
        (400, FAILED),
        (429, "The language model is too busy."),
        (500, FAILED),
        (503, FAILED),
    ],
)
def test_whatever_goes_wrong_the_stories_own_words_come_in_time_with_a_notice(
    chatbot: Chatbot, faults: Faults, model: Path, fault: Fault | int, notice: str | None
) -> None:
    plain = chatbot.ask(WHERE)
    chatbot.model = remote(faults.url, model, first_seconds=0.5, seconds=1.5)
    faults.fault = fault
    faults.cut_after = 30
    answer = chatbot.ask(WHERE)
    assert same(answer) == same(replace(plain, notice=answer.notice, dropped=answer.dropped))
    assert answer.notice is not None
    assert notice is None or answer.notice == notice
    assert KEY not in repr(answer)
    assert faults.authorizations
    assert set(faults.authorizations) == {f"Bearer {KEY}"}
    assert (faults.elsewhere_hits, faults.elsewhere.authorizations) == (0, [])


def test_a_server_that_is_not_there(chatbot: Chatbot, faults: Faults) -> None:
    plain = chatbot.ask(WHERE)
    chatbot.model = remote(faults.dead_url)
    assert same(chatbot.ask(WHERE)) == same(replace(plain, notice=REACHED))


def test_a_model_that_fails_again_and_again_is_left_alone(chatbot: Chatbot, faults: Faults) -> None:
    chatbot.model = remote(faults.url)
    faults.fault = 500
    notices = [chatbot.ask(WHERE).notice for _ in range(5)]
    assert notices == [FAILED] * 3 + [f"{FAILED} It is left alone for a moment."] * 2
    assert len(faults.requests) == 3


def test_a_busy_model_is_left_alone_as_long_as_it_asked(chatbot: Chatbot, faults: Faults, model: Path) -> None:
    now = [100.0]
    chatbot.model = RemoteModel(faults.url, str(model), KEY, breaker=Breaker(clock=lambda: now[0]))
    faults.fault, faults.retry_after = 429, "7"
    assert chatbot.ask(WHERE).notice == "The language model is too busy."
    faults.fault = None
    assert chatbot.ask(WHERE).notice == "The language model is too busy. It is left alone for a moment."
    assert len(faults.requests) == 1
    now[0] += 6.9
    assert chatbot.ask(WHERE).mode == "extractive"
    now[0] += 0.2
    assert chatbot.ask(WHERE).mode == "model"


def test_a_model_that_takes_no_temperature_is_asked_without(chatbot: Chatbot) -> None:
    asked = []

    def respond(request: dict[str, object]) -> list[str]:
        asked.append(request)
        return ["NOTHING"]

    with Scripted(respond) as server, Faults(server.url) as faults:
        chatbot.model = remote(faults.url)
        faults.fault = 400
        chatbot.ask(WHERE)
        faults.fault = None
        chatbot.ask(WHERE)
        assert [{"temperature", "max_tokens"} & set(request) for request in faults.requests] == [{"temperature", "max_tokens"}, set(), set()]
    assert len(asked) == 1


@pytest.mark.parametrize("fault", ["silent", "drip", "endless", "one_line"])
def test_leaving_ends_the_request(chatbot: Chatbot, faults: Faults, fault: Fault) -> None:
    chatbot.model = remote(faults.url)
    faults.fault = fault
    faults.huge = 50_000_000
    stream = chatbot.stream(WHERE)
    next(stream)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert faults.left.acquire(timeout=10)
    assert not [thread for thread in threading.enumerate() if thread.name == "quoth-llm"]


def test_what_is_written_is_what_was_said(served: str, model: Path) -> None:
    assert "".join(remote(served, model).write([Message("user", "?")])) == TALE


def test_an_error_says_nothing_of_address_or_key(faults: Faults) -> None:
    model = remote(faults.url)
    faults.fault = 401
    with pytest.raises(LLMUnavailable) as raised:
        list(model.write([Message("user", "?")]))
    error = raised.value
    assert (error.__cause__, error.__suppress_context__) == (None, True)
    assert not any(secret in f"{error.message} {error.hint} {error!r} {model!r}" for secret in (KEY, faults.url))
