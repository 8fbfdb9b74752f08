"""Names in a question, matched to those of the documents."""

import pytest

from qa.names import Mention, Names

HELD = {"a": {"Lily": 9, "Aktau": 1, "Baktybekova": 2, "Paris": 1}, "b": {"Iris": 7, "Moscow": 1, "Baktybekova": 2}, "c": {"Alexander": 3}}
NAMES = Names(HELD)


def mentions(question: str, occurs: bool = False) -> list[tuple[str, str | None]]:
    return [(mention.written, mention.name) for mention in NAMES.mentions(question, lambda word: occurs)]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Where was Lily born?", [("Lily", "Lily")]),
        ("Who are Lily's parents?", [("Lily", "Lily")]),
        ("where was lily born", [("lily", "Lily")]),
        ("WHERE WAS LILY BORN", [("lily", "Lily")]),
        ("Lily was born where?", [("Lily", "Lily")]),
        ("Did Lily Baktybekova see Paris?", [("Lily", "Lily"), ("Baktybekova", "Baktybekova"), ("Paris", "Paris")]),
        ("Where was Lilly born?", [("Lilly", "Lily")]),
        ("What did Alexandre do?", [("Alexandre", "Alexander")]),
        ("Where was Lila born?", [("Lila", None)]),
        ("Who is Rose?", [("Rose", None)]),
        ("What happened on Monday in May?", []),
        ("why?", []),
    ],
)
def test_mentions(question: str, found: list[tuple[str, str | None]]) -> None:
    assert mentions(question) == found


def test_a_capital_that_the_stories_write_small_is_no_name() -> None:
    assert mentions("Who was the King?", occurs=True) == []


def test_a_stranger_with_a_known_surname_is_a_stranger_even_if_the_word_occurs() -> None:
    assert mentions("Where was Rose Baktybekova born?", occurs=True) == [("Rose", None), ("Baktybekova", "Baktybekova")]


def test_a_mention_knows_where_it_stands_and_whose_it_is() -> None:
    assert NAMES.mentions("Is it Iris?", lambda word: False) == [Mention("Iris", "Iris", frozenset({"b"}), 6)]


def test_a_name_of_many_documents_tells_none_apart() -> None:
    many = Names({str(number): {"King": 1, "Hans" if number < 3 else "Gretel": 1} for number in range(10)})
    king, hans = many.mentions("Did the King see Hans?", lambda word: False)
    assert (many.distinctive(king), many.distinctive(hans)) == (False, True)
