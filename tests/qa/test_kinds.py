"""What a question asks for, and whether a sentence holds it."""

import pytest

from qa.kinds import evidence, kind, lacks


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What was the dog called?", "name"),
        ("What is the name of the dog?", "name"),
        ("In which year did she leave?", "time"),
        ("When did she leave?", "time"),
        ("And where did she go?", "place"),
        ("And what about Iris: where did she grow up?", "place"),
        ("In which small town did she live?", "place"),
        ("How many geese had she?", "number"),
        ("How did she feel?", "feeling"),
        ("What caused the fire?", "cause"),
        ("Why did she weep?", "cause"),
        ("To whom did she speak?", "person"),
        ("What did she eat?", None),
        ("How did she escape?", None),
    ],
)
def test_kinds(question: str, wanted: str | None) -> None:
    assert kind(question) == wanted


@pytest.mark.parametrize(
    ("wanted", "sentence", "gained"),
    [
        ("time", "She left in 1912.", 4.0),
        ("time", "She left by herself.", 0.0),
        ("number", "She had seven geese.", 2.0),
        ("person", "At last her mother met Anna.", 1.35),
        ("person", "She lived in Moscow.", 0.0),
        ("person", "She saw Lily.", 0.0),
        ("place", "She lived in Moscow.", 1.75),
        (None, "She left in 1912.", 0.0),
    ],
)
def test_evidence(wanted: str | None, sentence: str, gained: float) -> None:
    assert evidence(wanted, sentence, {"lily"}) == pytest.approx(gained)


@pytest.mark.parametrize(
    ("question", "quote", "answer", "lacking"),
    [
        ("How many geese had she?", "She had geese.", "geese", True),
        ("How many geese had she?", "She had seven geese.", "seven", False),
        ("And how old was he?", "He was 12.", "12", False),
        ("In which year did she leave?", "She left in spring, at seven.", "at seven", True),
        ("In which year did she leave?", "She left in 1912.", "1912", False),
        ("When did she leave?", "She left in spring.", "in spring", False),
        ("How did she leave?", "She left on foot.", "on foot", False),
        ("What was the horse called?", "Her horse Lightfoot was grey.", "Lightfoot", False),
        ("What was the horse called?", "Her horse Lightfoot was grey.", "grey", True),
        ("What was the name of the horse?", "Her horse Lightfoot was grey.", "grey", True),
        ("What did she do when he called?", "She ran away.", "ran away", False),
    ],
)
def test_words_lack_a_number_or_a_name_that_is_asked_for(question: str, quote: str, answer: str, lacking: bool) -> None:
    assert lacks(question, quote, answer) is lacking
