"""`quoth eval`: a library held against a file of questions, with floors that let a test of one's own fail."""

import difflib
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from corpus import QuothError
from index import Library
from qa import FIGURES, Chatbot, Evaluation, Measured, Question, QuestionsWrong, Result, read_questions
from qa import evaluate as ask_all
from web.terminal import measured
from web.terminal.adding import Interrupted
from web.terminal.console import err, say, say_json
from web.terminal.opening import Place, place
from web.terminal.options import Embedder, Folder, Json, openings

_FIGURES = {figure.name: figure for figure in FIGURES}


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that a figure must be; the most, where low is better."""

    name: str
    value: float

    def shortfall(self, figures: Mapping[str, Measured]) -> str | None:
        """Say how a figure fell short; None where it did not. One that could not be measured fell short too."""
        bound = "ceiling" if _FIGURES[self.name].is_low_better else "floor"
        reached = figures.get(self.name)
        if reached is None:
            return f"{self.name} could not be measured on these questions; its {bound} is {self.value:g}."
        if not _FIGURES[self.name].falls_short(reached.value, self.value):
            return None
        return f"{self.name} is {reached.value:g}, {'above its ceiling' if bound == 'ceiling' else 'below its floor'} of {self.value:g}."


def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="QUESTIONS", help="A file of questions, .jsonl or .csv.")],
    json: Json = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a report with plots and every miss: one file that needs no other."),
    ] = None,
    floor: Annotated[
        list[str] | None,
        typer.Option(
            "--floor",
            metavar="NAME=VALUE",
            help="Exit with 1 if this figure is lower (higher, where low is better). May be given several times.",
        ),
    ] = None,
    library: Folder = None,
    embedder: Embedder = None,
) -> None:
    """Measure how well the library answers a file of questions.

    Each line of the file is a JSON object; only `question` must be there:

    [cyan]{"question": "Where was Lily born?", "document": "lily-baktybekova", "answers": "Aktau", "quote": "grew up in Aktau"}[/]

    [cyan]{"question": "Who taught Lily to sing?", "unanswerable": true, "kind": "wrong fact"}[/]

    A CSV has the same columns; several answers or quotes in a cell are parted by " | ". What can be measured depends on what is given.
    Exit code 0 if all was measured and no figure is below its floor, 1 if one is.

    [cyan]quoth eval questions.jsonl --html report.html --floor quote_first=0.8 --floor wrong_story=0.02[/]
    """
    floors, where = _floors(floor or ()), place(library, embedder)
    if html is not None:
        _must_be_writable(html, file)
    chatbot = openings(context).answering(where)
    with closing(chatbot.library):
        evaluation = _evaluation(file, chatbot, where)
    short = [said for said in (each.shortfall(evaluation.figures) for each in floors) if said is not None]
    if json:
        say_json(evaluation.as_dict() | {"fell_short": short})
    else:
        measured.report(evaluation, html)
    if html is not None:
        from web.report import report

        html.write_text(report(evaluation, short), encoding="utf-8")
        say(f"The report is in {html}", err())
    for said in short:
        say(said, err())
    if short:
        raise typer.Exit(1)


def _floors(given: Sequence[str]) -> list[Floor]:
    """Read the floors, each NAME=VALUE."""
    floors = []
    for text in given:
        name, _, number = (part.strip() for part in text.partition("="))
        if name not in _FIGURES:
            near = difflib.get_close_matches(name, _FIGURES, n=1)
            meant = f"Did you mean {near[0]}? There are" if near else "There are"
            raise QuothError(f"There is no figure {name or text}.", f"{meant}: {', '.join(_FIGURES)}.")
        value = _number(number)
        if value is None:
            raise QuothError(f"The floor of {name} is no number: {number!r}.", f"Write it so: --floor {name}=0.8")
        floors.append(Floor(name, value))
    return floors


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _must_be_writable(html: Path, questions: Path) -> None:
    """Refuse a report that could not be written, before everything is asked."""
    if html.is_dir() or not html.resolve().parent.is_dir():
        raise QuothError(f"The report cannot be written to {html}.", "Name a file in a folder that is there: --html report.html")
    if html.exists() and questions.exists() and html.samefile(questions):
        raise QuothError("The report would overwrite the questions.", "Name another file: --html report.html")


def _evaluation(file: Path, chatbot: Chatbot, where: Place) -> Evaluation:
    library = chatbot.library
    catalogue = library.documents()
    if not catalogue:
        raise QuothError("This library is empty.", f"Add the stories that the questions are about: quoth add PATH{where.option}")
    questions = _questions(file, library)
    results: list[Result] = []
    try:
        for result in _watched(chatbot, questions):
            results.append(result)
    except KeyboardInterrupt:
        raise Interrupted(f"Stopped after {len(results)} of {len(questions)} questions; nothing is shown.", "Run the same command again.") from None
    return Evaluation(file.name, tuple(results), len(catalogue), catalogue.generation)


def _questions(file: Path, library: Library) -> tuple[Question, ...]:
    try:
        return read_questions(file, library)
    except QuestionsWrong as exc:
        for line in exc.listed:
            say(" ".join(line.split()), err())
        raise


def _watched(chatbot: Chatbot, questions: Sequence[Question]) -> Iterator[Result]:
    """Ask, with a bar on a terminal's last line; without one if standard error is none."""
    console = err()
    columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal, redirect_stdout=False) as progress:
        yield from progress.track(ask_all(chatbot, questions), total=len(questions))
