"""What is quoted, what is refused, and how an answer is put into words."""

from dataclasses import replace

import pytest

from qa.answer import Citation
from qa.compose import compose
from qa.decide import REASONS, Decision, decide, join, refuse_early
from qa.reader import Reading
from qa.understand import Query
from qa.windows import Window

TEXT = "Mina sang in Aktau. She danced in Oslo. Then she slept."
WINDOW = Window("mina", 0, len(TEXT), TEXT, (1,), 3.0)
SANG, DANCED, SLEPT = (0, 19), (20, 39), (40, 55)


def reading(span: tuple[int, int], score: float, confidence: float = 0.8, answer: tuple[int, int] | None = None) -> Reading:
    return Reading(WINDOW, *span, *(answer or span), score, confidence, 1 - confidence)


def query(kind: str = "place", **given: object) -> Query:
    return replace(Query("Where did Mina sing?", "Where did Mina sing?", None, kind=kind), **given)  # type: ignore[arg-type]  # fields by name


def test_a_reading_knows_its_quote_and_its_answer() -> None:
    found = reading(SANG, 1.0, answer=(13, 18))
    assert (found.text, found.answer) == ("Mina sang in Aktau.", "Aktau")


def test_the_best_reading_is_quoted_alone_and_for_a_list_those_that_add_to_it() -> None:
    best, close, far = reading(SANG, 3.0), reading(DANCED, 2.5), reading(SLEPT, 1.0)
    assert decide(query(), [best, close, far], 0.5, 3) == Decision((best,), None, "", 0.8)
    assert decide(query("list"), [best, close, far], 0.5, 3).readings == (best, close, far)
    assert decide(query("list"), [best, close, far], 0.5, 2).readings == (best, close)


def test_what_says_the_same_elsewhere_is_quoted_too() -> None:
    text = "Mina sang in Aktau. They heard her in Aktau."
    window = replace(WINDOW, end=len(text), text=text)
    best, again = Reading(window, 0, 19, 13, 18, 3.0, 0.8, 0.1), Reading(window, 20, 44, 38, 43, 2.0, 0.6, 0.2)
    other = Reading(window, 20, 44, 20, 24, 2.9, 0.6, 0.2)
    assert decide(query(), [best, other, again], 0.5, 3).readings == (best, again)


def test_a_list_doesnt_say_the_same_twice() -> None:
    best, again = reading(SANG, 3.0, answer=(5, 9)), replace(reading(DANCED, 2.9), answer_start=5, answer_end=9)
    assert decide(query("list"), [best, again], 0.5, 3).readings == (best,)


def test_an_unsure_reading_is_refused_with_the_probability_of_the_contrary() -> None:
    decision = decide(query(), [reading(SANG, 3.0, 0.2)], 0.5, 3)
    assert (decision.readings, decision.reason, decision.words) == ((), "low_confidence", REASONS["low_confidence"])
    assert decision.confidence == pytest.approx(0.8)


def test_nothing_read_and_a_number_that_is_not_there_are_refused() -> None:
    assert decide(query(), [], 0.5, 3).reason == "nothing_found"
    missing = decide(query(numbers=("2020",)), [reading(SANG, 3.0)], 0.5, 3)
    assert (missing.reason, missing.words) == ("number_missing", "The story doesn't mention 2020.")


def test_some_questions_need_no_reading() -> None:
    assert refuse_early(query(), 0) == Decision((), "empty_library", REASONS["empty_library"], 1.0)
    unknown = refuse_early(query(unknown="Rose"), 2)
    assert unknown is not None
    assert unknown.words == "None of the stories tells of Rose."
    greeting = refuse_early(query("greeting"), 2)
    assert greeting is not None
    assert greeting.reason == "no_question"
    assert refuse_early(query(), 2) is None


def test_parts_are_joined_and_as_sure_as_the_least_sure() -> None:
    one = Decision((reading(SANG, 3.0), reading(DANCED, 2.9)), None, "", 0.9)
    other = Decision((reading(SLEPT, 1.0),), None, "", 0.6)
    no = decide(query(), [], 0.5, 3)
    assert join([one, other], 2) == Decision((reading(SANG, 3.0), reading(SLEPT, 1.0)), None, "", 0.6)
    assert join([one, no], 3) == one
    assert join([no, no], 3) == no


def citation(marker: int, span: tuple[int, int], answer: tuple[int, int], title: str = "Mina", document: str = "mina") -> Citation:
    return Citation(marker, document, title, "mina.md", *span, TEXT[span[0] : span[1]], *answer)


def test_a_name_a_place_a_time_are_answered_in_their_own_few_words() -> None:
    assert compose("place", [citation(1, SANG, (13, 18))]) == "Aktau [1]"
    assert compose("place", [citation(1, SANG, (10, 18))]) == "In Aktau [1]"


def test_what_needs_telling_is_told_in_the_storys_sentence() -> None:
    assert compose("cause", [citation(1, SANG, (13, 18))]) == "Mina sang in Aktau. [1]"
    assert compose("yes_no", [citation(1, SANG, (0, 4)), citation(2, DANCED, DANCED)]) == "Mina sang in Aktau. [1] She danced in Oslo. [2]"


def test_the_same_words_are_said_once_with_both_markers() -> None:
    assert compose("person", [citation(1, SANG, (0, 4)), replace(citation(2, SANG, (0, 4)), start=0)]) == "Mina [1] [2]"


def test_several_stories_are_named() -> None:
    told = [citation(1, SANG, (13, 18)), citation(2, DANCED, (34, 38), "Ana", "ana")]
    assert compose("place", told) == "Mina: Aktau [1]\nAna: Oslo [2]"


def test_of_people_to_choose_from_the_surest_is_quoted_alone() -> None:
    sure, unsure = Decision((reading(SANG, 3.0),), None, "", 0.8), Decision((reading(DANCED, 3.0),), None, "", 0.3)
    assert join([unsure, sure], 3, only_best=True) == sure
    assert join([unsure, sure], 3).confidence == 0.3


def test_what_lacks_the_name_that_is_asked_for_gives_way_to_a_reading_as_likely() -> None:
    asked = replace(query("name"), text="What was the town called?")
    slept, sang, far = reading(SLEPT, 3.0, answer=(45, 54)), reading(SANG, 1.5, answer=(13, 18)), reading(SANG, 0.5, answer=(13, 18))
    assert decide(asked, [slept, sang], 0.5, 3).readings == (sang,)
    refused = decide(asked, [slept, far], 0.5, 3)
    assert (refused.readings, refused.reason, refused.confidence) == ((), "low_confidence", 0.9)
