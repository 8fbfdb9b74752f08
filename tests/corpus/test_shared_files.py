"""Real files of every format, from elsewhere: what becomes of each."""

from pathlib import Path

from corpus import CorpusError, Parser, Source, discover, split

EXPECTED = {
    "alice.epub": "Alice's Adventures in Wonderland / Illustrated by Arthur Rackham. With a Proem by Austin Dobson",
    "alice_in_wonderland.pdf": "Alice in Wonderland",
    "ingest_samples/R2R__docx.docx": "Technical Documentation: System Architecture Overview",
    "ingest_samples/R2R__epub.epub": "The Geography of Bliss: One Grump's Search for the Happiest Places in the World",
    "ingest_samples/R2R__pdf.pdf": "R2R pdf",
    "ingest_samples/haystack__non_text_searchable.pdf": "EmptyDocument",
    "ingest_samples/haystack__sample_docx.docx": "Sample Docx File",
    "ingest_samples/haystack__sample_docx_2_page_breaks.docx": "Haystack Sample Docx 2 Page Breaks",
    "ingest_samples/haystack__sample_pdf_1.pdf": "Haystack Sample Pdf 1",
    "ingest_samples/onyx__empty.pdf": "EmptyDocument",
    "ingest_samples/private-gpt__file.docx": "Private Gpt File",
    "ingest_samples/private-gpt__file_multicolumn.pdf": "Private Gpt File Multicolumn",
    "ingest_samples/private-gpt__file_scanned.pdf": "EmptyDocument",
    "ingest_samples/private-gpt__pdf_encrypted.pdf": "Private Gpt Pdf Encrypted",
    "ingest_samples/private-gpt__pdf_with_multiple_pages.pdf": "Private Gpt Pdf with Multiple Pages",
    "pg1661__public_vhost_g_gutenberg_html_files_1661_1661-h_1661-h-1.htm.html": "I. A Scandal in Bohemia",
    "pg1661__public_vhost_g_gutenberg_html_files_1661_1661-h_1661-h-2.htm.html": "II. The Red-headed League",
    "pg1661__public_vhost_g_gutenberg_html_files_1661_1661-h_1661-h-3.htm.html": "III. A Case of Identity",
    "pg1661_sherlock_holmes.epub": "The Adventures of Sherlock Holmes",
    "squality_51650.html": "Innocent at Large",
    "squality_61146.html": "Retief of the Red-tape Mountain",
    "squality_61285.html": "The Desert and the Stars",
    "squality_61434.html": "Mightiest Qorn",
    "squality_61467.html": "Muck Man",
    "squality_63392.html": "Doorway to Kal-Jmar",
    "squality_63473.html": "Dust Unto Dust",
    "squality_63833.html": "Jinx Ship To The Rescue",
    "story_redridinghood.docx": "Story Redridinghood",
    "R2R__odt.odt": "UnsupportedFormat",
    "R2R__rtf.rtf": "UnsupportedFormat",
}


def test_every_shared_file(shared: Path) -> None:
    folder = shared / "data" / "files"
    others = [folder / "ingest_samples" / name for name in ("R2R__odt.odt", "R2R__rtf.rtf")]
    with Parser() as parser:
        found = {source.name: _outcome(parser, source) for source in discover([folder, *others])}
    assert found == EXPECTED


def _outcome(parser: Parser, source: Source) -> str:
    """Returns the title, or the class of the error."""
    try:
        document = parser.load(source)
    except CorpusError as error:
        assert error.message.startswith(source.name)
        assert error.hint
        return type(error).__name__
    assert "".join(passage.text for passage in split(document)) == document.text
    assert [s.start for s in document.sections] == sorted(s.start for s in document.sections)
    return document.title


def test_pages_and_chapters_are_where_they_should_be(shared: Path) -> None:
    from corpus import place

    folder = shared / "data" / "files"
    with Parser() as parser:
        pdf, book = (parser.load(s) for s in discover([folder / "alice_in_wonderland.pdf", folder / "pg1661_sherlock_holmes.epub"]))
    at = pdf.text.index("Alice was beginning to get very tired")
    assert place(pdf, at) == "CHAPTER I., page 5"
    at = book.text.index("To Sherlock Holmes she is always")
    assert place(book, at) == "I."
