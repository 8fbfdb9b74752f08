"""People of different stories side by side: what is asked of each story by itself."""

import pytest

from qa.alternatives import alone, is_choice
from qa.names import Names
from qa.understand import Query, understand

NAMES = Names(
    {
        "lily": {"Lily": 9, "Baktybekova": 2, "Paris": 1, "New": 2, "York": 2},
        "iris": {"Iris": 7, "Baktybekova": 2, "Moscow": 1},
        "king": {"Harald": 4},
    }
)


def query(question: str) -> Query:
    return understand(question, [], NAMES, lambda word: False)


@pytest.mark.parametrize(
    ("question", "lily", "iris"),
    [
        ("Did Lily or Iris sing?", "Did Lily sing?", "Did Iris sing?"),
        ("Who sang, Lily or Iris?", "Who sang, Lily?", "Who sang, Iris?"),
        ("Did the parents of both Lily and Iris dance?", "Did the parents of Lily dance?", "Did the parents of Iris dance?"),
        ("Did Iris Baktybekova or Lily Baktybekova sing?", "Did Lily Baktybekova sing?", "Did Iris Baktybekova sing?"),
        ("Who was in Paris, Iris or Lily?", "Who was in Paris, Lily?", "Who was in Paris, Iris?"),
        ("Where were Lily, Iris and Harald born?", "Where were Lily born?", "Where were Iris born?"),
        ("Compare Lily with Iris", "Compare Lily with Iris", "Compare Lily with Iris"),
        ("Where was Lily born?", "Where was Lily born?", "Where was Lily born?"),
    ],
)
def test_each_story_is_asked_for_its_own_people(question: str, lily: str, iris: str) -> None:
    asked = query(question)
    assert (alone(asked, "lily"), alone(asked, "iris")) == (lily, iris)


@pytest.mark.parametrize(
    ("question", "chosen"),
    [
        ("Who sang, Lily or Iris?", True),
        ("Did Lily or Iris sing?", True),
        ("Did Lily and Iris sing or dance?", False),
        ("Did Lily sing?", False),
    ],
)
def test_only_or_between_people_makes_a_choice(question: str, chosen: bool) -> None:
    assert is_choice(query(question)) is chosen
