"""Opening a file that a person named, when it is safe to."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from corpus.errors import CorpusError, EmptyDocument, TooLarge, UnreadableFile
from corpus.limits import MEBIBYTE, Limits


def open_file(path: Path, limits: Limits) -> BinaryIO:
    """Opens a regular file of a size within the limits; nothing else is ever opened, for that alone could hang.

    Raises:
        UnreadableFile: It is missing, no regular file, or may not be read.
        EmptyDocument: It has no bytes.
        TooLarge: It has too many.
    """
    try:
        _check(os.stat(path), limits)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError as exc:
        raise UnreadableFile("does not exist", "Check the path.") from exc
    except PermissionError as exc:
        raise UnreadableFile("may not be read by you", "Change its permissions, or copy it.") from exc
    except (OSError, ValueError) as exc:
        raise UnreadableFile("could not be opened", "Check the path and the disk.") from exc
    file = os.fdopen(descriptor, "rb")
    try:
        _check(os.fstat(descriptor), limits)
    except CorpusError:
        file.close()
        raise
    return file


def _check(status: os.stat_result, limits: Limits) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFile("is a folder", "Name its files, or the folder that it lies in.")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile("is not a regular file", "Copy what it holds into one.")
    if status.st_size > limits.file_bytes:
        raise too_large(limits)
    if status.st_size == 0:
        raise EmptyDocument("is empty", "Nothing was added; check that it is the file you meant.")


def too_large(limits: Limits) -> TooLarge:
    """Returns the error of a file that is larger than the limits allow."""
    return TooLarge(f"is larger than {limits.file_bytes / MEBIBYTE:g} MiB", "Split it into smaller files.")
