"""The figures in Markdown, one table a subject, of whatever is there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks import record

from .askers import ASKERS
from .exponents import exponents
from .stages import STAGES

_Figures = Mapping[str, Any]


def tables() -> str:
    """Return every table whose figures are there, each under its own heading."""
    parts = (_circumstances(), _opening(), _adding(), _asking(), _stages(), _throughput(), _recall(), _while_adding(), _fresh(), _exponents())
    return "\n\n".join(part for part in parts if part)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; empty without rows."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)) if rows else ""


def _circumstances() -> str:
    told = [part for step in ("opening", "asking", "adding", "recall") for part in record.load(step).values()]
    if not told:
        return ""
    machine, versions = told[0]["machine"], told[0]["versions"]
    named = ", ".join(f"{name} {version}" for name, version in versions.items())
    days = " to ".join(sorted({part["date"] for part in told})[:: max(1, len({part["date"] for part in told}) - 1)])
    return (
        f"{machine['cores']} cores ({machine['processor']}), {machine['memory_gib']} GiB, {machine['system']}; Python {told[0]['python']}, {named}; "
        f"measured {days}, seed {told[0]['seed']}."
    )


def _each(step: str) -> Iterator[tuple[str, _Figures]]:
    for size, told in record.load(step).items():
        if size.isdigit():
            yield f"{int(size):,}", told["figures"]


def _section(title: str, heads: Sequence[str], step: str, row: Callable[[_Figures], Sequence[str]]) -> str:
    made = table(("passages", *heads), [(size, *row(figures)) for size, figures in _each(step)])
    return f"### {title}\n\n{made}" if made else ""


def _opening() -> str:
    def row(told: _Figures) -> Sequence[str]:
        disk = told["disk_bytes"]
        parts = ", ".join(f"{name} {size / 2**20:,.1f}" for name, size in disk.items() if size >= 2**14)
        each = (f"{told['resident_bytes'] / 2**20:,.0f} MiB", f"{told['resident_bytes_each']:,.0f} B", f"{told['disk_bytes_each']:,.0f} B")
        return (f"{told['open_seconds']:.2f} s", f"{told['first_answer_seconds']:.2f} s", *each, f"{parts} MiB")

    heads = ("open", "first answer after", "memory above the models", "a passage", "disk a passage", "of it")
    return _section("Opening, memory, disk", heads, "opening", row)


def _adding() -> str:
    built = {f"{int(size):,}": told["figures"].get("a_second") for size, told in record.load("building").items()}

    def row(told: _Figures) -> Sequence[str]:
        return (f"{told['a_second']:.1f}", f"{told['beside_embedding_ms_each']:.2f} ms", f"{told['commit_ms_each']:.2f} ms")

    rows = [(size, *row(told), f"{built[size]:,.0f}" if built.get(size) else "-") for size, told in _each("adding")]
    heads = ("in the library", "added a second, embedded", "beside embedding, each", "committed ready, each", "built from nothing, a second")
    made = table(heads, rows)
    return f"### Adding\n\n{made}" if made else ""


def _asking() -> str:
    def row(told: _Figures) -> Sequence[str]:
        whole, unnamed, searching = told["whole"], told["unnamed"], told["searching"]
        return (_three(whole), _three(unnamed), _three(searching))

    heads = ("question to answer, p50 / p95 / p99", "naming nobody", "embed and search")
    return _section("Asking", heads, "asking", row)


def _stages() -> str:
    def row(told: _Figures) -> Sequence[str]:
        return [_three(told["stages"][stage]) for stage in STAGES]

    return _section("Stage by stage, p50 / p95 / p99", STAGES, "asking", row)


def _throughput() -> str:
    def row(told: _Figures) -> Sequence[str]:
        return [f"{one['a_second']:.1f}/s, {one['p50_ms']:,.0f} / {one['p99_ms']:,.0f} ms" for one in (told[str(askers)] for askers in ASKERS)]

    heads = [f"{askers} asking: answers, p50 / p99" for askers in ASKERS]
    return _section("Several at once", heads, "askers", row)


def _recall() -> str:
    def row(told: _Figures) -> Sequence[str]:
        return (f"{told['recall@10']:.4f}", f"{told['worst']:.1f}", _three(told["dense"]))

    return _section("Dense search beside an exact one", ("recall@10", "worst question", "p50 / p95 / p99"), "recall", row)


def _while_adding() -> str:
    rows = []
    for size, told in _each("while_adding"):
        for who, one in told.items():
            rows.append((size, who, _three(one["rest"]), _three(one["adding"]), f"{one['p99_ratio']:.2f}"))
    heads = ("passages", "adding in a", "at rest, p50 / p95 / p99", "while adding", "ratio of p99")
    made = table(heads, rows)
    return f"### While adding\n\n{made}" if made else ""


def _fresh() -> str:
    told = record.load("fresh").get("all", {}).get("figures")
    if not told:
        return ""
    rows = [
        ("`quoth ask` in a fresh process, until it ended", f"{told['ask_seconds']:.2f} s, slowest {told['ask_seconds_most']:.2f} s"),
        ("its peak of memory", f"{told['ask_peak_bytes'] / 2**20:,.0f} MiB"),
        ("`quoth serve` until ready", f"{told['ready_seconds']:.2f} s, slowest {told['ready_seconds_most']:.2f} s"),
        ("its memory, ready and after an answer", f"{told['serve_bytes'] / 2**20:,.0f} and {told['serve_bytes_after_answer'] / 2**20:,.0f} MiB"),
    ]
    return f"### From nothing, the founding stories\n\n{table(('', ''), rows)}"


def _exponents() -> str:
    rows = [(name, f"{exponent:.2f}", f"{fits:.2f}", str(sizes)) for name, (exponent, fits, sizes) in exponents().items()]
    made = table(("cost", "grows with passages to the power of", "R²", "sizes"), rows)
    return f"### How costs grow\n\n{made}" if made else ""


def _three(told: _Figures) -> str:
    return " / ".join(f"{told[name]:,.1f}" for name in ("p50_ms", "p95_ms", "p99_ms")) + " ms"
