"""Making text from strangers fit to be shown: names of files, names of fields."""

import re
import unicodedata

# Control, format (bidi marks, zero-width, tags), surrogate, private-use and unassigned code points.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_NAME_LENGTH = 120


def printable(text: str, length: int = _NAME_LENGTH) -> str:
    """Normalise a text to one line of visible characters.

    Args:
        text: Anything, lone surrogates included.
        length: Most characters to keep.
    """
    normal = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode("utf-8"))
    spaced = "".join(" " if character in "\t\n\r\v\f" else character for character in normal)
    seen = "".join(character for character in spaced if unicodedata.category(character) not in _UNSEEN)
    return re.sub(r"\s+", " ", seen).strip()[:length]


def size(count: int) -> str:
    """Say a number of bytes in the largest unit that it fills."""
    for unit, name in ((1024 * 1024, "MiB"), (1024, "KiB")):
        if count >= unit:
            return f"{count / unit:.4g} {name}"
    return f"{count} bytes"


def file_name(given: str | None) -> str:
    """Reduce the name that came with an upload to what may be shown: its last part, visible characters only.

    The suffix is kept when the name is cut, because it says how the file is read. Never empty, never a path.
    """
    # A quotation mark in a name cannot stand in the header that carries it; browsers write it so.
    named = printable(given or "", 4096).replace("%22", '"')
    last = re.split(r"[/\\]", named)[-1].strip(" .")
    stem, dot, suffix = last.rpartition(".")
    if not dot or len(suffix) > 8:
        return last[:_NAME_LENGTH] or "unnamed"
    return f"{stem[: _NAME_LENGTH - 1 - len(suffix)].rstrip(' .') or 'unnamed'}.{suffix}"
