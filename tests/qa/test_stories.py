"""The stories that the names of a question lead to."""

import pytest

from qa.mention import full_names
from qa.names import Names
from qa.stories import Stories, stories

NAMES = Names(
    {
        "lily": {"Lily": 9, "Baktybekova": 2, "Paris": 1, "New": 2, "York": 2},
        "iris": {"Iris": 7, "Baktybekova": 2, "Moscow": 1},
        "king": {"Harald": 4, "Jean-Pierre": 2},
    }
)


def told(question: str) -> Stories:
    return stories(question, full_names(question, NAMES.mentions(question, lambda word: False)), NAMES)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who lived there?", Stories()),
        ("Where did Lily live?", Stories(frozenset({"lily"}))),
        ("Where did Lily Baktybekova live?", Stories(frozenset({"lily"}))),
        ("Where did Baktybekova live?", Stories(frozenset({"lily", "iris"}))),
        ("Did Lily go to Moscow?", Stories(frozenset({"lily"}), apart=("Lily", "Moscow"))),
        ("Did Lily go to Paris and meet King Harald?", Stories(frozenset({"lily"}), apart=("Lily", "King Harald"))),
        ("Compare Lily with Iris", Stories(frozenset({"lily", "iris"}), several=True)),
        ("Did Lily and Princess Iris dance?", Stories(frozenset({"lily", "iris"}), several=True)),
        ("What did Lily, Iris and Harald do?", Stories(frozenset({"lily", "iris", "king"}), several=True)),
        ("Who was older, Lily or Iris?", Stories(frozenset({"lily", "iris"}), several=True)),
        ("Where did Lily Moscow live?", Stories(frozenset({"lily", "iris"}), unknown="Lily Moscow")),
    ],
)
def test_stories(question: str, expected: Stories) -> None:
    assert told(question) == expected


def test_three_names_of_which_no_two_are_apart_lead_to_all_their_stories() -> None:
    names = Names({"ab": {"Ada": 1, "Ben": 1}, "bc": {"Ben": 1, "Cleo": 1}, "ca": {"Cleo": 1, "Ada": 1}})
    question = "Did Ada see Ben near Cleo?"
    told = full_names(question, names.mentions(question, lambda word: False))
    assert stories(question, told, names) == Stories(frozenset({"ab", "bc", "ca"}))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Did Lily Baktybekova see New York?", ["Lily Baktybekova", "New York"]),
        ("Did King Harald see Jean-Pierre's house?", ["King Harald", "Jean-Pierre"]),
        ("Did king Harald weep?", ["Harald"]),
        ("King Harald?", ["Harald"]),
        ("Did Lily, Iris come?", ["Lily", "Iris"]),
        ("Did Dr. Lily come?", ["Dr. Lily"]),
        ("who came", []),
    ],
)
def test_names_side_by_side_are_one(question: str, names: list[str]) -> None:
    assert [name.text for name in full_names(question, NAMES.mentions(question, lambda word: False))] == names


def test_a_full_name_is_unknown_when_a_part_of_it_is() -> None:
    (name,) = full_names("Is it Rosa Baktybekova?", NAMES.mentions("Is it Rosa Baktybekova?", lambda word: False))
    assert (name.text, name.start, name.end, name.unknown) == ("Rosa Baktybekova", 6, 22, True)
