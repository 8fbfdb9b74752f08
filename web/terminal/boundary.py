"""The outermost boundary of the command line: arguments in, an exit code out, whatever happens on the way.

- 0: done; every question was answered
- 1: no; a question was not answered, a file was refused, the library is not sound, a removal was not wanted,
  a figure is below its floor
- 2: an error, told on standard error in two lines: what happened, and what to do next
- 130: stopped with Ctrl-C
- 141: whoever read the output went away
"""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import TextIO

import typer
from rich.text import Text

from corpus import QuothError
from web.terminal.adding import Interrupted
from web.terminal.commands import app
from web.terminal.console import err, one_line, say
from web.terminal.opening import Openings

ERROR = 2
STOPPED = 130
PIPE_CLOSED = 141


def run(arguments: Sequence[str], openings: Openings | None = None) -> int:
    """Run one command line; returns its exit code and raises nothing.

    Args:
        arguments: What follows `quoth`.
        openings: How libraries and chatbots are opened; None for the real ones.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        _forgive(stream)
    code = _command(arguments, openings or Openings())
    return _flushed(code)


def _command(arguments: Sequence[str], openings: Openings) -> int:
    try:
        code = app(args=list(arguments), prog_name="quoth", standalone_mode=False, obj=openings)
    except Interrupted as exc:
        return _tell(exc.message, exc.hint, STOPPED)
    except QuothError as exc:
        return _tell(exc.message, exc.hint)
    except typer.TyperException as exc:
        return _tell(exc.format_message(), "See how it is meant: quoth --help, or quoth COMMAND --help")
    except (KeyboardInterrupt, EOFError, typer.Abort):
        code = STOPPED
    except SystemExit:
        return PIPE_CLOSED  # how typer and rich end when standard output is closed
    except OSError as exc:
        where = f": {exc.filename}" if exc.filename else ""
        return _tell(f"{exc.strerror or exc}{where}.", "Check the path, its permissions and the free space.")
    except Exception as exc:  # outermost boundary: a fault of ours still ends in two lines
        if os.environ.get("QUOTH_TRACEBACK"):
            traceback.print_exc()
        return _tell(
            f"Quoth has a fault: {type(exc).__name__}: {exc}", "Please report it; QUOTH_TRACEBACK=1 shows where."
        )
    if code == STOPPED:
        return _tell("Stopped.", "Run the same command again to go on.", STOPPED)
    return code if isinstance(code, int) else 0


def _tell(message: str, hint: str, code: int = ERROR) -> int:
    say(Text.assemble(("quoth: ", "bold red"), one_line(message)), err())
    if hint:
        say(f"       {one_line(hint)}", err())
    return code


def _forgive(stream: TextIO) -> None:
    """Let what the locale cannot write or read be replaced instead of ending the program."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _flushed(code: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer goes nowhere, also when the interpreter flushes it once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return code
