"""The command `quoth`: the same library, the same answers and the same quotes as the pages, in a terminal.

- `commands`: what can be typed; `options`: what several commands share
- `shelf`: add, sync, remove, list, show, check; `adding`: files in, one line each, with a progress bar
- `asking`: ask, chat and serve; `replies`: an answer on paper; `serving`: the web server; `agents`: mcp; `configured`: what is set
- `evaluating`: eval, its floors and its progress; `measured`: the figures in tables
- `opening`: which library is meant, and how it is opened and seeded
- `boundary`: whatever goes wrong, in two lines, and the exit codes
- `console`: text from strangers made fit for a terminal
"""

import sys
from typing import NoReturn

from web.terminal.boundary import run

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line this program was started with, and exit with the code that `boundary` documents."""
    sys.exit(run(sys.argv[1:]))
