"""Questions made from one sentence: grammatical, answered by it, and none where that is not sure."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.suggest.candidate import FEWEST, MOST
from qa.suggest.candidates import candidates
from qa.suggest.subjects import Subject
from qa.suggest.tales import places

NAMES = frozenset("Lily Iris Hans Tom Arthur Aktau Paris Kazakhstan Oslo".split())
PLACES = frozenset("Aktau Paris Kazakhstan Oslo".split())
WORDS = (
    "the The a fox king Lily Hans old red ring river was went won had gave because so that and , . in to Paris born who he she his three sons "
    "wanted marry In 1990 When did not never \" ' — \n <b> é 中 ."
).split(" ")


def asked(sentence: str, antecedent: Subject | None = None) -> list[tuple[str, str]]:
    """Return the questions of a sentence with their answers."""
    return [(one.question, sentence[one.start : one.end]) for one in candidates(sentence, NAMES, PLACES, antecedent)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "In 1990, Lily moved to Paris.",
            [("In what year did Lily move to Paris?", "In 1990"), ("Where did Lily move?", "to Paris"), ("Who moved to Paris?", "Lily")],
        ),
        ("Lily was born in Aktau.", [("Where was Lily born?", "in Aktau"), ("Who was born in Aktau?", "Lily")]),
        ("Lily was born and grew up in Aktau, a small town.", [("Where did Lily grow up?", "in Aktau"), ("Who grew up in Aktau?", "Lily")]),
        (
            "Iris was born and brought up in Kazakhstan.",
            [("Where was Iris brought up?", "in Kazakhstan"), ("Who was brought up in Kazakhstan?", "Iris")],
        ),
        (
            "Iris won the first prize in Paris.",
            [
                ("Where did Iris win the first prize?", "in Paris"),
                ("What did Iris win in Paris?", "the first prize"),
                ("Who won the first prize in Paris?", "Iris"),
            ],
        ),
        (
            "The king was very angry because the prince had broken the vase.",
            [("Why was the king angry?", "because the prince had broken the vase")],
        ),
        ("Hans wanted to marry the princess.", [("What did Hans want to do?", "marry the princess")]),
        ("The king had three sons.", [("How many sons did the king have?", "three sons"), ("Who had three sons?", "The king")]),
        ("Hans gave the old woman a basket.", [("What did Hans give the old woman?", "a basket"), ("Who gave the old woman a basket?", "Hans")]),
        ("The old couple lived in a small hut.", [("Where did the old couple live?", "in a small hut")]),
        ("There was once a woodcutter who had three daughters.", [("Who had three daughters?", "a woodcutter")]),
        ("Hans's mother sent Hans to the market to sell the cow.", [("Why did Hans's mother send Hans to the market?", "to sell the cow")]),
        ("Tom was afraid of the dark.", [("What was Tom afraid of?", "the dark"), ("Who was afraid of the dark?", "Tom")]),
        (
            "Lily left her hut because the war came.",
            [("Why did Lily leave her hut?", "because the war came"), ("What did Lily leave?", "her hut")],
        ),
        ("Lily married Tom.", [("Who did Lily marry?", "Tom")]),
        (
            "At the age of seven, Iris learned the dance.",
            [("At what age did Iris learn the dance?", "At the age of seven"), ("What did Iris learn?", "the dance")],
        ),
    ],
)
def test_a_sentence_becomes_the_questions_that_it_answers(sentence: str, expected: list[tuple[str, str]]) -> None:
    found = asked(sentence)
    assert [one for one in found if one in expected] == expected
    assert {question.split()[0] for question, _ in found} <= {question.split()[0] for question, _ in expected} | {"Who", "What"}


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "He went to Paris.",  # nobody knows who
        "Where did Lily go?",
        '"Lily went to Paris," said Tom.',
        "I gave Lily the ring.",
        "Lily did not win the prize.",
        "Lily never won the prize.",
        "Iris lay in the sun.",  # lie or lay
        "The same happened in Oslo.",
        "The others found the ring.",
        "The youngest found the ring.",
        "If Hans found the ring, the king would laugh.",
        "Neither Hans found the ring.",
        "The faster ran the horses.",
        "| Lily | won | the prize |",
        "<p>Lily won the prize</p>",
        "Lily said that the king won the prize.",
        "There the rain fell on the roof.",
        "lily won the prize.",
        "Лили выиграла приз в Париже.",
        "Lily",
    ],
)
def test_a_sentence_that_could_be_misread_gives_nothing(sentence: str) -> None:
    assert asked(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "never"),
    [
        ("The king took the ring, and the wolf ate the lamb.", "Who ate the lamb? The king"),
        ("The old man had a large, powerful dog.", "What did the old man have? a large"),
        ("Lily gave him the ring.", "What did Lily give him? the ring"),
        ("Tom went away and filled with joy, he sang a song.", "Who filled with joy? Tom"),
        ("The youth threw the knife from her bed.", "What did the youth throw from her bed? the knife"),
        ("The girl shook her head.", "What did the girl shake? her head"),
        ("Hans lived happy and contented in the hut.", "Who contented in the hut? Hans"),
    ],
)
def test_what_belongs_to_another_clause_is_not_mixed_in(sentence: str, never: str) -> None:
    assert never not in [f"{question} {answer}" for question, answer in asked(sentence)]


def test_he_and_she_are_named_where_they_are_known() -> None:
    lily = Subject(0, 1, "Lily", True, True, False)
    assert asked("She moved to Oslo.", lily) == [("Where did Lily move?", "to Oslo")]
    assert asked("She moved to Oslo.") == []


def test_places_are_told_from_people_by_what_stands_before_them() -> None:
    assert places("Lily lived in Oslo. Tom saw Oslo and Lily.", {"Lily", "Tom", "Oslo"}) == {"Oslo"}


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=300))
@example("Lily’s" + " the" * 200)
@example("The fox, , and , won the")
def test_any_text_gives_only_questions_that_stand_alone(sentence: str) -> None:
    for one in candidates(sentence, NAMES, PLACES):
        assert one.question == one.question.strip() and one.question.endswith("?") and one.question.count("?") == 1
        assert FEWEST <= len(one.question.split()) <= MOST
        assert 0 <= one.start < one.end <= len(sentence)
        assert not re.search(r"\b(?:he|she|it|they|him|them|i|you|we|this|that|these|those|here|there|then)\b", one.question, re.IGNORECASE)
        assert not re.search(r"[\n\"<>|_*]|  ", one.question)
