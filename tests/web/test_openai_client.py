"""The official `openai` client on a real `quoth serve`, as any chat program uses it."""

import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator

import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam

from tests.conftest import PROJECT
from tests.web.browser.windows import serving

KEY = "a-long-secret-that-nobody-guesses"
QUESTION = "Where was Lily born?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the founding stories that wants a key."""
    with serving(tmp_path_factory.mktemp("served"), QUOTH_TOKEN=KEY) as (address, _):
        pause = threading.Event()
        for _ in range(600):
            try:
                fetched(f"{address}/readyz")
                break
            except urllib.error.HTTPError as refused:
                assert refused.code == 503
                refused.close()
                pause.wait(0.1)
        yield address


def fetched(url: str) -> str:
    """What is there for who has the key."""
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Authorization": f"Bearer {KEY}"}), timeout=60) as reply:
        text: str = reply.read().decode()
    return text


@pytest.fixture
def quoth(address: str) -> Iterator[openai.OpenAI]:
    """The client, with the key."""
    with openai.OpenAI(base_url=f"{address}/v1", api_key=KEY, max_retries=0) as client:
        yield client


def user(content: str) -> ChatCompletionMessageParam:
    return {"role": "user", "content": content}


def test_models(quoth: openai.OpenAI) -> None:
    listed = quoth.models.list().data
    assert [model.id for model in listed] == ["quoth", "quoth-extractive"]
    assert quoth.models.retrieve("quoth") == listed[0]
    assert (listed[0].owned_by, listed[0].object, listed[0].created > 1_700_000_000) == ("quoth", "model", True)


def test_an_answer_whole_and_streamed(quoth: openai.OpenAI, address: str) -> None:
    whole = quoth.chat.completions.create(model="quoth", messages=[user(QUESTION)])
    choice = whole.choices[0]
    assert (len(whole.choices), choice.finish_reason, whole.usage) == (1, "stop", None)
    assert (choice.message.content or "").startswith("Aktau [1]\n\n[1] “Lily was born and grew up in Aktau, ")
    assert f": {address}/documents/lily-baktybekova?start=97&end=221" in (choice.message.content or "")
    cited = (choice.message.annotations or [])[0].url_citation
    assert (cited.start_index, cited.end_index, cited.url) == (6, 9, f"{address}/documents/lily-baktybekova?start=97&end=221")
    text = fetched(f"{address}/documents/lily-baktybekova/text")
    extra = cited.model_extra or {}
    assert text[extra["start"] : extra["end"]] == extra["quote"]
    events = list(quoth.chat.completions.create(model="quoth", messages=[user(QUESTION)], stream=True, stream_options={"include_usage": True}))
    content = [event.choices[0].delta.content for event in events]
    assert "".join(piece or "" for piece in content) == choice.message.content
    assert len([piece for piece in content if piece]) > 1
    streamed = (events[-2].choices[0].delta.model_extra or {})["annotations"]
    assert streamed == [annotation.model_dump() for annotation in choice.message.annotations or []]
    assert (events[-2].model_extra or {})["quoth"] == (whole.model_extra or {})["quoth"]
    assert events[-1].choices[0].finish_reason == "stop"


def test_the_clients_own_gathering_of_a_stream(quoth: openai.OpenAI) -> None:
    whole = quoth.chat.completions.create(model="quoth", messages=[user(QUESTION)]).choices[0].message
    with quoth.chat.completions.stream(model="quoth", messages=[user(QUESTION)]) as stream:
        gathered = stream.get_final_completion().choices[0].message
    assert (gathered.content, gathered.annotations) == (whole.content, whole.annotations)


def test_a_follow_up_by_messages(quoth: openai.OpenAI) -> None:
    first = quoth.chat.completions.create(model="quoth", messages=[user(QUESTION)]).choices[0].message
    before: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": "Be brief."},
        user(QUESTION),
        {"role": "assistant", "content": first.content},
    ]
    found = quoth.chat.completions.create(model="quoth", messages=[*before, user("And Iris?")])
    assert (found.model_extra or {})["quoth"]["understood_as"] == "Where was Iris born?"
    sources = {(annotation.url_citation.model_extra or {})["document_id"] for annotation in found.choices[0].message.annotations or []}
    assert sources == {"iris-baktybekova"}


def test_an_abstention(quoth: openai.OpenAI) -> None:
    found = quoth.chat.completions.create(model="quoth-extractive", messages=[user("Who is the king of Norway?")])
    assert (found.choices[0].message.annotations, (found.model_extra or {})["quoth"]["abstained"]) == ([], True)


def test_errors_are_the_clients_own(quoth: openai.OpenAI, address: str) -> None:
    with pytest.raises(openai.NotFoundError, match="There is no model of this name here"):
        quoth.chat.completions.create(model="gpt-4o", messages=[user(QUESTION)])
    with pytest.raises(openai.NotFoundError):
        quoth.models.retrieve("gpt-4o")
    for question in ("", "a" * 2001):
        with pytest.raises(openai.UnprocessableEntityError) as refused:
            quoth.chat.completions.create(model="quoth", messages=[user(question)], stream=True)
        assert isinstance(refused.value.body, dict)
        assert sorted(refused.value.body) == ["hint", "kind", "message"]
    with openai.OpenAI(base_url=f"{address}/v1", api_key="wrong", max_retries=0) as stranger:
        with pytest.raises(openai.AuthenticationError):
            stranger.models.list()
        for _ in range(10):
            with pytest.raises((openai.AuthenticationError, openai.RateLimitError)) as last:
                stranger.chat.completions.create(model="quoth", messages=[user(QUESTION)])
    assert isinstance(last.value, openai.RateLimitError)


def test_the_example_of_the_documentation(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"```python\n(.*?)```", (PROJECT / "docs" / "openai.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    code = example[1].replace("http://127.0.0.1:8000", address).replace("any word", KEY)
    made: dict[str, openai.OpenAI] = {}
    exec(compile(code, "openai.md", "exec"), made)
    made["quoth"].close()
    told = capsys.readouterr().out
    assert told.startswith("Aktau [1]\n")
    assert "\nlily-baktybekova Lily was born and grew up in Aktau, " in told
