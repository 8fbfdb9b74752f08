"""Questions made from one sentence: grammatical, answered by it, and none where that is not sure."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.suggest.antecedents import Antecedent
from qa.suggest.candidate import FEWEST, MOST
from qa.suggest.candidates import candidates
from qa.suggest.statement import NOBODY
from qa.suggest.subjects import Pronouns, Subject
from qa.suggest.tales import places

NAMES = frozenset("Lily Iris Hans Tom Arthur Aktau Paris Kazakhstan Oslo".split())
PLACES = frozenset("Aktau Paris Kazakhstan Oslo".split())
WORDS = (
    "the The a fox king Lily Hans old red ring river was went won had gave because so that and , . in to Paris born who he she his three sons "
    "wanted marry In 1990 When did not never \" ' — \n <b> é 中 ."
).split(" ")


LILY = Subject(0, 1, "Lily", True, True, False)
TOM = Subject(0, 1, "Tom", True, True, False)


def asked(sentence: str, pronouns: Pronouns = NOBODY) -> list[tuple[str, str]]:
    """Return the questions of a sentence with their answers."""
    return [(one.question, sentence[one.start : one.end]) for one in candidates(sentence, NAMES, PLACES, pronouns)]


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
    assert asked("She moved to Oslo.", Pronouns(LILY)) == [("Where did Lily move?", "to Oslo")]
    assert asked("She moved to Oslo.", Pronouns(she=LILY)) == [("Where did Lily move?", "to Oslo")]
    assert asked("She moved to Oslo.", Pronouns(he=TOM)) == []
    assert asked("She moved to Oslo.") == []


@pytest.mark.parametrize(
    ("sentence", "pronouns", "expected"),
    [
        (
            "Growing up, Lily's parents encouraged her to pursue her love of dance, enrolling her in ballet classes from a young age.",
            Pronouns(she=LILY),
            [
                ("Who encouraged Lily to pursue her love of dance?", "Lily's parents"),
                ("What did Lily's parents encourage her to do?", "pursue her love of dance"),
            ],
        ),
        (
            "Her parents, both retired gymnasts themselves, encouraged her to pursue her dreams and supported her every step of the way.",
            Pronouns(she=LILY),
            [
                ("Who encouraged Lily to pursue her dreams?", "Her parents"),
                ("What did Lily's parents encourage her to do?", "pursue her dreams"),
            ],
        ),
        (
            "One day, a prominent teacher from New York stumbled upon one of Lily's performances at a festival in Paris.",
            NOBODY,
            [("Who stumbled upon one of Lily's performances at a festival in Paris?", "a prominent teacher from New York")],
        ),
        (
            "Iris was a rising star in the world of competitive dance.",
            NOBODY,
            [("Who was a rising star in the world of competitive dance?", "Iris")],
        ),
        (
            "Born and raised in Kazakhstan, she had always been fascinated by the rhythmic movements of traditional dances.",
            Pronouns(she=LILY),
            [
                ("Where was Lily born and raised?", "in Kazakhstan"),
                ("What was Lily fascinated by?", "the rhythmic movements of traditional dances"),
            ],
        ),
        (
            "As a child, she would spend hours watching old films, mesmerized by the dancers.",
            Pronouns(she=LILY),
            [("What did Lily spend hours watching?", "old films")],
        ),
        (
            "Tom won the race by training every day.",
            NOBODY,
            [("How did Tom win the race?", "by training every day")],
        ),
        (
            "Tom, who was elected in 2019, opened a school in Oslo.",
            NOBODY,
            [
                ("Where did Tom open a school?", "in Oslo"),
                ("What did Tom open in Oslo?", "a school"),
                ("Who opened a school in Oslo?", "Tom"),
                ("In what year was Tom elected?", "in 2019"),
                ("Who was elected in 2019?", "Tom"),
            ],
        ),
        ("She began to study the old dances.", Pronouns(she=LILY), [("What did Lily begin to study?", "the old dances")]),
        ("Critics raved about her talent on stage.", Pronouns(she=LILY), [("Who raved about Lily's talent on stage?", "Critics")]),
        (
            "Tom's teacher taught him to swim in the lake.",
            Pronouns(he=TOM),
            [
                ("Who taught Tom to swim in the lake?", "Tom's teacher"),
                ("What did Tom's teacher teach him to do?", "swim in the lake"),
            ],
        ),
    ],
)
def test_modern_prose_gives_just_these(sentence: str, pronouns: Pronouns, expected: list[tuple[str, str]]) -> None:
    assert asked(sentence, pronouns) == expected


@pytest.mark.parametrize(
    ("sentence", "pronouns"),
    [
        ("Growing up, her parents encouraged her to pursue her love of dance.", NOBODY),  # whose?
        ("The teacher praised her friend.", NOBODY),
        ("As if by magic, the door opened.", NOBODY),
        ("Iris was a girl.", NOBODY),  # of any story
        ("Men wondered at the sight.", NOBODY),
        ("Lily's star rose in the sky.", NOBODY),
        ("Lily's teacher told the servant that the ring was gone.", NOBODY),
        ("These tales inspired her to persevere.", Pronouns(she=LILY)),
        ("Despite the pressures of fame, Lily remained humble and grounded.", NOBODY),
        ("Overjoyed at the opportunity, Lily accepted, leaving her home behind.", NOBODY),
        ("The Father untied.", NOBODY),
    ],
)
def test_modern_prose_that_tells_too_little_gives_nothing(sentence: str, pronouns: Pronouns) -> None:
    assert asked(sentence, pronouns) == []


def means(*told: str) -> tuple[str, str]:
    """Return whom `she` and `he` mean in the last of some sentences; an empty one ends a paragraph."""
    antecedent = Antecedent(NAMES, PLACES, " ".join(told))
    pronouns = NOBODY
    for sentence in told:
        if sentence:
            pronouns = antecedent.of(sentence)
        else:
            antecedent.forget()
    return tuple(who.text if who is not None else "" for who in (pronouns.she, pronouns.he))  # type: ignore[return-value]  # two


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (("Lily was a woman on a mission.", "As a child, she would dance."), ("Lily", "")),
        (("Lily sold her house.", "Tom lost his hat, but he gave her a ring."), ("Lily", "Tom")),
        (("Lily loved her mother.", "She danced."), ("", "")),
        (("Lily saw her doll.", "Iris saw her doll.", "She danced."), ("", "")),
        (("Tom lost his hat.", "", "In Oslo he found a ring."), ("", "Tom")),
        (("Tom lost his hat.", "", "The king found it.", "He laughed."), ("", "")),
        (("Oslo had its charms.", "She liked Paris."), ("", "")),
    ],
)
def test_a_pronoun_means_the_only_one_it_can(told: tuple[str, ...], expected: tuple[str, str]) -> None:
    assert means(*told) == expected


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
