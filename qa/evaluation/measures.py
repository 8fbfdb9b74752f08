"""How far confidence can be trusted, and other figures over many questions. None stands for what cannot be said of so few."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import floor, fsum

BINS = 10


def mean(values: Sequence[float]) -> float | None:
    """Return the mean; None of nothing."""
    return fsum(values) / len(values) if values else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the value below which a share (0 to 1) of the values lies, interpolated between neighbours; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    below = floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float | None:
    """Return how often a positive scores higher than a negative, equal scores counting half; None if either has none."""
    if not positives or not negatives:
        return None
    scored = sorted([(score, True) for score in positives] + [(score, False) for score in negatives])
    wins, below = 0.0, 0
    for _, tied in groupby(scored, key=lambda entry: entry[0]):
        labels = [label for _, label in tied]
        ups, downs = labels.count(True), labels.count(False)
        wins += ups * (below + downs / 2)
        below += downs
    return wins / (len(positives) * len(negatives))


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """If only answers of at least this confidence were believed: the share of questions answered, and the share of those answers that is wrong."""

    confidence: float
    coverage: float
    risk: float


def risk_coverage(answers: Sequence[tuple[float, bool]], questions: int) -> list[RiskPoint]:
    """Return the risk-coverage curve, most confident first, one point for every confidence that occurs.

    It ends where the abstentions begin: what would have been answered there is not known.

    Args:
        answers: Confidence of each answer, and whether it was right; abstentions are not among them.
        questions: How many questions were asked, abstentions included.
    """
    points: list[RiskPoint] = []
    answered = wrong = 0
    for confidence, tied in groupby(sorted(answers, reverse=True), key=lambda entry: entry[0]):
        rights = [right for _, right in tied]
        answered += len(rights)
        wrong += rights.count(False)
        points.append(RiskPoint(confidence, answered / questions, wrong / answered))
    return points


def risk_area(curve: Sequence[RiskPoint]) -> float | None:
    """Return the mean risk along the curve: its area divided by the coverage that it reaches; None where nothing was answered."""
    if not curve:
        return None
    starts = [0.0, *(point.coverage for point in curve)]
    return fsum(point.risk * (point.coverage - start) for start, point in zip(starts, curve, strict=False)) / curve[-1].coverage


@dataclass(frozen=True, slots=True)
class Bin:
    """The decisions of a range of confidence: how many, their mean confidence and the share that was right (None where there are none)."""

    low: float
    high: float
    decisions: int
    confidence: float | None
    right: float | None


def reliability(decisions: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Sort decisions, each with its confidence and whether it was right, into ten equal ranges of confidence; 1 belongs to the last."""
    sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in decisions:
        sorted_in[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    return [
        Bin(at / BINS, (at + 1) / BINS, len(inside), mean([confidence for confidence, _ in inside]), mean([float(right) for _, right in inside]))
        for at, inside in enumerate(sorted_in)
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Return the expected calibration error: how far confidence and truth lie apart, on average over decisions; None without any."""
    decisions = sum(each.decisions for each in bins)
    if not decisions:
        return None
    gaps = (each.decisions * abs(each.confidence - each.right) for each in bins if each.confidence is not None and each.right is not None)
    return fsum(gaps) / decisions
