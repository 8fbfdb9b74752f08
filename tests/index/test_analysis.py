"""From words to terms."""

import pytest

from index import telling_terms, terms
from index.analysis import query


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She went, they go.", ["she", "go", "they", "go"]),
        ("Lily's geese didn’t swim", ["lili", "goos", "do", "swim"]),
        ("Café CAFE\u0301", ["cafe", "cafe"]),
        ('AND "OR" (NOT*) a:b^2~', ["and", "or", "not", "a", "b", "2"]),
        ("", []),
        ("!?", []),
    ],
)
def test_terms(text: str, found: list[str]) -> None:
    assert terms(text) == found


def test_small_words_tell_nothing() -> None:
    assert telling_terms("Who was the king of the geese?") == ["king", "goos"]


def test_a_question_is_asked_of_every_field() -> None:
    assert query("Who was the king?") == [
        ("words", "king"), ("words", "the"), ("pairs", "be_the"), ("pairs", "the_king"), ("pairs", "who_be"), ("around", "king"), ("title", "king"),
    ]  # fmt: skip


def test_a_question_of_small_words_still_asks_something() -> None:
    assert query("Who is it?")[0] == ("words", "it")
    assert query("Who was?") == [("words", "be"), ("words", "who"), ("pairs", "who_be")]
