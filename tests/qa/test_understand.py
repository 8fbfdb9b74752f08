"""What is understood of a question: its stories, its kind, its parts, whom it is about, and what of it stands in none."""

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
        ("Did they help her?", "Did they help Lily?", {"lily"}),
        ("When did she leave?", "When did Lily leave?", {"lily"}),
        ("Why?", "Why was Lily born in Aktau?", {"lily"}),
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


@pytest.mark.parametrize(
    ("question", "kind", "persons"),
    [
        ("Did Lily Baktybekova see Aktau?", "yes_no", ("Lily Baktybekova", "Aktau")),
        ("Where did Olga meet King Reynard?", "place", ("King Reynard", "Olga")),
        ("who is iris", "about", ("Iris",)),
        ("Thanks!", "greeting", ()),
    ],
)
def test_what_is_asked_and_of_whom(question: str, kind: str, persons: tuple[str, ...]) -> None:
    query = asked(question)
    assert (query.kind, query.persons) == (kind, persons)


def test_a_full_name_of_two_people_is_nobody_s() -> None:
    query = asked("Where was Lily Reynard born?")
    assert (query.unknown, query.apart) == ("Lily Reynard", None)


def test_several_questions_are_parted_and_each_stands_alone() -> None:
    query = asked("Where was Lily born and when did she leave Aktau?")
    assert query == Query(
        "Where was Lily born and when did she leave Aktau?",
        "Where was Lily born? When did Lily leave Aktau?",
        frozenset({"lily"}),
        query.mentions,
        kind="place",
        parts=("Where was Lily born?", "When did Lily leave Aktau?"),
        persons=("Lily", "Aktau"),
    )
    assert [mention.name for mention in query.mentions] == ["Lily", "Lily", "Aktau"]


def test_parts_of_different_stories_are_not_set_against_each_other() -> None:
    query = asked("Where was Lily born? Where was Iris born in 1990?")
    assert (query.apart, query.several, query.documents, query.numbers) == (None, False, frozenset({"lily", "iris"}), ())


def test_an_unknown_name_in_one_part_leaves_the_other() -> None:
    query = asked("Where was Lily born and who is Rosalind?")
    assert (query.unknown, query.documents, query.parts) == (None, None, ("Where was Lily born?", "Who is Rosalind?"))
    assert asked("Who is Olga? Who is Rosalind?").unknown == "Olga"


def test_parts_follow_the_turns_before_them() -> None:
    assert asked("Who were her parents and where did she go?", BORN).parts == ("Who were Lily's parents?", "Where did Lily go?")


def test_a_greeting_before_a_question_is_no_part_of_it() -> None:
    query = asked("Hello! Where was Lily born?")
    assert (query.kind, query.parts, query.documents) == ("place", (), frozenset({"lily"}))


def test_a_story_is_called_by_its_title() -> None:
    names = Names({"fox": {"Reynard": 3}, "luck": {"Hans": 2}}, titles={"fox": "The Clever Fox", "luck": "Hans in Luck"})

    def documents(question: str) -> frozenset[str] | None:
        return understand(question, [], names, lambda word: True).documents

    assert documents("How does The Clever Fox end?") == frozenset({"fox"})
    assert documents("what is hans in luck about") == frozenset({"luck"})
    assert documents("Where did the clever fox live?") is None
    assert understand("Where does the Clever Fox live?", [], names, lambda word: False).unknown is None
