"""Plots as plain shapes on a canvas of 360 by 250, for a template to draw: where every line, bar and tick lies, and the numbers in words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa import Bin, RiskPoint

WIDTH, HEIGHT = 360, 250
LEFT, RIGHT, TOP, BOTTOM = 44, 350, 12, 206
_MOST_BINS = 12
_MOST_DOTS = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar (with a width) or a dot; `label` says its numbers, `count` is written at the foot of a bar."""

    x: float
    y: float
    label: str
    width: float = 0.0
    height: float = 0.0
    count: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot.

    Attributes:
        title: Its heading.
        about: What it shows and how it is read.
        across: What the horizontal axis counts.
        upward: What the vertical axis counts.
        columns: Heads of the table that says the same in numbers.
        rows: Its rows.
        ticks_across: Where the ticks of the horizontal axis stand, with their labels.
        ticks_upward: The same of the vertical one.
        line: The points of a line, as SVG writes them; empty for none.
        bars: Bars.
        dots: Dots.
        diagonal: The line on which confidence would be truth, as x1, y1, x2, y2; None for none.
    """

    title: str
    about: str
    across: str
    upward: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ticks_across: tuple[tuple[float, str], ...]
    ticks_upward: tuple[tuple[float, str], ...]
    line: str = ""
    bars: tuple[Mark, ...] = ()
    dots: tuple[Mark, ...] = ()
    diagonal: tuple[float, float, float, float] | None = None


def risk_plot(curve: Sequence[RiskPoint]) -> Plot:
    """Draw a risk-coverage curve."""
    highest = next(top for top in (0.1, 0.2, 0.5, 1.0) if top >= max((point.risk for point in curve), default=0.0))
    dots = [
        Mark(_x(at.coverage), _y(at.risk / highest), f"at least {at.confidence:.0%} sure: {at.coverage:.0%} answered, {at.risk:.1%} wrong")
        for at in curve
    ]
    return Plot(
        "Risk and coverage",
        "If only the surest answers were believed: further right more questions are answered, further up more of the answers are wrong. "
        "The line ends where Quoth abstains.",
        "questions answered",
        "answers that are wrong",
        ("at least so sure", "answered", "wrong"),
        tuple((f"{point.confidence:.0%}", f"{point.coverage:.1%}", f"{point.risk:.1%}") for point in curve),
        _shares_across(),
        _shares_upward(highest),
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        dots=tuple(dots if len(dots) <= _MOST_DOTS else dots[-1:]),
    )


def reliability_plot(bins: Sequence[Bin]) -> Plot:
    """Draw a reliability diagram: a bar for every range of confidence, as high as the share that was right."""
    known = [(each, each.confidence, each.right) for each in bins if each.confidence is not None and each.right is not None]
    bars = [
        Mark(
            _x(each.low) + 1.5, _y(right), f"{each.decisions} decisions, {confidence:.0%} sure on average, {right:.0%} right",
            round(_x(each.high) - _x(each.low) - 3, 1), round(BOTTOM - _y(right), 1), f"{each.decisions}",
        )
        for each, confidence, right in known
    ]  # fmt: skip
    return Plot(
        "Confidence and truth",
        "Decisions, answers and abstentions alike, by how sure Quoth said it was. On the dashed line confidence would be the share that is right; "
        "a dot stands at the mean confidence of its bar, whose number of decisions is at its foot.",
        "stated confidence",
        "decisions that are right",
        ("confidence", "decisions", "mean", "right"),
        tuple((f"{each.low:.0%} to {each.high:.0%}", f"{each.decisions:,}", f"{mean:.1%}", f"{right:.1%}") for each, mean, right in known),
        _shares_across(),
        _shares_upward(1.0),
        bars=tuple(bars),
        dots=tuple(Mark(_x(confidence), _y(right), bar.label) for bar, (_, confidence, right) in zip(bars, known, strict=True)),
        diagonal=(_x(0), _y(0), _x(1), _y(1)),
    )


def latency_plot(milliseconds: Sequence[float]) -> Plot:
    """Draw how many questions took how long, in at most twelve equal ranges from nothing on."""
    longest = max(milliseconds, default=1.0)
    step = _round_step(longest / _MOST_BINS)
    ranges = int(longest // step) + 1
    counts = [0] * ranges
    for each in milliseconds:
        counts[int(each // step)] += 1
    most = max(*counts, 1)
    width = round((RIGHT - LEFT) / ranges - 2, 1)
    labels = [f"{at * step:g} to {(at + 1) * step:g} ms" for at in range(ranges)]
    bars = [
        Mark(_x(at / ranges) + 1, _y(count / most), f"{count:,} questions, {label}", width, round(BOTTOM - _y(count / most), 1))
        for at, (count, label) in enumerate(zip(counts, labels, strict=True))
        if count
    ]
    every = math.ceil(ranges / 6)
    return Plot(
        "Time",
        "How long the questions took, from question to answer. The first one is left out, as it loads the models.",
        "milliseconds",
        "questions",
        ("time", "questions"),
        tuple((label, f"{count:,}") for label, count in zip(labels, counts, strict=True)),
        tuple((_x(at / ranges), f"{at * step:g}") for at in range(0, ranges + 1, every)),
        tuple((_y(count / most), f"{count:,}") for count in sorted({0, most // 2, most})),
        bars=tuple(bars),
    )


def _x(share: float) -> float:
    return round(LEFT + share * (RIGHT - LEFT), 1)


def _y(share: float) -> float:
    return round(BOTTOM - share * (BOTTOM - TOP), 1)


def _shares_across() -> tuple[tuple[float, str], ...]:
    return tuple((_x(fifth / 5), f"{fifth / 5:.0%}") for fifth in range(6))


def _shares_upward(highest: float) -> tuple[tuple[float, str], ...]:
    return tuple((_y(fifth / 5), f"{highest * fifth / 5:.0%}") for fifth in range(6))


def _round_step(least: float) -> float:
    """Return the smallest of 1, 2 and 5 times a power of ten that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(max(least, 0.01)))
    return next(step for step in (power, 2 * power, 5 * power, 10 * power) if step >= least)
