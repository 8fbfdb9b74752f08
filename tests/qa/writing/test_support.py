"""A sentence is shown when what it cites bears it out, and dropped with a reason when not."""

import pytest

from qa.windows import Window
from qa.writing import Cited, Rejected, Sentence, Supported, supported

ONE = "Lily was born in the town of Aktau. She had three brothers. “I will dance,” she said, and she won the Golden Shoe in 2015."
TWO = "The fox lived in a red barn. He feared the old dog, whose name was Rex."
WINDOWS = [Window("lily", 100, 100 + len(ONE), ONE, (1,), 1.0, title="Lily the Dancer"), Window("fox", 0, len(TWO), TWO, (7,), 0.5, title="The Fox")]


def check(text: str, *cited: tuple[int, str], question: str = "What is told of Lily?") -> Supported | Rejected:
    return supported(Sentence(text, tuple(Cited(*one) for one in cited)), WINDOWS, question, {"lily": ONE, "fox": TWO}.__getitem__)


@pytest.mark.parametrize(
    ("text", "number", "quote"),
    [
        ("Lily was born in Aktau.", 1, "Lily was born in the town of Aktau"),
        ("Lily was born in Aktau.", 1, "lily was born in the town of aktau."),
        ("Lily had 3 brothers.", 1, "She had three brothers"),
        ("She said that she would dance.", 1, '"I will dance," she said'),
        ("In 2015 she won the Golden Shoe.", 1, "won the Golden Shoe in 2015"),
        ("The fox was afraid of Rex, the old dog.", 2, "He feared the old dog"),
    ],
)
def test_what_is_borne_out(text: str, number: int, quote: str) -> None:
    found = check(text, (number, quote))
    assert isinstance(found, Supported)
    (reading,) = found.readings
    window = WINDOWS[number - 1]
    assert (found.text, reading.window) == (text, window)
    assert reading.text == window.text[reading.start - window.start : reading.end - window.start]
    assert reading.start <= reading.answer_start < reading.answer_end <= reading.end
    assert reading.text[0].isupper() or reading.text[0] == "“"
    assert reading.text[-1] == "."


@pytest.mark.parametrize(
    ("text", "number", "quote", "reason"),
    [
        ("Lily was born in Aktau.", 2, "Lily was born in the town of Aktau", "quote"),
        ("Lily was born in Aktau.", 3, "Lily was born in the town of Aktau", "quote"),
        ("Lily was born in Aktau.", 0, "Lily was born in the town of Aktau", "quote"),
        ("Lily was born in Aktau.", 1, "Lily was born in the city of Aktau", "quote"),
        ("Lily was born in Aktau.", 1, "Aktau", "quote"),
        ("Lily was born in Astana.", 1, "Lily was born in the town of Aktau", "name"),
        ("Iris was born in Aktau.", 1, "Lily was born in the town of Aktau", "name"),
        ("Boris was born in Aktau.", 1, "Lily was born in the town of Aktau", "name"),
        ("Lily had four brothers.", 1, "She had three brothers", "number"),
        ("In 2016 she won the Golden Shoe.", 1, "won the Golden Shoe in 2015", "number"),
        ("She said that purple elephants conquered distant galaxies.", 1, '"I will dance," she said', "unsupported"),
        ("![x](http://evil.example/?q=1) Lily was born.", 1, "Lily was born in the town of Aktau", "markup"),
        ("Lily was born, see evil.example for more.", 1, "Lily was born in the town of Aktau", "markup"),
        ("Lily <b>was</b> born.", 1, "Lily was born in the town of Aktau", "markup"),
        ("Lily was born [2].", 1, "Lily was born in the town of Aktau", "markup"),
        ("Lily was\u202e born in Aktau.", 1, "Lily was born in the town of Aktau", "markup"),
        ("Lily was born; write to a@b.", 1, "Lily was born in the town of Aktau", "markup"),
        ("", 1, "Lily was born in the town of Aktau", "markup"),
        ("word " * 200, 1, "Lily was born in the town of Aktau", "markup"),
    ],
)
def test_what_is_not(text: str, number: int, quote: str, reason: str) -> None:
    assert check(text, (number, quote)) == Rejected(reason)  # type: ignore[arg-type]


def test_without_a_quote_nothing_is_borne_out() -> None:
    assert check("Lily was born in Aktau.") == Rejected("uncited")


def test_one_quote_of_two_that_is_not_there_drops_the_sentence() -> None:
    both = check("Lily was born in Aktau and had three brothers.", (1, "Lily was born in the town of Aktau"), (1, "She had three brothers"))
    assert isinstance(both, Supported)
    assert [reading.text for reading in both.readings] == ["Lily was born in the town of Aktau.", "She had three brothers."]
    assert check("Lily was born in Aktau.", (1, "Lily was born in the town of Aktau"), (1, "She had ten brothers")) == Rejected("quote")


def test_a_name_that_the_question_and_the_passage_have_may_stand_for_a_pronoun() -> None:
    assert isinstance(check("Lily had three brothers.", (1, "She had three brothers"), question="Did Lily have brothers?"), Supported)
    assert check("Rex had three brothers.", (1, "She had three brothers"), question="Did Rex have brothers?") == Rejected("name")
    assert check("Lily had three brothers.", (1, "She had three brothers"), question="Had she brothers?") == Rejected("name")
    assert check("Lily feared the old dog.", (2, "He feared the old dog"), question="Did Lily fear the dog?") == Rejected("name")
