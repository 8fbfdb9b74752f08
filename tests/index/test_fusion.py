"""Two rankings into one, on BM25's own scale."""

from index import Ranked
from index.fusion import fuse


def test_scores_are_added_with_one_weight() -> None:
    dense = [Ranked(1, 0.9), Ranked(2, 0.5)]
    lexical = [Ranked(2, 7.0), Ranked(3, 4.0)]
    assert fuse(dense, lexical) == {1: 4.0 + 9.0, 2: 7.0 + 5.0, 3: 4.0 + 5.0}


def test_a_ranking_that_was_not_cut_short_has_all_that_scores() -> None:
    assert fuse([Ranked(1, 0.9), Ranked(2, 0.5)], [Ranked(2, 7.0)]) == {1: 9.0, 2: 12.0}


def test_one_ranking_alone_keeps_its_order() -> None:
    assert fuse([Ranked(1, 0.5)], []) == {1: 5.0}
    assert fuse([], [Ranked(1, 3.0), Ranked(4, 2.0)]) == {1: 3.0, 4: 2.0}
    assert fuse([], []) == {}
