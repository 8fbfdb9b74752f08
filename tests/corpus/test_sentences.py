import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import sentences

ODD = ' ."\'“”‘’()[]«»!?a Bc\n1é😀\u2028\u0085\x0b,;:—-*_…\u3000\xa0\ud800'


def _texts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ['"Oh no!" said he.', "He ran."],
        ["“Stop!” Mary said.", "“Where to?” the wolf asked."],
        ["“Stop!”", "He ran."],
        ["Mr. Brown met Mrs. Smith and Dr. Who in St. Ives.", "They spoke."],
        ["J. R. Smith lived in the U.S. at No. 5.", "He was old."],
        ["It cost 1.50 at 3 p.m. and rose.", "Nobody paid."],
        ["(He laughed.)", "He wept.", "[Exit fox.]", "The end."],
        ["Oh! cried he.", "What?!", "No… yes.", "Well."],
        ["‘Dear me!’ said Alice.", "‘Go.’", "She went."],
        ["«Oui.»", "Il dit."],
    ],
)
def test_where_sentences_end(expected: list[str]) -> None:
    assert _texts(" ".join(expected)) == expected


def test_a_blank_line_always_ends_a_sentence_and_a_line_end_does_not() -> None:
    assert _texts("A title\n\nOnce there was\na fox\n \n  and a hen.") == ["A title", "Once there was\na fox", "and a hen."]


def test_a_long_speech_is_more_than_one_sentence() -> None:
    told = ["“When I was young I went to sea.", *(f"In the year {n} we saw a storm and a whale." for n in range(12)), "Nobody slept.”"]
    assert _texts(" ".join([*told, "He stopped."])) == [*told, "He stopped."]


def test_a_sentence_too_long_is_cut_at_a_clause() -> None:
    text = " ".join(["one two three four five six seven eight nine ten,"] * 40) + " end."
    found = _texts(text)
    assert [part.split()[-1] for part in found] == ["ten,", "end."]
    assert " ".join(found) == text
    assert all(len(part.split()) <= 250 for part in found)


@pytest.mark.parametrize("unit", ["x", "word ", "漢", "“‘(", '"Hi. ', ". ", "a, ", "A. ", "a\n", "e\u0301"])
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        start = time.process_time()
        sentences((unit * size)[:size])
        return time.process_time() - start

    seconds(20_000)
    assert seconds(400_000) < 20 * max(seconds(100_000), 0.005)


@given(st.text(st.one_of(st.characters(codec=None), st.sampled_from(ODD)), max_size=300))
@settings(max_examples=400)
def test_spans_are_in_order_and_leave_only_white_space_out(text: str) -> None:
    last = 0
    for start, end in sentences(text):
        assert last <= start < end
        assert text[last:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        last = end
    assert text[last:].strip() == ""
