"""How much of time, memory and text one file may take."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one file; a file beyond any of them ends as one `CorpusError`.

    Attributes:
        seconds: Wall-clock time from the request to the document, enforced by the parent, which ends the child.
        cpu_seconds: Processor time of the child for one file (POSIX).
        memory_bytes: Address space of the child (POSIX).
        file_bytes: Size of the file.
        text_bytes: Size of the text in it, as UTF-8.
        pages: Pages of a PDF.
        sections: Headings, chapters and pages of one document.
        archive_entries: Members of a DOCX or EPUB.
        archive_bytes: What all members of a DOCX or EPUB may unpack to.
        archive_ratio: Unpacked to packed bytes of one member or of the whole, looked at from one mebibyte upwards.
    """

    seconds: float = 30
    cpu_seconds: int = 20
    memory_bytes: int = 1024 * MEBIBYTE
    file_bytes: int = 20 * MEBIBYTE
    text_bytes: int = 10 * MEBIBYTE
    pages: int = 2_000
    sections: int = 20_000
    archive_entries: int = 2_000
    archive_bytes: int = 100 * MEBIBYTE
    archive_ratio: int = 100
