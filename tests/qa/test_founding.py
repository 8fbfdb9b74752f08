"""Thirty questions on the founding stories: right story always, right quote and honest refusal nearly always."""

import json
from typing import Any

import pytest

from qa import Answer, Chatbot
from tests.conftest import PROJECT

QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (PROJECT / "tests" / "data" / "founding_questions.jsonl").read_text(encoding="utf-8").splitlines()
]


def counts(chatbot: Chatbot, evidence: str, ids: dict[str, str]) -> tuple[int, int, int, int]:
    """Return how often the story, the first quote, any quote, and the refusal were right."""
    asked = [(question, chatbot.ask(question["question"])) for question in QUESTIONS]
    told = [(question, answer) for question, answer in asked if question["kind"] == "answerable"]
    other = [answer for question, answer in asked if question["kind"] != "answerable"]
    strayed = [q["question"] for q, a in asked if q["document"] and any(c.document_id != ids[q["document"]] for c in a.citations)]
    first = sum(_holds(answer, question[evidence], 1) for question, answer in told)
    anywhere = sum(_holds(answer, question[evidence], 10) for question, answer in told)
    return len(asked) - len(strayed), first, anywhere, sum(answer.abstained for answer in other)


def _holds(answer: Answer, evidence: list[str], most: int) -> bool:
    quotes = [" ".join(citation.quote.split()) for citation in answer.citations[:most]]
    return any(words in quote for words in evidence for quote in quotes)


def test_there_are_thirty_of_the_kinds_that_count() -> None:
    assert len(QUESTIONS) == 30
    assert sum(question["kind"] == "unanswerable" for question in QUESTIONS) == 10
    assert sum(question["confusable"] for question in QUESTIONS) >= 10


def test_the_bundled_stories_are_told_apart_and_quoted(bundled: Chatbot) -> None:
    story, first, anywhere, refused = counts(bundled, "evidence", {id: id for id in ("lily-baktybekova", "iris-baktybekova")})
    assert story == 30
    assert anywhere >= 18
    assert first >= 18
    assert refused >= 8


def test_so_are_the_originals(originals: Chatbot) -> None:
    records = originals.library.documents().values()
    ids = {f"{name}-baktybekova": record.id for name in ("lily", "iris") for record in records if name.title() in record.names}
    story, first, anywhere, refused = counts(originals, "evidence_original", ids)
    assert story == 30
    assert anywhere >= 18
    assert first >= 18
    assert refused >= 8


@pytest.mark.parametrize("question", ["Who is Lily?", "Tell me about Lily Baktybekova", "who is lily"])
def test_a_person_is_introduced_by_the_first_sentence_of_them(bundled: Chatbot, question: str) -> None:
    answer = bundled.ask(question)
    assert answer.answer.startswith("Lily Baktybekova lived like a woman who had a mission. [1]")


def test_two_people_are_introduced_each_from_their_story(bundled: Chatbot) -> None:
    answer = bundled.ask("Compare Lily and Iris")
    assert {citation.document_id for citation in answer.citations} == {"lily-baktybekova", "iris-baktybekova"}


@pytest.mark.parametrize("question", [question["question"] for question in QUESTIONS])
def test_every_answer_keeps_the_invariants(bundled: Chatbot, question: str) -> None:
    """I2, I3 and I7 on the way that people take."""
    answer = bundled.ask(question, explain=True)
    for citation in answer.citations:
        assert bundled.library.document(citation.document_id).text[citation.start : citation.end] == citation.quote
        assert citation.start <= citation.answer_start < citation.answer_end <= citation.end
    assert answer.abstained == (not answer.citations) == (answer.reason is not None)
    again = bundled.ask(question, explain=True).as_dict()
    assert {**again, "took_ms": 0} == {**answer.as_dict(), "took_ms": 0}
