"""I2 and I3 over validation questions: every quote exact, none on an abstention, and the same question the same answer.

A thousand questions go through everything but the networks, which cannot break this; some go through the networks too, with `QUOTH_TEST_FULL=1` all.
"""

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import discover
from index import Library, MiniLM
from qa import Answer, Chatbot
from qa.reader import TrainedReader
from qa.reader_network import ReaderNetwork
from tests.conftest import FakeEmbedder, WordReader

MANY = 1_000
WITH_NETWORKS, STORIES = (MANY, 23) if os.environ.get("QUOTH_TEST_FULL") else (40, 3)


@pytest.fixture(scope="module")
def questions(shared: Path) -> list[dict[str, str]]:
    """The validation questions of FairytaleQA."""
    with gzip.open(shared / "data" / "fairytaleqa" / "questions.val.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def stories(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    """A chatbot over the validation stories that reads by words."""
    with Library.open(tmp_path_factory.mktemp("stories"), FakeEmbedder()) as library:
        outcomes = list(library.add(discover([shared / "data" / "fairytaleqa" / "stories" / "val"])))
        assert {outcome.status for outcome in outcomes} == {"added"}
        yield Chatbot(library, WordReader())


@pytest.fixture(scope="module")
def few(shared: Path, questions: list[dict[str, str]], minilm: MiniLM, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    """A chatbot as it is shipped, over the first stories that are asked about."""
    folder = shared / "data" / "fairytaleqa" / "stories" / "val"
    names = list(dict.fromkeys(question["story"] for question in questions))[:STORIES]
    with Library.open(tmp_path_factory.mktemp("few"), minilm) as library:
        assert len(list(library.add(discover([folder / f"{name}.txt" for name in names])))) == STORIES
        yield Chatbot(library, TrainedReader(ReaderNetwork()))


def check(chatbot: Chatbot, question: str) -> Answer:
    """Ask twice; the answers must be the same and the quotes those of the text."""
    answer = chatbot.ask(question, limit=5)
    assert replace(chatbot.ask(question, limit=5), took_ms=answer.took_ms) == answer
    assert answer.abstained is not bool(answer.citations)
    assert (answer.reason is None) is not answer.abstained
    assert 0.0 <= answer.confidence <= 1.0
    for citation in answer.citations:
        text = chatbot.library.document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote
        assert citation.start <= citation.answer_start < citation.answer_end <= citation.end
        assert f"[{citation.marker}]" in answer.answer
    return answer


def test_a_thousand_questions_are_quoted_exactly_or_not_at_all(stories: Chatbot, questions: list[dict[str, str]]) -> None:
    answers = [check(stories, question["question"]) for question in questions[:MANY]]
    assert len(answers) == MANY
    assert {answer.abstained for answer in answers} == {True, False}, "both must have been seen"


def test_so_are_some_with_the_networks(few: Chatbot, questions: list[dict[str, str]]) -> None:
    asked = questions[:: len(questions) // WITH_NETWORKS][:WITH_NETWORKS]
    answers = [check(few, question["question"]) for question in asked]
    assert {answer.abstained for answer in answers} == {True, False}
