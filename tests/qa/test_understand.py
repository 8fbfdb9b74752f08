"""Follow-ups made stand-alone, and the stories that a question is about."""

import pytest

from qa import Turn
from qa.names import Names
from qa.understand import Query, understand

NAMES = Names({"lily": {"Lily": 9, "Aktau": 1, "Baktybekova": 2}, "iris": {"Iris": 7, "Moscow": 1, "Baktybekova": 2}, "fox": {"Reynard": 3}})
BORN = Turn("Where was Lily born?", "In Aktau. [1]", ("lily",))


def asked(question: str, *history: Turn, documents: list[str] | None = None) -> Query:
    return understand(question, history, NAMES, lambda word: False, documents)


@pytest.mark.parametrize(
    ("question", "text", "documents"),
    [
        ("And Iris?", "Where was Iris born?", {"iris"}),
        ("What about Reynard?", "Where was Reynard born?", {"fox"}),
        ("Who were her parents?", "Who were Lily's parents?", {"lily"}),
        ("Did they help her?", "Did Lily help her?", {"lily"}),
        ("When did she leave?", "When did Lily leave?", {"lily"}),
        ("Why?", "Why: Where was Lily born?", {"lily"}),
        ("Where is Moscow?", "Where is Moscow?", {"iris"}),
    ],
)
def test_follow_ups(question: str, text: str, documents: set[str]) -> None:
    query = asked(question, BORN)
    assert (query.text, query.documents) == (text, frozenset(documents))


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    assert asked("And where did she go?", BORN, Turn("And Iris?", "", ("iris",))).text == "And where did Iris go?"


def test_a_new_topic_is_not_dragged_along() -> None:
    query = asked("What is told of the old fisherman?", BORN)
    assert (query.text, query.documents) == ("What is told of the old fisherman?", None)


def test_a_name_leads_to_its_story() -> None:
    assert asked("Where did Lily Baktybekova dance?").documents == frozenset({"lily"})


def test_names_of_two_stories_are_apart_unless_they_are_compared() -> None:
    query = asked("Did Lily go to Moscow?")
    assert query.apart == ("Lily", "Moscow")
    both = asked("What do Lily and Iris have in common?")
    assert (both.apart, both.several, both.documents) == (None, True, frozenset({"lily", "iris"}))
    assert asked("Compare Lily and Iris").unknown is None


def test_strangers_and_numbers_are_insisted_on() -> None:
    query = asked("What did Rosalind Baktybekova win in 2020?")
    assert (query.unknown, query.numbers) == ("Rosalind Baktybekova", ("2020",))


def test_the_person_chose_where_to_look() -> None:
    assert asked("Where was Lily born?", documents=["iris"]).documents == frozenset()


def test_a_misspelt_name_is_put_right_in_the_open() -> None:
    query = asked("Where was Lilly born, and Reynerd?")
    assert query.text == "Where was Lily born, and Reynard?"
    assert [query.text[mention.start : mention.end] for mention in query.mentions] == ["Lily", "Reynard"]
