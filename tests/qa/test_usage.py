"""How a library writes a word, and what that makes of it in a question."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import discover
from index import Library
from qa.names import Names
from qa.usage import Usage, unseen, usages

Told = Callable[..., Library]
TALES = {
    "rose": "Once upon a time a girl called Rose lived by the sea. Every day Rose Miller fed the gulls. The old king passed, and Rose saw him.",
    "king": "The sun rose over the hill. An old king had one white rose. The King's roses froze. Then came Hans Miller and Otto Miller.",
    "swan": "In the north the Red Swan sang to Äino. A red fox heard Jean-Pierre sing. The swan flew from New York to Moscow, and the Red Swan wept.",
}


@pytest.fixture
def told(library: Library, tmp_path: Path) -> Library:
    for name, text in TALES.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert [outcome.status for outcome in library.add(discover([tmp_path / f"{name}.txt" for name in TALES]))] == ["added"] * 3
    return library


def found(told: Library, question: str) -> list[tuple[str, str | None]]:
    mentions = Names.of(told, told.documents()).mentions(question, lambda word: usages(told)(word).stands)
    return [(mention.written, mention.name) for mention in mentions]


def distinctive(told: Library, question: str) -> dict[str, frozenset[str]]:
    names = Names.of(told, told.documents())
    return {m.written: m.documents for m in names.mentions(question, lambda word: False) if names.distinctive(m)}


def test_a_word_is_counted_small_with_a_capital_and_after_another_name(told: Library) -> None:
    assert usages(told)("Miller") == Usage(0, 3, 3, True, frozenset({"rose", "king"}), frozenset({"rose", "king"}))


def test_inflections_count_as_small_but_do_not_stand_for_the_word(told: Library) -> None:
    assert usages(told)("Gull") == Usage(1, 0, 0, False, frozenset(), frozenset({"rose"}))


def test_a_word_that_is_both_is_counted_both_ways(told: Library) -> None:
    usage = usages(told)("Rose")
    assert (usage.small, usage.capital, usage.documents, usage.ordinary, usage.surname) == (2, 3, frozenset({"rose"}), True, False)


def test_accents_are_folded(told: Library) -> None:
    assert usages(told)("aino").documents == frozenset({"swan"})


@pytest.mark.parametrize(
    ("words", "stands"), [("Red Swan", True), ("New York", True), ("York Moscow", False), ("Rose Miller", True), ("Lily Miller", False)]
)
def test_several_words_stand_side_by_side_or_not(told: Library, words: str, stands: bool) -> None:
    assert usages(told)(words).stands is stands


@pytest.mark.parametrize("word", ["", "'", "-", "1", "(", "Zoë’", "\\"])
def test_what_is_no_word_stands_nowhere(told: Library, word: str) -> None:
    assert usages(told)(word).stands is False


def test_without_a_library_nothing_is_known() -> None:
    assert unseen("Lily") == Usage()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who was the King?", []),
        ("who was the old king", []),
        ("Where did Rose live?", [("Rose", "Rose")]),
        ("where did rose live", []),
        ("Where did Lily Miller live?", [("Lily", None), ("Miller", "Miller")]),
        ("Where did King Miller live?", [("Miller", "Miller")]),
        ("Where did Aunt Rose live?", [("Rose", "Rose")]),
        ("What did the Red Swan do?", [("Red", "Red"), ("Swan", "Swan")]),
        ("Who heard Aino?", [("Aino", "Äino")]),
        ("who heard jean-pierre", [("jean", "Jean"), ("pierre", "Pierre")]),
        ("Who went to Newyork?", []),
        ("who went to moscw", [("moscw", "Moscow")]),
        ("Who went to NATO?", []),
        ("Who went to Berlin?", [("Berlin", None)]),
        ("where did rosalind live", [("rosalind", None)]),
        ("who were rosalind's parents", [("rosalind", None)]),
        ("what did the gulls eat", []),
    ],
)
def test_the_library_tells_names_from_words(told: Library, question: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(told, question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did the Red Swan do?", {"Red": {"swan"}, "Swan": {"swan"}}),
        ("what did the red swan do", {}),
        ("Where did Miller live?", {"Miller": {"rose", "king"}}),
        ("who met otto", {"otto": {"king"}}),
    ],
)
def test_only_what_is_no_ordinary_word_leads_to_a_story(told: Library, question: str, expected: dict[str, set[str]]) -> None:
    assert distinctive(told, question) == {word: frozenset(ids) for word, ids in expected.items()}
