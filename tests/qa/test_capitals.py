"""What a capital in a question is worth."""

import pytest

from qa.capitals import cased, initials, plain, words


@pytest.mark.parametrize(
    ("question", "capitals", "opening"),
    [
        ("Where was Lily born?", ["Lily"], ["Where"]),
        ("Lily was born where?", [], ["Lily"]),
        ("WHERE WAS LILY BORN?", [], []),
        ("Where Was Lily Born?", [], []),
        ("WHERE WAS LILY BORN in 1990", [], []),
        ('Who said "Come here, Lily"?', ["Lily"], ["Who", "Come"]),
        ("Did she leave? Where to? Moscow?", [], ["Did", "Where", "Moscow"]),
        ("Did Mr. Brown and J. Smith meet?", ["Mr", "Brown", "J", "Smith"], ["Did"]),
        ("In the 19th century, who was Jean-Pierre?", ["Jean", "Pierre"], ["In"]),
    ],
)
def test_capitals(question: str, capitals: list[str], opening: list[str]) -> None:
    found = words(question)
    assert ([word.text for word in found if word.capital], [word.text for word in found if word.opens]) == (capitals, opening)


def test_a_word_knows_its_place_without_its_possessive() -> None:
    (_, _, lily, parents, iris, _) = words("Who were Lily's parents, Iris' friends?")
    assert (lily.text, lily.key, lily.start, lily.end, lily.possessive) == ("Lily", "lily", 9, 15, True)
    assert (parents.possessive, iris.text, iris.possessive) == (False, "Iris", True)


@pytest.mark.parametrize(("question", "says_nothing"), [("where was lily born", True), ("Where was she in May?", True), ("Where was Lily?", False)])
def test_plain(question: str, says_nothing: bool) -> None:
    assert plain(words(question)) is says_nothing


def test_letters_that_grow_when_lowered_leave_the_question_as_it_is() -> None:
    assert cased("WHO IS İRİS?") == "WHO IS İRİS?"
    assert cased("WHO IS IRIS?") == "who is iris?"


@pytest.mark.parametrize(("word", "are"), [("NYC", True), ("NATO", True), ("Lily", False), ("A", False), ("KAZAKHSTAN", False)])
def test_initials(word: str, are: bool) -> None:
    assert initials(word) is are
