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
        ("Then came John J. Brown. It was J. Green.", {"John": 1, "Brown": 1, "Green": 1}),
        ("Once Will came. I told Will what he will need, for Will was poor. He will go, and it will end.", {"Will": 3}),
        ("She will see if they will come, said Will, if he will.", {}),
        ("We saw May, and May sang. All loved May. She came in May.", {"May": 4}),
        ("They left in May, on May 3, and then in May again.", {}),
        ("The Old Man Goes To Town\n\nThen Anna came to town.", {"Anna": 1}),
        ("The Old Man Goes To\nTown With Anna.", {"Old": 1, "Man": 1, "Goes": 1, "To": 1, "With": 1, "Anna": 1}),
        ("In the 19Th century the Th1 cells met _Lily_.", {}),
        ("", {}),
    ],
)
def test_names(text: str, found: dict[str, int]) -> None:
    assert names(text) == found
