import pytest

from corpus import EmptyDocument, Limits, Section, TooLarge, UnreadableFile, UnsupportedFormat
from corpus.draft import Content, assemble
from corpus.formats import read
from tests.corpus.files import archive, book, book_members, package, pdf, word, word_members

FOX = "Once there was a fox."
HEN = "And there was a hen."


def _read(data: bytes | str, suffix: str, limits: Limits | None = None) -> Content:
    limits = limits or Limits()
    return assemble(read(data.encode() if isinstance(data, str) else data, suffix, limits), limits)


def _heading(start: int, label: str) -> Section:
    return Section(start, "heading", label)


def _chapter(start: int, label: str) -> Section:
    return Section(start, "chapter", label)


def test_plain_text_with_a_title() -> None:
    text = f"THE FOX AND THE HEN\n\n{FOX}\n\n{HEN}"
    assert _read(text, ".txt") == Content("The Fox and the Hen", text, (_heading(0, "THE FOX AND THE HEN"),))


def test_plain_text_without_a_title() -> None:
    assert _read(f"{FOX}\n\n{HEN}\n", ".txt") == Content("", f"{FOX}\n\n{HEN}", ())


def test_wrapped_prose_is_joined_and_verse_is_not() -> None:
    prose = "Once upon a time there was a fox that lived in a wood, and it\nhad a hen for a friend, which is a thing that hardly ever\nhappens."
    verse = "The fox went out\n  on a chilly night,\nhe prayed for the moon\n  to give him light."
    found = _read(f"{prose}\n\n{verse}\n\n{prose}", ".txt").text
    joined = prose.replace("\n", " ")
    assert found == f"{joined}\n\nThe fox went out\non a chilly night,\nhe prayed for the moon\nto give him light.\n\n{joined}"


def test_lines_of_a_text_that_is_not_wrapped_are_paragraphs() -> None:
    long = "The fox ran. " * 20
    found = _read(f"{long}\n{long}\nRoses are red,\nviolets blue", ".txt").text
    assert found == f"{long.strip()}\n\n{long.strip()}\n\nRoses are red,\nviolets blue"


def test_project_gutenberg_is_cut_off() -> None:
    text = (
        "The Project Gutenberg EBook of The Fox\n\nTitle: The Fox\n\nAuthor: A. Nonymous\n\n"
        "*** START OF THIS PROJECT GUTENBERG EBOOK THE FOX ***\n\n\n\nCHAPTER I. The Wood\n\n"
        f"_{FOX}_\n\nCHAPTER II\n\n{HEN}\n\n*** END OF THIS PROJECT GUTENBERG EBOOK THE FOX ***\n\nDonate."
    )
    sections = (_chapter(0, "CHAPTER I. The Wood"), _chapter(44, "CHAPTER II"))
    assert _read(text, ".txt") == Content("The Fox", f"CHAPTER I. The Wood\n\n{FOX}\n\nCHAPTER II\n\n{HEN}", sections)


@pytest.mark.parametrize("line", ["Chapter one of his life was over.", "Part of the wood", "I. was there", "CHAPTER I. The Wood 7"])
def test_what_only_looks_like_a_chapter(line: str) -> None:
    assert _read(f"{FOX}\n\n{line}\n\n{HEN}", ".txt").sections == ()


