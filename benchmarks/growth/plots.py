"""One plot a curve, by passages on a logarithmic axis, as SVG: the same figures always give the same bytes."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .askers import ASKERS
from .exponents import curve
from .stages import STAGES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SIZE = (7.0, 3.8)
_Curve = dict[int, float]
_STYLE: Any = {
    "svg.hashsalt": "quoth",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.grid": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": "#dddddd",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


def draw(folder: Path) -> list[Path]:
    """Write every plot that has figures; returns the files."""
    import matplotlib

    matplotlib.use("svg")
    with matplotlib.rc_context(_STYLE):
        return [path for name, plot in _PLOTS.items() if (path := plot(folder / f"bench-{name}.svg")) is not None]


def _adding(path: Path) -> Path | None:
    committed = {size: 1000 / each for size, each in curve("adding", ("commit_ms_each",)).items()}
    rates = {"files, embedded with MiniLM": curve("adding", ("a_second",)), "ready passages, in one commit": committed}
    return _lines(path, "Add rate", "passages a second", rates, log=True)


def _opening(path: Path) -> Path | None:
    told = {"library open": curve("opening", ("open_seconds",)), "first answer after that": curve("opening", ("first_answer_seconds",))}
    return _lines(path, "Opening", "seconds", told, log=True)


def _memory(path: Path) -> Path | None:
    told = {"disk": curve("opening", ("disk_bytes_each",)), "memory above the models": curve("opening", ("resident_bytes_each",))}
    return _lines(path, "Memory and disk", "bytes a passage", told, log=True)


def _throughput(path: Path) -> Path | None:
    told = {f"{askers} asking": curve("askers", (str(askers), "a_second")) for askers in ASKERS}
    return _lines(path, "Throughput", "answers a second", told)


def _recall(path: Path) -> Path | None:
    return _lines(path, "Dense search beside an exact one", "recall@10", {"found of the ten nearest": curve("recall", ("recall@10",))}, low=0.9)


def _latency(path: Path) -> Path | None:
    """Draw the mean of each stage on top of one another, with the quantiles of the whole."""
    stages = {stage: curve("asking", ("means_ms", stage)) for stage in STAGES}
    sizes = sorted(stages[STAGES[0]])
    if not sizes:
        return None
    figure, axes = _axes("Question to answer", "milliseconds")
    axes.stackplot(sizes, [[stages[stage][size] for size in sizes] for stage in STAGES], labels=[f"{stage}, mean" for stage in STAGES], alpha=0.75)
    for name, dashes in (("p50_ms", "-"), ("p95_ms", "--"), ("p99_ms", ":")):
        whole = curve("asking", ("whole", name))
        axes.plot(list(whole), list(whole.values()), color="black", linestyle=dashes, marker="o", markersize=3, label=f"whole, {name[:3]}")
    axes.set_ylim(bottom=0)
    return _saved(path, figure, axes)


def _lines(path: Path, title: str, what: str, curves: Mapping[str, _Curve], *, log: bool = False, low: float = 0.0) -> Path | None:
    if not any(curves.values()):
        return None
    figure, axes = _axes(title, what)
    for (name, points), marker in zip(curves.items(), "osv^D", strict=False):
        axes.plot(list(points), list(points.values()), marker=marker, markersize=5, label=name)
    if log:
        axes.set_yscale("log")
        axes.yaxis.set_minor_formatter(lambda value, _: f"{value:,.6g}" if f"{value:e}"[0] in "25" else "")
    else:
        axes.margins(y=0.05)
        axes.set_ylim(bottom=min([low, *(value for points in curves.values() for value in points.values())]))
    return _saved(path, figure, axes)


def _axes(title: str, what: str) -> "tuple[Figure, Axes]":
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE, layout="constrained")
    axes = figure.subplots()
    axes.set_title(title, loc="left")
    axes.set_xlabel("passages in the library")
    axes.set_ylabel(what)
    axes.set_xscale("log")
    return figure, axes


def _saved(path: Path, figure: "Figure", axes: "Axes") -> Path:
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.6g}")
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    return path


_PLOTS: Mapping[str, Callable[[Path], Path | None]] = {
    "adding": _adding,
    "opening": _opening,
    "memory": _memory,
    "latency": _latency,
    "throughput": _throughput,
    "recall": _recall,
}
