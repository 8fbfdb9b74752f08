"""Telling whether a file has changed, without parsing it."""

import hashlib
import os
import stat

from .discovery import Source
from .errors import UnreadableFile
from .limits import Limits
from .names import NAMES_VERSION


def fingerprint(source: Source) -> str:
    """Return the SHA-256 of a file's bytes, of the name that it gives its title from, and of what finds the names in it, in hexadecimal.

    Raises:
        UnreadableFile: It is no ordinary file, or may not be read.
    """
    try:
        descriptor = os.open(source.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableFile(f"{source.name} is not a file.", "Name a file, or a folder that holds files.")
            if status.st_size > Limits().file_bytes:
                return f"{status.st_size} bytes"  # it is refused for its size, whatever is in it
            digest = hashlib.file_digest(file, "sha256")
    except OSError as exc:
        raise UnreadableFile(f"{source.name} cannot be read: {exc.strerror}.", "Check that it exists and that you may read it.") from exc
    digest.update(source.name.encode("utf-8", "surrogatepass"))
    digest.update(f":{NAMES_VERSION}".encode())
    return digest.hexdigest()
