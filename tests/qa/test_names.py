"""Names in a question, matched to those of the documents."""

from pathlib import Path

import pytest

from index import Addition, Library
from qa.names import Mention, Names, together
from tests.conftest import FakeEmbedder
from tests.index.states import addition

HELD = {"a": {"Lily": 9, "Aktau": 1, "Baktybekova": 2, "Paris": 1}, "b": {"Iris": 7, "Moscow": 1, "Baktybekova": 2}, "c": {"Alexander": 3, "Will": 4}}
NAMES = Names(HELD)


def mentions(question: str, occurs: bool = False) -> list[tuple[str, str | None]]:
    return [(mention.written, mention.name) for mention in NAMES.mentions(question, lambda word: occurs)]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Where was Lily born?", [("Lily", "Lily")]),
        ("Who are Lily's parents?", [("Lily", "Lily")]),
        ("Who are Iris’ parents?", [("Iris", "Iris")]),
        ("where was lily born", [("lily", "Lily")]),
        ("WHERE WAS LILY BORN", [("lily", "Lily")]),
        ("Where was LILY born?", [("LILY", "Lily")]),
        ("Where Was Lily Born?", [("lily", "Lily")]),
        ("Lily was born where?", [("Lily", "Lily")]),
        ("Lily", [("Lily", "Lily")]),
        ("Did Lily Baktybekova see Paris?", [("Lily", "Lily"), ("Baktybekova", "Baktybekova"), ("Paris", "Paris")]),
        ("Who is the Lily-like girl?", [("Lily", "Lily")]),
        ("What did the Baktybekovas do?", [("Baktybekova", "Baktybekova")]),
        ("Where was Lilly born?", [("Lilly", "Lily")]),
        ("What did Alexandre do?", [("Alexandre", "Alexander")]),
        ("what did alexandr do", [("alexandr", "Alexander")]),
        ("Where was Lila born?", [("Lila", None)]),
        ("Who is Rose?", [("Rose", None)]),
        ("who is rose", [("rose", None)]),
        ("What happened on Monday in May?", []),
        ("What did Princess Lily do?", [("Lily", "Lily")]),
        ("What did Dr. Lily and Mrs Iris do?", [("Lily", "Lily"), ("Iris", "Iris")]),
        ("What did the NATO do?", []),
        ("Where did Will live?", [("Will", "Will")]),
        ("Will Lily come?", [("Lily", "Lily")]),
        ("How many degrees Fahrenheit were there?", []),
        ("why?", []),
    ],
)
def test_mentions(question: str, found: list[tuple[str, str | None]]) -> None:
    assert mentions(question) == found


@pytest.mark.parametrize("question", ["Besides, who came?", "Hoe did she come?", "Unlike others, who came?", "Describe it", "", "?!", "İ", "№ 5"])
def test_a_capital_that_is_owed_makes_no_name(question: str) -> None:
    assert mentions(question) == []


def test_a_capital_that_the_stories_write_small_is_no_name() -> None:
    assert mentions("Who was the King?", occurs=True) == []


def test_a_stranger_with_a_known_surname_is_a_stranger_even_if_the_word_occurs() -> None:
    assert mentions("Where was Rose Baktybekova born?", occurs=True) == [("Rose", None), ("Baktybekova", "Baktybekova")]


def test_a_stranger_may_open_the_question() -> None:
    assert mentions("Rosalind was born where?") == [("Rosalind", None)]
    assert mentions("Rose Baktybekova won what?", occurs=True) == [("Rose", None), ("Baktybekova", "Baktybekova")]


def test_a_mention_knows_where_it_stands_and_whose_it_is() -> None:
    assert NAMES.mentions("Is it Iris?", lambda word: False) == [Mention("Iris", "Iris", frozenset({"b"}), 6)]


