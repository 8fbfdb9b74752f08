"""From bytes to text: a byte order mark, UTF-8, what the file says of itself, a guess."""

import codecs
import re
from typing import Final

from corpus.errors import UnsupportedFormat

# UTF-32 first: its mark in little-endian order begins like that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE
)
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE: Final = 256 * 1024
_BINARY: Final = "holds bytes that are not text"
_HINT: Final = "Save it as plain text in UTF-8."


def decode(data: bytes, *, declares: bool = False) -> str:
    """Decodes a file of text.

    Args:
        data: The file.
        declares: Whether the format can name its own encoding in its first kilobytes, as HTML and XML do.

    Raises:
        UnsupportedFormat: It is not text in any encoding.
    """
    text = _decode(data, declares=declares)
    if len(_CONTROL.findall(text[:_SAMPLE])) * 50 > min(len(text), _SAMPLE):
        raise UnsupportedFormat(_BINARY, _HINT)
    return text


def _decode(data: bytes, *, declares: bool) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declares and (text := _as_declared(data)) is not None:
        return text
    return _mostly_utf8(data) or _guessed(data)


def _as_declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4_096])
    if found is None:
        return None
    try:
        # The standard reads Latin-1 as Windows-1252 does.
        name = codecs.lookup(found[1].decode("ascii")).name
        return data.decode("cp1252" if name == "iso8859-1" else name)
    except (LookupError, UnicodeError):
        return None


def _mostly_utf8(data: bytes) -> str | None:
    """Returns a text that is UTF-8 but for a few bad bytes, these as U+FFFD; `None` if it is something else."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    # Letters of other encodings hardly ever make a valid sequence of UTF-8 by chance.
    good = sum(1 for c in text[:_SAMPLE] if c > "\x7f" and c != "\ufffd")
    return text if good > 4 * bad else None


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    guesses = from_bytes(data[:_SAMPLE])
    best = guesses.best()
    if best is None:
        raise UnsupportedFormat(_BINARY, _HINT)
    # Few accents fit many encodings equally well: then the one that most of such files are in, or Liège becomes Ličge.
    as_good = [guess for guess in guesses if guess.chaos <= best.chaos and guess.coherence >= best.coherence]
    western = any("cp1252" in {guess.encoding, *guess.could_be_from_charset} for guess in as_good)
    return data.decode("cp1252" if western else best.encoding, "replace")
