"""Whether the first bytes of a file fit its suffix."""

from typing import Final

from corpus.errors import UnsupportedFormat

_ZIP: Final = b"PK\x03\x04"
_PDF: Final = b"%PDF-"
_KNOWN: Final = {
    _ZIP: "a ZIP archive",
    b"PK\x05\x06": "an empty ZIP archive",
    _PDF: "a PDF",
    b"{\\rtf": "an RTF document",
    b"\x7fELF": "a program",
    b"MZ\x90\x00": "a program",
    b"\xcf\xfa\xed\xfe": "a program",
    b"\xca\xfe\xba\xbe": "a program",
    b"\x00asm": "a program",
    b"\x89PNG\r\n": "a picture",
    b"GIF87a": "a picture",
    b"GIF89a": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"RIFF": "sound or film",
    b"OggS": "sound or film",
    b"ID3": "sound or film",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "a document of old Office",
    b"\x1f\x8b\x08": "a packed file",
    b"BZh": "a packed file",
    b"\xfd7zXZ\x00": "a packed file",
    b"7z\xbc\xaf\x27\x1c": "a packed file",
    b"Rar!\x1a\x07": "a packed file",
    b"SQLite format 3\x00": "a database",
}
_NEEDED: Final = {".pdf": _PDF, ".docx": _ZIP, ".epub": _ZIP}
_NAMES: Final = {".pdf": "a PDF", ".docx": "a Word document", ".epub": "an EPUB"}
_SAVE_AS: Final = "Give it the suffix of what it is, or save it as text."


def check_magic(data: bytes, suffix: str) -> None:
    """Checks the first bytes of a file.

    Raises:
        UnsupportedFormat: They are not what the suffix needs, or a text begins like another format.
    """
    start = data[:64].lstrip()
    needed = _NEEDED.get(suffix)
    if needed is not None:
        if not start.startswith(needed):
            raise UnsupportedFormat(f"is not {_NAMES[suffix]}, though its name says so", _SAVE_AS)
        return
    for magic, what in _KNOWN.items():
        if start.startswith(magic):
            raise UnsupportedFormat(f"is {what}, though its name says that it is text", _SAVE_AS)
    if suffix == ".txt" and start[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise UnsupportedFormat("is a web page, though its name says that it is text", "Rename it to .html.")
