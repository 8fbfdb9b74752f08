"""Files made to break whoever reads them, and what must become of each."""

import io
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from corpus import Source
from tests.corpus.files import archive, book, book_members, package, pdf, pdf_objects, stream, word, word_members

MEBIBYTE = 1024 * 1024
PAGE = "<html><body><p>Once there was a fox.</p></body></html>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB_DTD = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>'
FILE_DTD = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
REFUSED, UNREADABLE, EMPTY, LARGE = "UnsupportedFormat", "UnreadableFile", "EmptyDocument", "TooLarge"
READ = "document"


def _lying_size() -> bytes:
    """An archive whose directory says that 60 MiB are 100 bytes."""
    data = bytearray(archive(word_members(PARAGRAPH.format("a" * 60 * MEBIBYTE))))
    entry = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", data, entry + 24, 100)
    return bytes(data)


def _lying_count() -> bytes:
    data = bytearray(archive({f"{n}.txt": "x" for n in range(3_000)}))
    end = data.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", data, end + 8, 1, 1)
    return bytes(data)


def _overlap() -> bytes:
    """An archive in which every entry of the directory means the same bytes."""
    data = bytearray(archive({name: "x" * 1_000 for name in ("word/document.xml", "[Content_Types].xml")}))
    second = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", data, second + 42, 0)
    return bytes(data)


def _protected_archive() -> bytes:
    data = bytearray(word(["secret"]))
    entry = -1
    while (entry := data.find(b"PK\x01\x02", entry + 1)) >= 0:
        data[entry + 8] |= 1
    return bytes(data)


def _symlink() -> bytes:
    packed = io.BytesIO(archive({k: v for k, v in book_members({"a.xhtml": PAGE}).items() if k != "OEBPS/a.xhtml"}))
    link = zipfile.ZipInfo("OEBPS/a.xhtml")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(packed, "a") as target:
        target.writestr(link, "/etc/passwd")
    return packed.getvalue()


def _book_with(name: str, content: str | bytes) -> bytes:
    return archive({**book_members({"a.xhtml": PAGE}), name: content})


def _book_of(items: str, spine: str, **rest: str) -> bytes:
    return _book_with("OEBPS/book.opf", package(items, spine, **rest))


def _ncx_bomb() -> bytes:
    item = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    item += '<item id="n" href="n.ncx" media-type="application/x-dtbncx+xml"/>'
    members = {**book_members({"a.xhtml": PAGE}), "OEBPS/book.opf": package(item, '<itemref idref="a"/>')}
    return archive({**members, "OEBPS/n.ncx": f"{BOMB_DTD}<ncx><text>&l9;</text></ncx>"})


def _nested_archive() -> bytes:
    return _book_with("OEBPS/inner.zip", archive({"bomb": b"\0" * 50_000_000, "x": os.urandom(600_000)}))


def _pdf_of(
    content: bytes, entries: bytes = b"", resources: bytes = b"", more: dict[int, bytes] | None = None
) -> bytes:
    font = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << %s >> >>" % (font + resources)
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: page}
    return pdf_objects({**objects, 4: stream(content, entries), **(more or {})})


def _flate_bomb(rounds: int) -> bytes:
    content = b"0" * 200 * MEBIBYTE
    for _ in range(rounds):
        content = zlib.compress(content, 9)
    return _pdf_of(content, b"/Filter [%s]" % (b"/FlateDecode " * rounds))


def _endless_content() -> bytes:
    """A page that shows letters for longer than anyone would wait, in few bytes."""
    return _pdf_of(zlib.compress(b"BT /F1 9 Tf " + b"(a) Tj T* " * 6_000_000 + b" ET"), b"/Filter /FlateDecode")


