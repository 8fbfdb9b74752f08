"""Paper to write on: standard output and standard error, and text made fit for them.

A story, a file name or a question may hold bytes that a terminal obeys (move the cursor, rename the window, paste on a click) or marks that
turn the reading order round. Everything that comes from outside passes `visible` or `one_line` before it is shown.
"""

import json
import sys

from rich.console import Console
from rich.text import Text

# Embeddings, overrides and isolates reorder what follows them; the plain left-to-right and right-to-left marks do not, and some scripts need them.
_REORDERING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SHOWN = (
    {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}  # ESC becomes the picture of ESC, and so on
    | {0x7F: 0x2421}
    | dict.fromkeys((*range(0x80, 0xA0), *_REORDERING, *range(0xD800, 0xE000)), 0xFFFD)
)


def visible(text: str) -> str:
    """Replace what a terminal would obey by something to see; lines and tabs stay, and so does the length."""
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
    # Only a terminal has an edge: into a pipe or a file, lines go as long as they are.
    console.soft_wrap = not console.is_terminal
    return console


def say(text: str | Text, console: Console | None = None) -> None:
    """Write one line, to standard output unless told otherwise; a `str` is made visible, a `Text` was composed of such."""
    (console or out()).print(Text(visible(text)) if isinstance(text, str) else text)


def say_json(value: object) -> None:
    """Write a value as one line of JSON in ASCII, which no terminal and no locale can misread."""
    sys.stdout.write(json.dumps(value) + "\n")
