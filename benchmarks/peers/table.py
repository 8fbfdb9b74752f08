"""The comparison in Markdown: ratios to Quoth, above 1 where a peer needs more of what is measured."""

from collections.abc import Mapping, Sequence
from typing import Any

from .environments import PEERS

_Figures = Mapping[str, Any]


def tables(results: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the tables of all runs that are there."""
    parts = []
    for run, made in (("install", _installed), ("5000", _stories), ("val", _stories), ("300000", _at_size)):
        if run in results:
            parts.append(made(results[run]["figures"]))
    return "\n\n".join(parts)


def _installed(figures: _Figures) -> str:
    ours = figures.get("quoth")
    rows = []
    for peer, told in figures.items():
        ratio = f" ({told['size'] / ours['size']:.2f})" if ours and peer != "quoth" else ""
        rows.append((PEERS[peer], f"{told['size'] / 2**20:,.0f} MiB{ratio}", str(told["packages"])))
    return _table(("installed", "size without the model", "packages"), rows)


def _stories(figures: _Figures) -> str:
    count = next(iter(figures.values()))["passages"]
    heads = (f"{count:,} passages", "mode", "added a second", "p50", "p95", "times Quoth's", "recall@1", "@5", "@10", "touched@5", "resident")
    rows = []
    for peer, mode, told in _each(figures):
        found = told[mode]
        shares = [f"{found[name]:.3f}" for name in ("recall@1", "recall@5", "recall@10", "touched@5")]
        rows.append((PEERS[peer], mode, _rate(figures, peer), *_latency(found), *shares, _memory(told)))
    return _table(heads, rows)


def _at_size(figures: _Figures) -> str:
    count = next(iter(figures.values()))["passages"]
    heads = (f"{count:,} passages", "mode", "p50", "p95", "times Quoth's", "of the exact ten", "resident", "a passage")
    rows = []
    for peer, mode, told in _each(figures):
        exact = told[mode].get("recall_of_exact")
        each = f"{told['memory']['resident'] / count / 1000:.1f} kB"
        rows.append((PEERS[peer], mode, *_latency(told[mode]), "" if exact is None else f"{exact:.3f}", _memory(told), each))
    return _table(heads, rows)


def _each(figures: _Figures) -> list[tuple[str, str, _Figures]]:
    return [(peer, mode, told) for mode in ("dense", "hybrid") for peer, told in figures.items()]


def _latency(found: _Figures) -> tuple[str, str, str]:
    times = found.get("times_quoth")
    return f"{found['p50_ms']:.1f} ms", f"{found['p95_ms']:.1f} ms", "" if times is None else f"{times:.2f}"


def _rate(figures: _Figures, peer: str) -> str:
    rate, ours = figures[peer].get("rate"), figures.get("quoth", {}).get("rate")
    if rate is None:
        return "-"
    return f"{rate:.1f}" if peer == "quoth" or not ours else f"{rate:.1f} ({rate / ours:.2f})"


def _memory(told: _Figures) -> str:
    return f"{told['memory']['resident'] / 2**20:,.0f} MiB"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
