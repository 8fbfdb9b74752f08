"""Spans from scores: whole words, no headings, the best first; agreement among them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from qa.reader_network import Scores
from qa.reader_spans import Span, agreed, best_spans

TEXT = "Mina went to Aktau in May."
WORDS = ((0, 4), (5, 9), (10, 12), (13, 18), (19, 21), (22, 25), (25, 26))


def scores(starts: dict[int, float], ends: dict[int, float], offsets: tuple[tuple[int, int], ...] = WORDS) -> Scores:
    def filled(given: dict[int, float]) -> NDArray[np.float32]:
        return np.array([given.get(place, -9.0) for place in range(len(offsets))], dtype=np.float32)

    return Scores(filled(starts), filled(ends), 0.0, offsets)


def words(spans: list[Span], text: str = TEXT) -> list[str]:
    return [text[span.start : span.end] for span in spans]


def test_the_best_span_comes_first_with_the_sum_of_its_logits() -> None:
    found = best_spans(scores({3: 5.0, 2: 3.0}, {3: 4.0, 5: 1.0}), TEXT)
    assert words(found)[:3] == ["Aktau", "to Aktau", "Aktau in May"]
    assert [span.score for span in found[:3]] == [9.0, 7.0, 6.0]


def test_a_span_never_ends_before_it_starts() -> None:
    found = best_spans(scores({5: 5.0}, {1: 9.0, 5: 1.0}), TEXT)
    assert words(found)[0] == "May"


def test_a_span_within_a_word_is_widened_to_the_word() -> None:
    pieces = ((0, 4), (5, 9), (10, 12), (13, 15), (15, 18), (19, 21), (22, 25), (25, 26))
    assert words(best_spans(scores({4: 5.0}, {4: 5.0}, pieces), TEXT))[0] == "Aktau"
    assert words(best_spans(scores({3: 5.0}, {3: 5.0}, pieces), TEXT))[0] == "Aktau"


def test_a_heading_holds_no_answer() -> None:
    found = best_spans(scores({0: 9.0, 3: 1.0}, {1: 9.0, 3: 1.0}), TEXT, [(0, 9)])
    assert words(found)[0] == "Aktau"
    assert all(span.start >= 10 for span in found)


def test_no_span_where_all_is_heading_or_nothing_is_there() -> None:
    assert best_spans(scores({0: 1.0}, {0: 1.0}), TEXT, [(0, 26)]) == []
    assert best_spans(scores({}, {}, ()), "") == []


@given(
    st.lists(st.floats(-20, 20, width=32), min_size=7, max_size=7),
    st.lists(st.floats(-20, 20, width=32), min_size=7, max_size=7),
)
def test_whatever_the_scores_spans_are_sorted_unique_and_within_the_text(starts: list[float], ends: list[float]) -> None:
    found = best_spans(Scores(np.array(starts, np.float32), np.array(ends, np.float32), 0.0, WORDS), TEXT)
    assert 1 <= len(found) <= 20
    assert [span.score for span in found] == sorted((span.score for span in found), reverse=True)
    assert len({(span.start, span.end) for span in found}) == len(found)
    assert all(0 <= span.start < span.end <= len(TEXT) for span in found)


def test_the_span_that_most_others_agree_with_is_taken() -> None:
    """Alone `Mina` is likeliest; together the others say Aktau."""
    mina, aktau, to_aktau = Span(0, 4, 5.0), Span(13, 18, 4.7), Span(10, 18, 4.6)
    assert agreed([mina, aktau, to_aktau], TEXT) == aktau
    assert agreed([mina, Span(13, 18, 1.0)], TEXT) == mina
    assert agreed([mina], TEXT) == mina
