"""From a file's bytes to rows: JSON Lines, or CSV with a header. Every problem is kept with its line; no row is lost in silence."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .question import Problem

EXAMPLE = '{"question": "Where was Lily born?", "answers": ["Aktau"]}'
_COLUMNS = ("id", "question", "document", "answers", "quote", "unanswerable", "kind", "restrict", "other")
_LISTS = ("answers", "quote", "restrict")
_BETWEEN = re.compile(r"\s\|\s")
_YES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": None}


@dataclass(frozen=True, slots=True)
class Row:
    """One question as the file has it: values by key, typed as JSON would have them."""

    line: int
    values: dict[str, Any]


def rows(data: bytes, *, is_csv: bool) -> list[Row | Problem]:
    """Read the rows of a questions file; what cannot be read comes as a problem in its place.

    Args:
        data: The file, UTF-8 with or without a byte order mark.
        is_csv: Whether it is CSV; JSON Lines otherwise.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data[: exc.start].count(b"\n") + 1
        return [Problem(line, "The file is not UTF-8.", "Save it as UTF-8.")]
    found = list(_csv(text) if is_csv else _jsonl(text))
    example = "first a header, then a row for each" if is_csv else EXAMPLE
    return found or [Problem(1, "The file holds no questions.", f"Write some: {example}")]


def _jsonl(text: str) -> Iterator[Row | Problem]:
    if text.lstrip().startswith("["):
        line = text[: text.index("[")].count("\n") + 1
        yield Problem(line, "The file begins with a list.", f"Write one object a line, without a list around them: {EXAMPLE}")
        return
    # Only a line feed ends a line: JSON lets other line separators stand within its strings.
    for number, written in enumerate(text.split("\n"), start=1):
        if written.strip():
            yield _object(number, written)


def _object(number: int, line: str) -> Row | Problem:
    expected = f"One object a line is expected: {EXAMPLE}"
    try:
        value = json.loads(line)
    except json.JSONDecodeError as exc:
        return Problem(number, f"This is not JSON: {exc.msg} at character {exc.pos + 1}.", expected)
    except (ValueError, RecursionError):
        return Problem(number, "This is JSON that nobody can read: a number too long, or too deep a nesting.", expected)
    if not isinstance(value, dict):
        return Problem(number, f"This is {kind_of(value)}, not an object.", expected)
    return Row(number, value)


def kind_of(value: object) -> str:
    """Say what kind of JSON value this is, with its article."""
    names = {bool: "true or false", str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "null")


def _csv(text: str) -> Iterator[Row | Problem]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            # After a quotation mark without an end nothing can be told apart any more.
            expected = "A cell that holds a comma, a quotation mark or a line end is put into quotation marks."
            yield Problem(line, f"This is not CSV: {exc}.", expected)
            return
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip().lower() for cell in cells]
            wrong = _wrong_header(header, line)
            if wrong is not None:
                yield wrong
                return
        elif len(cells) != len(header):
            expected = "Give every row as many cells as the header, empty ones too."
            yield Problem(line, f"The row has {_cells(len(cells))}, the header {len(header)}.", expected)
        else:
            yield _typed(line, dict(zip(header, cells, strict=True)))


def _wrong_header(header: list[str], line: int) -> Problem | None:
    if "question" not in header:
        named = ", ".join(name or "(empty)" for name in header)[:200]
        expected = f"Name the columns in the first row, parted by commas: {','.join(_COLUMNS[:6])}"
        return Problem(line, f"There is no column `question`; the columns are: {named}.", expected)
    double = next((name for name in _COLUMNS if header.count(name) > 1), None)
    return Problem(line, f"There are two columns `{double}`.", "Name each column once.") if double else None


def _cells(number: int) -> str:
    return f"{number} cell{'' if number == 1 else 's'}"


def _typed(line: int, cells: dict[str, str]) -> Row | Problem:
    """Give the cells of a row the types that JSON would have given them."""
    values: dict[str, Any] = {name: cells[name].strip() or None for name in _COLUMNS if name in cells}
    for name in _LISTS:
        if values.get(name):
            values[name] = [part.strip() for part in _BETWEEN.split(values[name])]
    said = (values.get("unanswerable") or "").lower()
    if said not in _YES:
        return Problem(line, f"`unanswerable` is {said[:40]!r}.", "Write true or false, yes or no, 1 or 0, or nothing.")
    values["unanswerable"] = _YES[said]
    return Row(line, values)