@pytest.mark.parametrize(
    "data",
    [
        "Ein Füchslein — so".encode(),
        "\ufeffEin Füchslein — so".encode(),
        "Ein Füchslein — so".encode("utf-16"),
        "Ein Füchslein — so".encode("utf-32"),
        "Ein Füchslein — so".encode("cp1252"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert _read(data, ".txt").text == "Ein Füchslein — so"


def test_markdown() -> None:
    text = (
        "---\ntitle: The *Fox*\n---\n# One #\n\nA **bold** _fox_ with [a link](http://x.y \"t\") &amp; `code`,\n"
        "snake_case_name.\n\nTwo\n---\n\n> Quoted\n> words\n\n- first\n- second\n\n![picture](x.png)\n\n2 * 3 * 4 \\* 5  \nnext > 4\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n***\n\n```\n# no heading\n```\n<!-- hidden -->"
    )
    expected = (
        "One\n\nA bold fox with a link & code, snake_case_name.\n\nTwo\n\nQuoted words\n\nfirst\n\nsecond\n\n"
        "2 * 3 * 4 * 5\nnext > 4\n\n| a | b |\n| c | d |\n\n# no heading"
    )
    sections = (_heading(0, "One"), _heading(54, "Two"))
    assert _read(text, ".md") == Content("The *Fox*", expected, sections)


def test_markdown_takes_the_first_heading_as_title() -> None:
    assert _read(f"# The *Fox*\n\n{FOX}", ".markdown") == Content("The Fox", f"The Fox\n\n{FOX}", (_heading(0, "The Fox"),))


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert _read(f"---\n{FOX}\n---\n{HEN}", ".md").text == f"{FOX}\n\n{HEN}"


def test_html() -> None:
    page = (
        "<html><head><title>Site</title><script>x</script></head><body><nav>Menu</nav><h1>The <i>Fox</i></h1>"
        f"<p>Once there\n was a <b>fox</b>.</p><div>{HEN}<br>Yes.<p hidden>no</p><p style='display: none'>no</p></div>"
        "<pre>  a\n  b</pre><table><tr><td>c</td><td>d</td></tr></table><template>t</template><h2>End</h2></body></html>"
    )
    text = f"The Fox\n\n{FOX}\n\n{HEN}\nYes.\n\na\nb\n\nc | d\n\nEnd"
    sections = (_heading(0, "The Fox"), _heading(text.index("End"), "End"))
    assert _read(page, ".html") == Content("The Fox", text, sections)


def test_html_without_a_heading_takes_its_title_and_its_declared_encoding() -> None:
    page = '<html><head><meta charset="windows-1251"><title>Лиса</title></head><p>Жила-была лиса.</p></html>'
    assert _read(page.encode("cp1251"), ".htm") == Content("Лиса", "Жила-была лиса.", ())


def test_word() -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>The Fox</w:t></w:r></w:p>'
        f"<w:p><w:r><w:t>{FOX}</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    styles = (
        '<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'
    )
    members = word_members(body)
    members["[Content_Types].xml"] = str(members["[Content_Types].xml"]).replace(
        "</Types>",
        '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.wordprocessingml.styles+xml"/></Types>',
    )
    members["word/styles.xml"] = styles
    members["word/_rels/document.xml.rels"] = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"'
        ' Target="styles.xml"/></Relationships>'
    )
    assert _read(archive(members), ".docx") == Content("The Fox", f"The Fox\n\n{FOX}\n\na | b", (_heading(0, "The Fox"),))


def test_book_with_chapters_from_its_navigation() -> None:
    pages = {
        "a.xhtml": f"<html><body><h1>The Wood</h1><p>{FOX}</p></body></html>",
        "b.xhtml": f"<html><body><p>{HEN}</p><p id='c'>{FOX}</p></body></html>",
    }
    links = '<li><a href="a.xhtml">Chapter 1</a></li><li><a href="b.xhtml">Chapter 2</a></li><li><a href="b.xhtml#c">Chapter 3</a></li>'
    text = f"The Wood\n\n{FOX}\n\n{HEN}\n\n{FOX}"
    sections = (_chapter(0, "Chapter 1"), _heading(0, "The Wood"), _chapter(33, "Chapter 2"), _chapter(55, "Chapter 3"))
    assert _read(book(pages, links), ".epub") == Content("The Book", text, sections)


def test_book_with_chapters_from_an_ncx() -> None:
    members = book_members({"a.xhtml": f"<html><body><p>{FOX}</p></body></html>"})
    items = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="n" href="t.ncx" media-type="application/x-dtbncx+xml"/>'
    members["OEBPS/book.opf"] = package(items, '<itemref idref="a"/>')
    members["OEBPS/t.ncx"] = (
        '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
        "<ncx><navMap><navPoint><navLabel><text>Chapter 1</text></navLabel>"
        '<content src="a.xhtml"/></navPoint></navMap></ncx>'
    )
    assert _read(archive(members), ".epub") == Content("The Book", FOX, (_chapter(0, "Chapter 1"),))


def test_pdf() -> None:
    pages = [
        [
            "CHAPTER I.",
            "Once upon a time there was a fox that lived in a deep, dark and won-",
            "derful wood. It had a hen for a friend. That is all",
            "that is known of the first of the two of them, and it",
        ],
        ["ran away on the third day of the month of May in the morning."],
    ]
    text = (
        "CHAPTER I.\n\nOnce upon a time there was a fox that lived in a deep, dark and wonderful wood. It had a hen for a friend. "
        "That is all that is known of the first of the two of them, and it ran away on the third day of the month of May in the morning."
    )
    sections = (Section(0, "page", "1"), _chapter(0, "CHAPTER I."), Section(text.index("ran away"), "page", "2"))
    assert _read(pdf(pages, "The Fox"), ".pdf") == Content("The Fox", text, sections)


def test_pdf_without_what_stands_on_every_page() -> None:
    told = [f"{FOX} It met {animal} in the wood." for animal in ("a hen", "a cat", "an owl", "a wolf", "a bear")]
    pages = [["THE FOX", line, f"- {n} -"] for n, line in enumerate(told)]
    assert _read(pdf(pages), ".pdf").text == "\n\n".join(told)


@pytest.mark.parametrize(
    ("data", "suffix", "error", "message"),
    [
        (b"", ".md", EmptyDocument, "holds no text"),
        (pdf([[]]), ".pdf", EmptyDocument, "holds no text; perhaps its pages are pictures"),
        (b"%PDF-1.4 x", ".txt", UnsupportedFormat, "is a PDF, though its name says that it is text"),
        (word([FOX]), ".pdf", UnsupportedFormat, "is not a PDF, though its name says so"),
        (b"\x00\x01" * 90, ".txt", UnsupportedFormat, "holds bytes that are not text"),
        (b"PK\x03\x04x", ".epub", UnreadableFile, "is damaged: it cannot be unpacked"),
        (b"x", ".odt", UnsupportedFormat, "is of a kind that Quoth does not read"),
    ],
)
def test_refusals(data: bytes, suffix: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        _read(data, suffix)
    assert caught.value.args == (message,)


@pytest.mark.parametrize(
    ("limits", "data", "suffix"),
    [
        (Limits(text_bytes=20), FOX.encode(), ".txt"),
        (Limits(sections=1), b"# a\n# b\n", ".md"),
        (Limits(pages=1), pdf([["a"], ["b"]]), ".pdf"),
        (Limits(archive_entries=2), word([FOX]), ".docx"),
        (Limits(archive_bytes=500), word([FOX]), ".docx"),
    ],
)
def test_limits(limits: Limits, data: bytes, suffix: str) -> None:
    with pytest.raises(TooLarge):
        _read(data, suffix, limits)


def test_the_limits_that_are_promised() -> None:
    mebibyte = 1024 * 1024
    assert Limits() == Limits(30, 20, 1024 * mebibyte, 20 * mebibyte, 10 * mebibyte, 2_000, 20_000, 2_000, 100 * mebibyte, 100)
