"""Exact match, token F1 and ROUGE-L, by values worked out by hand."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.words import best, common_subsequence, exact_match, rouge_l, squad_words, token_f1

WORDS = st.lists(st.sampled_from(["fox", "barn", "red", "old", "dog"]), max_size=7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The red, red barn!", ["red", "red", "barn"]),
        ("An apple a day", ["apple", "day"]),
        ("“Aktau”", ["aktau"]),
        ("the fox's, the fox’s", ["foxs", "foxs"]),
        ("mother-in-law", ["motherinlaw"]),
        ("home—and dry", ["home", "and", "dry"]),
        ("$5 theatre", ["5", "theatre"]),
        ("The", []),
    ],
)
def test_words_are_squads(text: str, words: list[str]) -> None:
    assert squad_words(text) == words


@pytest.mark.parametrize(
    ("answer", "reference", "exact", "f1", "rouge"),
    [
        ("Aktau", "Aktau.", 1.0, 1.0, 1.0),
        ("the town of Aktau", "Aktau", 0.0, 2 * 1 / (3 + 1), 2 * 1 / (4 + 1)),
        ("a red barn", "the red barn", 1.0, 1.0, 2 * 2 / (3 + 3)),
        ("barn red", "red barn", 0.0, 1.0, 2 * 1 / (2 + 2)),
        ("red red barn", "red barn barn", 0.0, 2 * 2 / (3 + 3), 2 * 2 / (3 + 3)),
        ("she danced", "she dances", 0.0, 0.5, 0.5),
        ("the old grey dog", "the dog of old", 0.0, 2 * 2 / (3 + 3), 2 * 2 / (4 + 4)),
        ("fox", "dog", 0.0, 0.0, 0.0),
        ("", "dog", 0.0, 0.0, 0.0),
        ("the", "a", 1.0, 1.0, 0.0),
    ],
)
def test_measures_by_value(answer: str, reference: str, exact: float, f1: float, rouge: float) -> None:
    assert (exact_match(answer, reference), token_f1(answer, reference), rouge_l(answer, reference)) == (exact, f1, rouge)


def test_the_best_of_several_references_counts() -> None:
    assert best(token_f1, "the town of Aktau", ["in Turku", "Aktau", "town of Aktau"]) == 1.0


@given(WORDS, WORDS)
def test_a_common_subsequence_is_the_longest(left: list[str], right: list[str]) -> None:
    subsequences = {tuple(left[at] for at in chosen) for size in range(len(left) + 1) for chosen in combinations(range(len(left)), size)}
    others = {tuple(right[at] for at in chosen) for size in range(len(right) + 1) for chosen in combinations(range(len(right)), size)}
    assert common_subsequence(left, right) == max(map(len, subsequences & others))


@given(st.text(max_size=40), st.text(max_size=40))
def test_measures_are_symmetric_and_exact_means_one(left: str, right: str) -> None:
    for measure in (exact_match, token_f1, rouge_l):
        assert measure(left, right) == measure(right, left)
        assert 0 <= measure(left, right) <= 1
    if exact_match(left, right):
        assert token_f1(left, right) == 1