def test_a_place_is_known_by_its_other_name_and_by_its_people() -> None:
    names = Names({"a": {"United": 1, "States": 1}, "b": {"American": 1}, "c": {"Holland": 1}})
    assert names.mentions("Who came to the Netherlands?", lambda word: word == "holland") == []
    assert names.mentions("Who lived in America?", lambda word: False) == []


def test_a_name_is_written_as_the_question_has_it_if_a_story_has_it_so() -> None:
    names = Names({"a": {"Äino": 1}, "b": {"Aino": 5}, "c": {"Ötzi": 2}})
    found = [names.mentions(f"Who is {name}?", lambda word: False)[0].name for name in ("Äino", "Aino", "AINO", "Otzi")]
    assert found == ["Äino", "Aino", "Aino", "Ötzi"]


def test_a_name_of_many_documents_tells_none_apart() -> None:
    many = Names({str(number): {"King": 1, "Hans" if number < 3 else "Gretel": 1} for number in range(10)})
    king, hans = many.mentions("Did the King see Hans?", lambda word: False)
    assert (many.distinctive(king), many.distinctive(hans)) == (False, True)


def test_an_ordinary_word_tells_none_apart() -> None:
    assert NAMES.distinctive(Mention("Rose", "Rose", frozenset({"a"}), 0, ordinary=True)) is False


def test_together() -> None:
    both = Mention("Baktybekova", "Baktybekova", frozenset({"a", "b"}), 5)
    assert together([both, Mention("Lily", "Lily", frozenset({"a"}), 0)]) == {"a"}
    assert together([]) == frozenset()


def test_stories_are_called_by_their_titles() -> None:
    titles = {"fox": "The Clever Fox", "copy": "The clever fox!", "luck": "Hans in Luck", "one": "The Fox", "long": "The Clever Fox Again"}
    names = Names({}, titles=titles)
    assert names.titles("How does the clever-fox end?") == [Mention("clever-fox", "The clever fox!", frozenset({"fox", "copy"}), 13)]
    assert [mention.name for mention in names.titles("Compare Hans in Luck and the Clever Fox again")] == ["Hans in Luck", "The Clever Fox Again"]
    assert names.titles("Who is the fox?") == []


def test_names_that_follow_a_commit_are_those_made_anew(tmp_path: Path) -> None:
    held = {"lily": {"Lily": 9, "Jean-Pierre": 1, "Aktau": 2}, "iris": {"Iris": 7, "Lily": 1}, "fox": {"Reynard": 3, "LILY": 20}}
    changes: list[tuple[list[str], dict[str, dict[str, int]]]] = [
        ([], {"owl": {"Ötzi": 1, "Pierre": 2}}), (["fox", "lily"], {"wolf": {"Otzi": 4, "Reynard": 1}}), (["owl"], {"iris": {"Lily": 2}}),
        (["wolf", "iris"], {}),
    ]  # fmt: skip
    title = "The Tale of {}"
    with Library.open(tmp_path, FakeEmbedder()) as library:
        library.engine.commit([_told(id, title.format(id), names) for id, names in held.items()], [])
        catalogue = library.documents()
        names = Names.of(library, catalogue)
        for removed, added in changes:
            library.engine.commit([_told(id, title.format(id), told) for id, told in added.items()], removed)
            names = Names.of(library, library.documents(), (catalogue, names))
            catalogue = library.documents()
            anew = Names.of(library, catalogue)
            asked = ("Where is Lily and Pierre of Aktau?", "who met Reynarrd and Otzi", "The tale of the fox", "the Tale of Iris", "a tale of wolf")
            for question in asked:
                assert names.mentions(question, lambda word: False) == anew.mentions(question, lambda word: False)
                assert names.titles(question) == anew.titles(question)


def _told(id: str, title: str, names: dict[str, int]) -> Addition:
    plain = addition(id, [f"A tale of {' and '.join(names)}. "], title)
    return Addition(plain.document, plain.entries, plain.fingerprint, names)
