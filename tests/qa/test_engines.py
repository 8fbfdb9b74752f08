"""The same questions get the same citations, whichever engine holds the library. `python -m benchmarks.engines` asks fifty of the real models."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import discover, founding_stories
from index import Library
from qa import Chatbot
from tests.conftest import PROJECT, FakeEmbedder, WordReader

QUESTIONS = [json.loads(line)["question"] for line in (PROJECT / "tests/data/founding_dev.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def both(tmp_path: Path) -> Iterator[list[Chatbot]]:
    """A chatbot over the founding stories in a folder, and one over the same in Milvus Lite."""
    pytest.importorskip("pymilvus", reason="pymilvus is not installed")
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
    from index.milvus import Address, MilvusEngine

    engine = MilvusEngine(Address(str(tmp_path / "library.db")), embedder="fake", fingerprint="fake-1", dimension=lambda: 64)
    with Library.open(tmp_path / "library", FakeEmbedder()) as local, Library(engine, FakeEmbedder()) as milvus:
        for library in (local, milvus):
            assert [outcome.status for outcome in library.add(discover([founding_stories()]))] == ["added", "added"]
        for question in QUESTIONS[::8]:
            rankings = [library.engine.lexical(question, 20) for library in (local, milvus)]
            assert [ranked.id for ranked in rankings[0]] == [ranked.id for ranked in rankings[1]]
            assert [ranked.score for ranked in rankings[0]] == pytest.approx([ranked.score for ranked in rankings[1]], rel=1e-5)
        yield [Chatbot(library, WordReader()) for library in (local, milvus)]


def test_the_same_questions_get_the_same_citations(both: list[Chatbot]) -> None:
    answers = [[bot.ask(question).as_dict() | {"took_ms": 0} for question in QUESTIONS[::8]] for bot in both]
    assert answers[0] == answers[1]
    assert sum(bool(answer["citations"]) for answer in answers[0]) >= 4
