"""Ranks, risk, calibration: by values worked out by hand, and against the slow definition."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.measures import Bin, RiskPoint, auroc, calibration_error, mean, percentile, reliability, risk_area, risk_coverage

SCORES = st.lists(st.integers(0, 5).map(lambda tenth: tenth / 5), min_size=1, max_size=12)
DECISIONS = st.lists(st.tuples(st.integers(0, 20).map(lambda part: part / 20), st.booleans()), min_size=1, max_size=30)


def test_nothing_has_no_figure() -> None:
    assert (mean([]), percentile([], 0.5), auroc([], [0.5]), auroc([0.5], []), risk_area([])) == (None,) * 5
    assert calibration_error(reliability([])) is None
    assert risk_coverage([], 3) == []


@pytest.mark.parametrize(
    ("values", "share", "value"),
    [([7.0], 0.95, 7.0), ([1.0, 2.0], 0.5, 1.5), ([4.0, 1.0, 3.0, 2.0], 0.5, 2.5), ([0.0, 10.0, 20.0], 0.95, 19.0), ([3.0, 1.0], 1.0, 3.0)],
)
def test_percentiles_lie_between_neighbours(values: list[float], share: float, value: float) -> None:
    assert percentile(values, share) == pytest.approx(value)


@pytest.mark.parametrize(
    ("positives", "negatives", "value"),
    [([0.9, 0.8], [0.1], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5), ([0.9, 0.4], [0.5, 0.4], (1 + 1 + 0 + 0.5) / 4)],
)
def test_auroc_by_value(positives: list[float], negatives: list[float], value: float) -> None:
    assert auroc(positives, negatives) == value


@given(SCORES, SCORES)
def test_auroc_is_the_share_of_pairs_in_order(positives: list[float], negatives: list[float]) -> None:
    pairs = [1.0 if up > down else 0.5 if up == down else 0.0 for up in positives for down in negatives]
    assert auroc(positives, negatives) == sum(pairs) / len(pairs)


def test_a_risk_coverage_curve_by_value() -> None:
    curve = risk_coverage([(0.9, True), (0.5, False), (0.7, True), (0.5, True)], 5)
    assert curve == [RiskPoint(0.9, 0.2, 0.0), RiskPoint(0.7, 0.4, 0.0), RiskPoint(0.5, 0.8, 0.25)]
    # Two answers without a wrong one, then two at a risk of a quarter: the mean over the four.
    assert risk_area(curve) == pytest.approx((0 + 0 + 0.25 + 0.25) / 4)


@given(DECISIONS, st.integers(0, 5))
def test_a_curve_ends_at_all_answers_and_knows_no_order(decisions: list[tuple[float, bool]], abstained: int) -> None:
    questions = len(decisions) + abstained
    curve = risk_coverage(decisions, questions)
    assert curve == risk_coverage(decisions[::-1], questions)
    assert [point.confidence for point in curve] == sorted({confidence for confidence, _ in decisions}, reverse=True)
    assert (curve[-1].coverage, curve[-1].risk) == (len(decisions) / questions, sum(not right for _, right in decisions) / len(decisions))
    for point in curve:
        believed = [right for confidence, right in decisions if confidence >= point.confidence]
        assert (point.coverage, point.risk) == (len(believed) / questions, believed.count(False) / len(believed))
    area = risk_area(curve)
    assert area is not None and -1e-9 <= area <= 1 + 1e-9


def test_a_reliability_diagram_by_value() -> None:
    bins = reliability([(0.0, False), (0.05, True), (0.1, True), (0.95, True), (1.0, True)])
    assert [(each.low, each.high, each.decisions) for each in bins[:2]] == [(0.0, 0.1, 2), (0.1, 0.2, 1)]
    assert bins[0] == Bin(0.0, 0.1, 2, 0.025, 0.5)
    assert bins[5] == Bin(0.5, 0.6, 0, None, None)
    assert bins[9] == Bin(0.9, 1.0, 2, 0.975, 1.0)
    assert calibration_error(bins) == pytest.approx((2 * 0.475 + 1 * 0.9 + 2 * 0.025) / 5)


@given(DECISIONS)
def test_every_decision_is_in_one_range(decisions: list[tuple[float, bool]]) -> None:
    bins = reliability(decisions)
    assert len(bins) == 10
    assert sum(each.decisions for each in bins) == len(decisions)
    assert all(each.confidence is None or each.low <= each.confidence + 1e-12 and each.confidence <= each.high + 1e-12 for each in bins)
    total = sum(each.decisions * each.right for each in bins if each.right is not None)
    assert isclose(total, sum(right for _, right in decisions), abs_tol=1e-9)
    error = calibration_error(bins)
    assert error is not None and 0 <= error <= 1
