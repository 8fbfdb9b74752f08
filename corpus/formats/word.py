"""Word documents (DOCX): paragraphs, headings and tables, through python-docx."""

import io
import zipfile
from collections.abc import Iterator
from typing import Final

import docx
from docx.document import Document as WordDocument
from docx.table import Table
from docx.text.paragraph import Paragraph

from corpus.draft import Block, Draft, Mark
from corpus.errors import UnsupportedFormat
from corpus.formats.archive import Archive
from corpus.limits import Limits

_MAIN_PART: Final = "word/document.xml"
_TYPES_PART: Final = "[Content_Types].xml"
_XML: Final = (".xml", ".rels")
_DEEPEST_TABLE: Final = 5


def load(data: bytes, limits: Limits) -> Draft:
    """Reads a Word document; its headings become sections, a row of a table becomes a paragraph."""
    archive = Archive(data, limits)
    if _TYPES_PART not in archive or _MAIN_PART not in archive:
        raise UnsupportedFormat("is not a Word document, though its name says so", "Give it the suffix of what it is.")
    document = docx.Document(io.BytesIO(_checked(archive)))
    return Draft(_blocks(document.iter_inner_content(), 0), _title(document))


def _checked(archive: Archive) -> bytes:
    """Packs the parts again: the XML after a check, pictures and the like empty, none bigger than it says."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
        for name in archive:
            target.writestr(name, archive.read_xml(name) if name.lower().endswith(_XML) else b"")
    return packed.getvalue()


def _title(document: WordDocument) -> str:
    title = document.core_properties.title or ""
    return "" if title.casefold() in {"word document", "microsoft word document", "untitled", "document"} else title


def _blocks(content: Iterator[Paragraph | Table], depth: int) -> Iterator[Block]:
    for part in content:
        if isinstance(part, Paragraph):
            yield Block(part.text, (Mark("heading"),) if _is_heading(part) else ())
        elif depth < _DEEPEST_TABLE:
            yield from _rows(part, depth + 1)


def _rows(table: Table, depth: int) -> Iterator[Block]:
    for row in table.rows:
        cells = {id(cell._tc): cell for cell in row.cells}  # merged cells come more than once
        words = []
        for cell in cells.values():
            words.append(" ".join(block.text for block in _blocks(cell.iter_inner_content(), depth)).strip())
        yield Block(" | ".join(word for word in words if word))


def _is_heading(paragraph: Paragraph) -> bool:
    style = paragraph.style
    name = (style.name or "") if style is not None else ""
    return name.startswith(("Heading", "heading")) or name in {"Title", "title"}
