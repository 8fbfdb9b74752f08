"""An answer on paper: the words, the quotes that bear them out, and on request what was looked at."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from qa import Answer, Citation, Considered
from web.terminal.console import one_line, out, say, visible
from web.terminal.opening import Place

_INDENT = "    "
_PREVIEW = 60


def reply(answer: Answer, where: Place, *, explain: bool = False) -> None:
    """Write an answer and its quotes; with `explain` also how sure it is and the passages that were considered."""
    if one_line(answer.understood_as) != one_line(answer.question):
        say(Text(f"understood as: {one_line(answer.understood_as)}", style="dim"))
    say(Text(visible(answer.answer), style="yellow" if answer.abstained else "bold"))
    for remark in remarks(answer):
        say(Text(remark, style="dim"))
    for citation in answer.citations:
        say("")
        say(heading(citation, where))
        say(quoted(citation))
    if explain:
        say("")
        reason = f", {answer.reason}" if answer.reason else ""
        say(f"{answer.confidence:.0%} sure{reason}; library at commit {answer.generation}; {answer.took_ms} ms")
        out().print(considered(answer.passages))


def remarks(answer: Answer) -> list[str]:
    """Say what a language model has to do with an answer; nothing where none was wanted."""
    told = [one_line(answer.notice)] if answer.notice else []
    if answer.mode == "model":
        dropped = f"; {answer.dropped} more could not be and {'was' if answer.dropped == 1 else 'were'} left out" if answer.dropped else ""
        told.append(f"Written by a language model, every sentence checked against its quote{dropped}.")
    return told


def heading(citation: Citation, place: Place) -> Text:
    """Name the source of a quote, and how to read on there."""
    where = ", ".join(one_line(part) for part in (citation.source, citation.place) if part)
    command = f"quoth show {citation.document_id} --start {citation.start} --end {citation.end}{place.option}"
    marker, title = (f"[{citation.marker}] ", "cyan"), (one_line(citation.title), "bold")
    return Text.assemble(marker, title, f" ({where})", (f"  {one_line(command)}", "dim"))


def quoted(citation: Citation) -> Text:
    """Show a quote with the words that answer set off, each line indented."""
    quote = Text(visible(citation.quote))
    quote.stylize("bold underline", citation.answer_start - citation.start, citation.answer_end - citation.start)
    lines = [Text(_INDENT) + piece for piece in quote.split("\n", allow_blank=True)]
    return Text("\n").join(lines)


def considered(passages: Iterable[Considered]) -> Table:
    """Tabulate the passages behind an answer, best first, with their ranks and scores."""
    table = Table(box=None, pad_edge=False)
    for name in ("rank", "score", "dense", "words", "read"):
        table.add_column(name, justify="right")
    table.add_column("passage", overflow="fold")
    for passage in passages:
        preview = f"{one_line(passage.title)} {passage.start}-{passage.end}: {one_line(passage.text)[:_PREVIEW]}"
        table.add_row(
            str(passage.fused_rank),
            _number(passage.fused_score),
            _ranked(passage.dense_rank, passage.dense_score),
            _ranked(passage.lexical_rank, passage.lexical_score),
            _number(passage.reader_score),
            Text(preview),
        )
    return table


def _ranked(rank: int | None, score: float | None) -> str:
    return "-" if rank is None else f"{rank} ({_number(score)})"


def _number(score: float | None) -> str:
    return "-" if score is None else f"{score:.2f}"
