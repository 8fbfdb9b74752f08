"""A sentence of a model's answer with what the model saw, true or made false, and files of such cases, one JSON object a line."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from qa.windows import Window


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence of a model's answer, and what the model saw.

    Attributes:
        question: What was asked.
        windows: What the model was given, numbered from 1.
        text: The sentence, without number and quote.
        number: The window that the sentence names.
        quote: The words that it quotes from there.
        change: "none" for a true sentence, or the kind of falsehood.
        story: The story that was asked about.
    """

    question: str
    windows: tuple[Window, ...]
    text: str
    number: int
    quote: str
    change: str
    story: str


def read(file: Path) -> list[Case]:
    """Read a file of cases that `write` has written."""
    return [_case(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def write(made: Iterable[Case], file: Path) -> None:
    """Write a file of cases."""
    file.write_text("".join(json.dumps(_jsonable(case), ensure_ascii=False) + "\n" for case in made), encoding="utf-8")


def _jsonable(case: Case) -> dict[str, object]:
    found = asdict(case)
    for window in found["windows"]:
        window["headings"] = sorted(window["headings"])
    return found


def _case(row: dict[str, object]) -> Case:
    given = row["windows"]
    if not isinstance(given, list):
        raise ValueError("windows is not a list")
    windows = tuple(Window(**{**each, "rows": tuple(each["rows"]), "headings": frozenset(each["headings"])}) for each in given)
    return Case(str(row["question"]), windows, str(row["text"]), int(str(row["number"])), str(row["quote"]), str(row["change"]), str(row["story"]))