def _page_tree_loop() -> bytes:
    return pdf_objects({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"})


def _previous_loop() -> bytes:
    plain = pdf_objects({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"})
    start = plain.rfind(b"xref\n0")
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def _outline_loop() -> bytes:
    data = pdf([["Once there was a fox."]])
    outline = b"<< /Type /Catalog /Pages 2 0 R /Outlines 9 0 R >>"
    objects = b"9 0 obj\n<< /First 9 0 R /Next 9 0 R /Last 9 0 R /Title (x) /Dest [4 0 R] >>\nendobj\n"
    return data.replace(b"<< /Type /Catalog /Pages 2 0 R >>", outline).replace(b"xref\n0", objects + b"xref\n0", 1)


def _form_loop() -> bytes:
    form = stream(b"/F Do /F Do", b"/Type /XObject /Subtype /Form /Resources << /XObject << /F 5 0 R >> >>")
    return _pdf_of(b"/F Do", resources=b"/XObject << /F 5 0 R >>", more={5: form})


def _with_password() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf([["secret"]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _many_pages() -> bytes:
    return pdf([["x"]] * 2_001)


def _noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file, how it is made, and what must become of it."""

    name: str
    make: Callable[[], bytes]
    outcome: str


def _texts() -> list[Hostile]:
    return [
        Hostile("empty.txt", lambda: b"", EMPTY),
        Hostile("one-byte.txt", lambda: b"x", READ),
        Hostile("only-spaces.txt", lambda: b" \n\t\n" * 1_000, EMPTY),
        Hostile("only-zero-width.txt", lambda: "\u200b\u200e\ufeff\U000e0041".encode() * 500, EMPTY),
        Hostile("nuls.txt", lambda: b"\0" * 10_000, REFUSED),
        Hostile("some-nuls.txt", lambda: b"The fox\0 ran. " * 9 + b"It was a very long way to go. " * 99, READ),
        Hostile("right-to-left.txt", lambda: "The fox \u202eran\u202c \u2066away\u2069.\u200f".encode(), READ),
        Hostile("utf-16.txt", lambda: "The fox — ran.".encode("utf-16"), READ),
        Hostile("utf-16-odd.txt", lambda: "The fox ran.".encode("utf-16") + b"\0", READ),
        Hostile("utf-32.txt", lambda: "The fox ran.".encode("utf-32"), READ),
        Hostile("latin.txt", lambda: "Il était une fois un café. ".encode("cp1252") * 20, READ),
        Hostile("bad-utf-8.txt", lambda: "Žluťoučký kůň. ".encode() * 40 + b"\xff\xc3", READ),
        Hostile("lone-surrogates.txt", lambda: "Žluťoučký kůň. ".encode() * 40 + b"\xed\xa0\x80", READ),
        Hostile("noise.txt", lambda: _noise(200_000), REFUSED),
        Hostile("sentence-of-5-mb.txt", lambda: b"word " * MEBIBYTE, READ),
        Hostile("word-of-5-mb.txt", lambda: b"x" * 5 * MEBIBYTE, READ),
        Hostile("marks-on-one-letter.txt", lambda: ("a" + "\u0301\u0316" * 400_000).encode(), UNREADABLE),
        Hostile("too-big.txt", lambda: b"word " * (21 * MEBIBYTE // 5), LARGE),
        Hostile("too-much-text.txt", lambda: b"A fox ran. " * MEBIBYTE, LARGE),
        Hostile("headings-100000.md", lambda: b"".join(b"# Heading %d\n\n" % n for n in range(100_000)), LARGE),
        Hostile("headings-15000.md", lambda: b"".join(b"# Heading %d\n\n" % n for n in range(15_000)), READ),
        Hostile("deep-quote.md", lambda: b">" * 200_000 + b" fox\n", READ),
        Hostile("stars.md", lambda: b"*" * 300_000 + b"a" + b"**_[" * 100_000, READ),
        Hostile("brackets.md", lambda: b"[" * 300_000 + b"](" * 100_000, READ),
        Hostile("tags.md", lambda: b"<a " * 200_000, READ),
        Hostile("yaml-bomb.md", lambda: b"---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n---\nThe fox ran.\n", READ),
        Hostile("yaml-object.md", lambda: b"---\ntitle: !!python/object/apply:os.getcwd []\n---\nThe fox ran.\n", READ),
        Hostile("program.txt", lambda: b"\x7fELF\x02\x01\x01" + _noise(5_000), REFUSED),
        Hostile("picture.txt", lambda: b"\x89PNG\r\n\x1a\n" + _noise(5_000), REFUSED),
        Hostile("page.txt", lambda: PAGE.encode(), REFUSED),
        Hostile("rich-text.md", lambda: b"{\\rtf1 The fox ran.}", REFUSED),
        Hostile("archive.txt", lambda: word(["The fox ran."]), REFUSED),
    ]


def _pages() -> list[Hostile]:
    return [
        Hostile("deep.html", lambda: b"<div>" * 5_000 + b"The fox ran.", READ),
        Hostile("deeper.html", lambda: b"<div>" * 200_000 + b"The fox ran.", UNREADABLE),
        Hostile("deep-inline.html", lambda: b"<b>" * 5_000 + b"The fox ran.", READ),
        Hostile("open-comment.html", lambda: b"<p>The fox ran.<!-- " + b"x" * 100_000, READ),
        Hostile("only-script.html", lambda: b"<script>alert(1)</script><style>p{}</style>", EMPTY),
        Hostile("attributes.html", lambda: b"<p " + b"a%d=1 " * 100_000 + b">The fox ran.", READ),
        Hostile("entities.xhtml", lambda: f"{BOMB_DTD}<html><body>&l9; fox</body></html>".encode(), READ),
        Hostile("gif-and-script.html", lambda: b"GIF89a/*<script>*/=1;alert(1)//</script>", REFUSED),
        Hostile("pdf-and-page.html", lambda: b"%PDF-1.4\n<html><script>alert(1)</script><p>Hi.</p>", REFUSED),
        Hostile("page-and-pdf.pdf", lambda: b"<html><p>Hi.</p></html>\n" + pdf([["The fox ran."]]), REFUSED),
    ]


def _archives() -> list[Hostile]:
    fox = PARAGRAPH.format("The fox ran.")
    return [
        Hostile("bomb.docx", lambda: archive(word_members(PARAGRAPH.format("0" * 101 * MEBIBYTE))), LARGE),
        Hostile("dense.docx", lambda: archive(word_members(PARAGRAPH.format("0" * 3 * MEBIBYTE))), LARGE),
        Hostile("lying-size.docx", _lying_size, UNREADABLE),
        Hostile("lying-count.docx", _lying_count, LARGE),
        Hostile("many-parts.epub", lambda: archive({f"{n}": "x" for n in range(100_000 // 40)}), LARGE),
        Hostile("nested.epub", _nested_archive, READ),
        Hostile("overlap.docx", _overlap, UNREADABLE),
        Hostile("protected.docx", _protected_archive, UNREADABLE),
        Hostile("symlink.epub", _symlink, UNREADABLE),
        Hostile("traversal.epub", lambda: _book_with("../../../tmp/evil.xhtml", PAGE), READ),
        Hostile("entity-bomb.docx", lambda: archive(word_members(fox.replace("fox", "&l9;"), BOMB_DTD)), UNREADABLE),
        Hostile("entity-file.docx", lambda: archive(word_members(fox.replace("fox", "&x;"), FILE_DTD)), UNREADABLE),
        Hostile("entity-utf-16.docx", lambda: archive(_utf_16(word_members(fox, BOMB_DTD))), UNREADABLE),
        Hostile("entity-bomb.epub", lambda: _book_of("", "", title="&l9;", prologue=BOMB_DTD), UNREADABLE),
        Hostile("entity-bomb-ncx.epub", _ncx_bomb, UNREADABLE),
        Hostile("entity-file-page.epub", lambda: book({"a.xhtml": FILE_DTD + "<html><p>&x; fox</p></html>"}), READ),
        Hostile("spine-loop.epub", lambda: _book_of(_ITEM, '<itemref idref="a"/>' * 40_000), READ),
        Hostile("out-of-the-book.epub", lambda: _book_of(_OUTSIDE, '<itemref idref="a"/>'), EMPTY),
        Hostile("copy-protected.epub", lambda: _book_with("META-INF/encryption.xml", _PROTECTION), UNREADABLE),
        Hostile("deep-tables.docx", lambda: archive(word_members(_TABLE * 3_000)), UNREADABLE),
        Hostile("no-document.docx", lambda: archive({"a.txt": "The fox ran."}), REFUSED),
        Hostile("word.epub", lambda: word(["The fox ran."]), REFUSED),
        Hostile("truncated.docx", lambda: word(["The fox ran."])[:-200], UNREADABLE),
        Hostile("truncated.epub", lambda: book({"a.xhtml": PAGE})[:700], UNREADABLE),
        Hostile("noise.docx", lambda: b"PK\x03\x04" + _noise(50_000), UNREADABLE),
    ]


def _utf_16(members: dict[str, str | bytes]) -> dict[str, str | bytes]:
    document = str(members["word/document.xml"]).replace("?>", ' encoding="utf-16"?>', 1)
    return {**members, "word/document.xml": document.encode("utf-16")}


_ITEM = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
_OUTSIDE = '<item id="a" href="../../../../etc/passwd" media-type="application/xhtml+xml"/>'
_PROTECTION = '<encryption><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></encryption>'
_TABLE = "<w:tbl><w:tr><w:tc>"


def _pdfs() -> list[Hostile]:
    return [
        Hostile("program.pdf", lambda: b"MZ\x90\0" + _noise(5_000), REFUSED),
        Hostile("header-only.pdf", lambda: b"%PDF-1.7\n", UNREADABLE),
        Hostile("truncated.pdf", lambda: pdf([["The fox ran."]])[:300], UNREADABLE),
        Hostile("noise.pdf", lambda: b"%PDF-1.7\n" + _noise(50_000), UNREADABLE),
        Hostile("page-tree-loop.pdf", _page_tree_loop, UNREADABLE),
        Hostile("previous-loop.pdf", _previous_loop, EMPTY),
        Hostile("outline-loop.pdf", _outline_loop, READ),
        Hostile("form-loop.pdf", _form_loop, EMPTY),
        Hostile("flate-bomb.pdf", lambda: _flate_bomb(1), UNREADABLE),
        Hostile("flate-bomb-twice.pdf", lambda: _flate_bomb(2), UNREADABLE),
        Hostile("deep-arrays.pdf", lambda: _pdf_of(b"[" * 500_000), EMPTY),
        Hostile("operators.pdf", lambda: _pdf_of(b"q Q " * 1_500_000), EMPTY),
        Hostile("endless-content.pdf", _endless_content, UNREADABLE),
        Hostile("many-pages.pdf", _many_pages, LARGE),
        Hostile("password.pdf", _with_password, UNREADABLE),
    ]


FILES = [*_texts(), *_pages(), *_archives(), *_pdfs()]


def write(folder: Path) -> list[Source]:
    """Writes the hostile files; returns a source for each of them."""
    sources = []
    for file in FILES:
        path = folder / file.name
        path.write_bytes(file.make())
        sources.append(Source(path, file.name, str(path)))
    return sources


def write_no_files(folder: Path) -> list[Source]:
    """Makes what has a file's name but is none."""
    os.mkfifo(folder / "fifo.txt")
    (folder / "folder.txt").mkdir()
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "nowhere.txt").symlink_to("missing.txt")
    (folder / "endless.txt").symlink_to("/dev/zero")
    names = (
        "fifo.txt",
        "folder.txt",
        "loop.txt",
        "nowhere.txt",
        "endless.txt",
        "missing.txt",
        "x" * 300 + ".txt",
        "a\0b.txt",
    )
    return [Source(folder / name, name, name) for name in names]
