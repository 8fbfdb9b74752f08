"""Paper to write on: standard output and standard error, and text made fit for them.

A story, a file name or a question may hold bytes that a terminal obeys (move the cursor, rename the window) or marks
that turn the reading order round. What comes from outside passes `visible` or `one_line` before it is shown.
"""

import json
import sys

from rich.console import Console
from rich.text import Text

# Embeddings, overrides and isolates reorder what follows them. The plain left-to-right and right-to-left marks do not,
# and some scripts need them.
_REORDERING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
# Each control character becomes its picture (ESC the picture of ESC), or a replacement mark where Unicode has none.
_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
_SHOWN = _PICTURES | dict.fromkeys((*range(0x80, 0xA0), *_REORDERING, *range(0xD800, 0xE000)), 0xFFFD)

_NO_EDGE = 4096  # columns of what is no terminal: a table there is as wide as it needs


def visible(text: str) -> str:
    """Replace what a terminal would obey by something to see; lines, tabs and the length stay."""
    return text.translate(_SHOWN)


def one_line(text: str) -> str:
    """Make a name or a title one line of visible characters."""
    return visible(" ".join(text.split()))


def out() -> Console:
    """Standard output, for what was asked for."""
    return _console(stderr=False)


def err() -> Console:
    """Standard error, for what is said about it."""
    return _console(stderr=True)


def _console(stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _NO_EDGE
    return console


def say(text: str | Text, console: Console | None = None) -> None:
    """Write a line, to standard output unless told otherwise; a `str` is made visible, a `Text` is taken as it is."""
    paper = console or out()
    line = Text(visible(text)) if isinstance(text, str) else text
    if paper.is_terminal:
        paper.print(line)
    else:
        # Rich would make tabs spaces and trim; into a pipe or a file everything goes as it is.
        paper.file.write(f"{line.plain}\n")


def say_json(value: object) -> None:
    """Write a value as one line of JSON in ASCII, which no terminal and no locale can misread."""
    sys.stdout.write(json.dumps(value) + "\n")
