"""`quoth serve` with a language model: what is shown, what is left, and that the key is nowhere."""

import json
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tests.model.faults import Faults, Scripted
from tests.test_offline import ask_when_ready
from tests.web.browser.windows import serving as quoth
from tests.web.sse import parse

KEY = "sk-canary-51d09e"
WHERE = "Where was Lily born?"
TRUE = 'Lily grew up in Aktau, a small town. [1] "Lily was born and grew up in Aktau, a small town in Kazakhstan"\n'


class Served:
    """A server with a scripted model behind a proxy, and all that it ever said or logged."""

    def __init__(self, address: str, faults: Faults, model: Scripted) -> None:
        self.address, self.faults, self.model = address, faults, model
        self.said: list[str] = []

    def get(self, path: str, accept: str = "application/json") -> str:
        request = urllib.request.Request(f"{self.address}{path}", headers={"Accept": accept})
        with urllib.request.urlopen(request, timeout=30) as response:
            said = response.read().decode()
            self.said += [said, str(response.headers)]
        return str(said)

    def wait(self) -> None:
        """Wait until the model is asked."""
        until = time.monotonic() + 10
        while not self.faults.active:
            assert time.monotonic() < until, "the model is not asked"
            time.sleep(0.01)

    def ask(self, question: str = WHERE, **fields: str) -> dict[str, Any]:
        fields_written = "".join(f"&{name}={quote(value)}" for name, value in fields.items())
        found: dict[str, Any] = json.loads(self.get(f"/ask?question={quote(question)}{fields_written}"))
        return found | {"took_ms": 0}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    with Scripted(lambda request: [TRUE, "And so on."]) as model, Faults(model.url) as faults:
        settings = {
            "QUOTH_LLM_URL": faults.url, "QUOTH_LLM_MODEL": "tiny", "QUOTH_LLM_KEY": KEY,
            "QUOTH_LLM_FIRST_SECONDS": "3", "QUOTH_LLM_SECONDS": "4", "QUOTH_SLOTS": "1",
        }  # fmt: skip
        with quoth(home, 0, **settings) as (address, _):
            ask_when_ready(address, "Who is Lily?")
            found = Served(address, faults, model)
            yield found
        assert not any(KEY in said for said in found.said)


@pytest.fixture(autouse=True)
def _sound(served: Served) -> Iterator[None]:
    yield
    served.faults.fault = None
    served.ask()  # the breaker is closed again


def test_page_json_and_events_show_what_the_model_wrote(served: Served) -> None:
    found = served.ask()
    assert (found["answer"], found["mode"], found["dropped"], found["notice"]) == ("Lily grew up in Aktau, a small town. [1]", "model", 1, None)
    text = served.get(f"/documents/{found['citations'][0]['document_id']}/text", "text/plain")
    for cited in found["citations"]:
        assert text[cited["start"] : cited["end"]] == cited["quote"]
    events = list(parse(served.get(f"/ask?question={quote(WHERE)}", "text/event-stream").encode()))
    assert [event.name for event in events] == ["passages", "delta", "done"]
    assert {**json.loads(events[-1].data), "took_ms": 0} == found
    page = served.get(f"/?q={quote(WHERE)}", "text/html")
    assert "every sentence was checked against its quote, and 1 that the stories do not bear out was left out." in page
    assert '<select id="mode" name="mode">' in page


def test_modes_are_obeyed_and_a_dead_model_leaves_the_same_answer_and_a_notice(served: Served) -> None:
    asked = len(served.faults.requests)
    plain = served.ask(mode="extractive")
    assert (plain["mode"], plain["notice"], len(served.faults.requests)) == ("extractive", None, asked)
    served.faults.fault = 500
    notice = "The language model's server failed."
    assert served.ask(mode="auto") == plain | {"notice": notice}
    assert served.ask(mode="model") == plain | {"notice": notice}


def test_the_page_says_that_the_model_failed(served: Served) -> None:
    served.faults.fault = 500
    notice = "The language model's server failed."
    assert f"{notice.replace(chr(39), '’')} This is the answer in the stories’ own words." in served.get(f"/?q={quote(WHERE)}", "text/html")


def test_who_waits_for_the_model_is_in_nobody_else_s_way(served: Served) -> None:
    served.faults.fault = "silent"
    slow = threading.Thread(target=served.ask)
    slow.start()
    served.wait()
    assert served.ask(mode="extractive")["citations"]  # there is one slot only, and it is free
    assert slow.is_alive()
    slow.join()


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_who_leaves_ends_the_model_s_request(served: Served, accept: str) -> None:
    served.faults.fault = "silent"
    place = urlsplit(served.address)
    with socket.create_connection((place.hostname or "", place.port or 0)) as line:
        line.sendall(f"GET /ask?question={quote(WHERE)} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept: {accept}\r\n\r\n".encode())
        served.wait()
    assert served.faults.left.acquire(timeout=10)


def test_the_key_goes_to_the_model_alone(served: Served) -> None:
    served.faults.fault = 401  # whose body says the key
    served.ask()
    served.faults.fault = None
    for path in ("/metrics", "/readyz", "/openapi.json", "/docs", "/"):
        served.get(path)
    assert set(served.faults.authorizations) == {f"Bearer {KEY}"}
    assert not any(KEY in json.dumps(request) for request in served.faults.requests)
    metrics = served.get("/metrics", "text/plain")
    assert 'quoth_answers_total{mode="model"}' in metrics
    assert "quoth_model_failures_total" in metrics
