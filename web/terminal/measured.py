"""An evaluation on paper: the figures, the same by kind of question, and the worst misses."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from qa import FIGURES, MISSES, Evaluation, Measured, Result
from web.terminal.console import one_line, out, say

_SHOWN = 10
_BY_KIND = ("right", "quote_first", "rouge_l", "wrong_story", "abstained_answerable", "abstained_unanswerable")
_INDENT = "    "
_LONGEST = 300


def report(evaluation: Evaluation, html: Path | None) -> None:
    """Write what was measured to standard output."""
    out().print(headline(evaluation))
    say("")
    out().print(figures(evaluation.figures))
    kinds = evaluation.kinds
    if kinds:
        say("")
        out().print(by_kind(kinds))
    misses = evaluation.misses
    if not misses:
        return
    say("")
    more = "" if len(misses) <= _SHOWN else f"; all of them: {'in the report' if html else '--html FILE'}"
    say(Text(f"Misses: {len(misses)}, the most confident first{more}", style="bold"))
    for miss in misses[:_SHOWN]:
        for line in described(miss):
            say(line)


def headline(evaluation: Evaluation) -> Text:
    """Say in a line what was asked of what."""
    asked, untold = len(evaluation.results), evaluation.unanswerable
    documents = f"{evaluation.documents:,} document{'' if evaluation.documents == 1 else 's'}"
    told = f"{asked - untold:,} that the stories answer, {untold:,} that they don't"
    return Text.assemble((one_line(evaluation.name), "bold"), f": {asked:,} question{'' if asked == 1 else 's'} ({told}), {documents}")


def figures(measured: Mapping[str, Measured]) -> Table:
    """Tabulate every figure with the number of questions it rests on; `-` where there is none."""
    table = Table(box=None, pad_edge=False)
    table.add_column("figure")
    table.add_column("value", justify="right")
    table.add_column("questions", justify="right")
    table.add_column("what it says", style="dim", overflow="fold")
    group = FIGURES[0].group
    for figure in FIGURES:
        if figure.group != group:
            table.add_row()
            group = figure.group
        known = measured.get(figure.name)
        count = f"{known.questions:,}" if known else "-"
        meaning = f"{figure.meaning} (low is better)" if figure.is_low_better else figure.meaning
        table.add_row(figure.name, number(figure.name, known), count, Text(meaning))
    return table


def by_kind(kinds: Mapping[str, tuple[int, Mapping[str, Measured]]]) -> Table:
    """Tabulate some figures by kind of question, those that at least one kind has."""
    names = [name for name in _BY_KIND if any(name in measured for _, measured in kinds.values())]
    table = Table(box=None, pad_edge=False)
    table.add_column("kind", overflow="fold")
    for name in ("asked", *names):
        # On a terminal a word a line, so that all columns fit into eighty.
        table.add_column(name.replace("_", "\n" if out().is_terminal else " "), justify="right")
    for kind, (count, measured) in kinds.items():
        table.add_row(Text(one_line(kind)), f"{count:,}", *(number(name, measured.get(name)) for name in names))
    return table


def number(name: str, measured: Measured | None) -> str:
    """Write a figure: three places, times whole milliseconds, `-` where there is none."""
    if measured is None:
        return "-"
    return f"{measured.value:,.0f}" if name.startswith("latency") else f"{measured.value:.3f}"


def described(miss: Result) -> Sequence[Text]:
    """Tell of a miss in a few lines: how it was wrong, what was asked, expected and said."""
    asked = miss.question
    names = [f"line {asked.line}", asked.id if asked.id != str(asked.line) else "", asked.kind or ""]
    named = " · ".join(one_line(name) for name in names if name)
    lines = [
        Text.assemble((f"{MISSES[miss.miss or '']}", "yellow"), f", {miss.confidence:.0%} sure", (f"  ({named})", "dim")),
        Text(f"{_INDENT}{_short(asked.text)}", style="bold"),
    ]
    for label, said in (("expected", expected(miss)), ("answered", given(miss))):
        lines.append(Text.assemble(_INDENT, (f"{label}  ", "dim"), _short(said)))
    return lines


def expected(miss: Result) -> str:
    """Say what the file expects of an answer."""
    asked = miss.question
    if asked.unanswerable:
        return "that the stories don't tell" + (f" (it is told in {asked.other})" if asked.other else "")
    words = " | ".join(asked.answers) or " | ".join(f"“{quote}”" for quote in asked.quotes) or "an answer"
    return f"{words}{f' ({asked.document})' if asked.document else ''}"


def given(miss: Result) -> str:
    """Say what was answered, and out of which document."""
    if miss.document is None:
        return miss.answer
    return f"{miss.short} ({miss.document}{'' if miss.short == miss.quote else f': “{miss.quote}”'})"


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"
