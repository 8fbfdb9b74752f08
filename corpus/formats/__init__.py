"""The formats that Quoth reads: bytes of a file in, blocks of text out.

A loader is imported when the first file of its kind comes, so that a child which only reads text starts at once.
Loaders run in the child process; they are asked for no more than not to lie, for limits stand around them.
"""

from importlib import import_module
from typing import Final, Protocol, cast

from corpus.draft import Draft
from corpus.errors import UnsupportedFormat
from corpus.formats.magic import check_magic
from corpus.limits import Limits

_LOADERS: Final = {
    ".txt": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "word",
    ".epub": "epub",
}


class Loader(Protocol):
    """What every module of a format has."""

    def load(self, data: bytes, limits: Limits) -> Draft:
        """Reads a file of this format.

        Raises:
            CorpusError: Its message is a predicate (`is empty`), which the parser puts behind the file's name.
        """


def read(data: bytes, suffix: str, limits: Limits) -> Draft:
    """Reads the bytes of a file whose name ends in `suffix`.

    Raises:
        CorpusError: As `Loader.load` does.
        UnsupportedFormat: The first bytes are those of another format.
    """
    name = _LOADERS.get(suffix)
    if name is None:
        raise UnsupportedFormat("is of a kind that Quoth does not read")
    check_magic(data, suffix)
    return cast(Loader, import_module(f"corpus.formats.{name}")).load(data, limits)
