"""An evaluation as one HTML file that loads nothing: figures, plots, every miss."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from qa import FIGURES, MISSES, Evaluation

from . import plots
from .views import render


def report(evaluation: Evaluation, short: Sequence[str]) -> str:
    """Return the report.

    Args:
        evaluation: What was measured.
        short: A sentence for every figure that fell short of its floor.
    """
    measured, kinds = evaluation.figures, evaluation.kinds
    names = {name for _, found in kinds.values() for name in found}
    values: dict[str, Any] = {
        "evaluation": evaluation,
        "short": short,
        "groups": [(group, list(figures)) for group, figures in groupby(FIGURES, key=lambda figure: figure.group)],
        "measured": measured,
        "kinds": kinds,
        "rows": [figure for figure in FIGURES if figure.name in names],
        "plots": _plots(evaluation),
        "canvas": plots,
        "misses": evaluation.misses,
        "ways": MISSES,
    }
    return render("evaluation.html", values)


def picture(plot: plots.Plot) -> str:
    """Return a plot as an SVG file that stands alone."""
    return render("plot.svg", {"plot": plot, "canvas": plots, "alone": True})


def _plots(evaluation: Evaluation) -> list[plots.Plot]:
    """Draw what there is to draw."""
    curve = evaluation.risk_coverage
    bins = [each for each in evaluation.reliability if each.decisions]
    times = [result.milliseconds for result in evaluation.results if result.milliseconds is not None]
    drawn = [plots.risk_plot(curve)] if curve else []
    drawn += [plots.reliability_plot(bins)] if bins else []
    return [*drawn, *([plots.latency_plot(times)] if times else [])]
