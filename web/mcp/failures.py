"""Errors in words that an agent can act on; what is unforeseen says nothing of itself."""

import logging
import traceback

from corpus import QuothError
from index import UnknownDocument
from web.errors import INTERNAL
from web.text import printable

log = logging.getLogger("quoth.mcp")

_LONGEST = 500


def told(error: Exception) -> str:
    """Say what happened and what to do next, a line each.

    An unforeseen exception is logged by its class and its frames, never by its text, which may hold what a person asked.
    """
    if not isinstance(error, QuothError):
        log.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        return INTERNAL.message
    hint = "The tool list_documents gives every id." if isinstance(error, UnknownDocument) else error.hint
    return "\n".join(printable(line, _LONGEST) for line in (error.message, hint) if line)
