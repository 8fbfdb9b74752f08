"""Which numbers and names a sentence claims."""

import pytest

from qa.writing.claims import names, numbers, numbers_said, small_words


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("three wishes", {3}),
        ("twenty-one knights and 2 dogs", {21, 2}),
        ("two hundred and fifty sheep", {250}),
        ("a hundred sheep", {100}),
        ("twelve hundred", {1200}),
        ("three thousand four hundred and five", {3405}),
        ("in 2015, on the 3rd day", {2015, 3}),
        ("1,200 gold coins, 3.5 miles", {1200, 3.5}),
        ("the third brother; the twenty-first year", {3, 21}),
        ("two three four", {2, 3, 4}),
        ("the 1990s", {1990}),
        ("fifty-fifty", {50}),
        ("one of them, for the second time, both, half", set()),
        ("one hundred", {100}),
        ("the first brother, her second shoe, the first time", {-1, -2}),
        ("someone alone often wonders", set()),
        ("thirty and then some", {30}),
        ("", set()),
    ],
)
def test_numbers(text: str, claimed: set[float]) -> None:
    assert numbers(text) == claimed


def test_a_source_says_more_than_a_sentence_claims() -> None:
    assert numbers_said("once, for both of a pair") == {1, 2}
    assert numbers_said("an apple") == {1}
    assert numbers_said("the first of 2") == {1, -1, 2, -2}


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("Lily was born in Aktau.", {"lily", "aktau"}),
        ("The king gave Iris's ball away.", {"iris"}),
        ("Later she left Paris; Unfortunately it rained.", {"paris"}),
        ("Because he was afraid, he hid.", set()),
        ("Dancers came.", set()),
        ("On Monday Dr. Brown called.", {"brown", "dr"}),
        ("BORIS left.", {"boris"}),
    ],
)
def test_names(text: str, claimed: set[str]) -> None:
    assert names(text, small_words("the dancers came with dr")) - {"dr"} == claimed - {"dr"}
