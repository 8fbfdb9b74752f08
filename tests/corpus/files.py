"""Small real files of every format, made here so that what they hold is known."""

import io
import zipfile
from collections.abc import Mapping, Sequence

CONTAINER = """<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def archive(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Returns a ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return packed.getvalue()


def word_members(body: str, prologue: str = '<?xml version="1.0"?>') -> dict[str, str | bytes]:
    """Returns the parts of a Word document whose body is `body`."""
    document = f'{prologue}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": document}


def word(paragraphs: Sequence[str]) -> bytes:
    """Returns a Word document of plain paragraphs."""
    return archive(word_members("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)))


def package(items: str, spine: str, title: str = "The Book", extra: str = "", prologue: str = "") -> str:
    """Returns the package document of an e-book."""
    return (
        f'{prologue}<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine>{extra}</package>"
    )


def book_members(pages: Mapping[str, str], navigation: str = "", title: str = "The Book") -> dict[str, str | bytes]:
    """Returns the members of an e-book: pages by name, in order, and the links of its navigation page."""
    items = "".join(f'<item id="{n}" href="{n}" media-type="application/xhtml+xml"/>' for n in pages)
    if navigation:
        items += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    members: dict[str, str | bytes] = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
    members["OEBPS/book.opf"] = package(items, "".join(f'<itemref idref="{n}"/>' for n in pages), title)
    if navigation:
        members["OEBPS/nav.xhtml"] = f'<html><body><nav epub:type="toc"><ol>{navigation}</ol></nav></body></html>'
    members.update({f"OEBPS/{name}": page for name, page in pages.items()})
    return members


def book(pages: Mapping[str, str], navigation: str = "", title: str = "The Book") -> bytes:
    """Returns an e-book."""
    return archive(book_members(pages, navigation, title))


def pdf_objects(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Returns a PDF of numbered objects, object 1 being its catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Returns the stream object of a PDF."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pdf(pages: Sequence[Sequence[str]], title: str = "") -> bytes:
    """Returns a PDF with the lines of each page, in ASCII."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
    kids = []
    for n, lines in enumerate(pages):
        shown = b" ".join(b"(%s) Tj T*" % line.encode("ascii") for line in lines)
        text = b"BT /F1 12 Tf 14 TL 72 720 Td %s ET" % shown
        objects[4 + 2 * n] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * n)
        )
        objects[5 + 2 * n] = stream(text)
        kids.append(b"%d 0 R" % (4 + 2 * n))
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(pages))
    information = max(objects) + 1
    objects[information] = b"<< /Title (%s) >>" % title.encode("ascii")
    return pdf_objects(objects, b"/Info %d 0 R" % information)
