"""Which words of a text are names."""

import pytest

from corpus import names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Once Lily met Iris. Lily's dog barked at Iris’s cat.", {"Lily": 2, "Iris": 2}),
        ("The King slept. All the king said was no.", {}),
        ("She cried: \"Come!\" He came.", {}),
        ("In Moscow, on Monday, I saw Mr. Brown.", {"Moscow": 1, "Brown": 1}),
        ("Then Jean-Pierre sang to Анна.", {"Jean-Pierre": 1, "Анна": 1}),
        ("", {}),
    ],
)
def test_names(text: str, found: dict[str, int]) -> None:
    assert names(text) == found
