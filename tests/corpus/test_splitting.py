import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Document, Parser, Passage, Section, discover, place, split
from corpus.document import SectionKind

ODD = ' .."\'“”()!?ab Bc\n\n\n1é😀\u3000\xa0\ud800'
WORDS = "Once upon a time there was a fox that lived in a wood. "


def _document(text: str, *sections: Section) -> Document:
    return Document("d", "The Fox", "d.txt", "d.txt", text, sections)


def _assert_tiles(document: Document) -> list[Passage]:
    passages = split(document)
    assert "".join(p.text for p in passages) == document.text
    assert all(document.text[p.start : p.end] == p.text and p.document_id == document.id for p in passages)
    assert all(p.text for p in passages)
    return passages


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    text = draw(st.text(st.one_of(st.characters(codec=None), st.sampled_from(ODD)), max_size=400)) * draw(
        st.sampled_from([1, 1, 9])
    )
    starts = sorted(draw(st.lists(st.integers(0, max(0, len(text) - 1)), max_size=6)) if text else [])
    kinds: st.SearchStrategy[SectionKind] = st.sampled_from(("heading", "chapter", "page"))
    return _document(text, *(Section(start, draw(kinds), text[start : start + 5] or "x") for start in starts))


@given(_documents())
@settings(max_examples=400)
def test_passages_tile(document: Document) -> None:
    """I1."""
    _assert_tiles(document)


def test_passages_tile_every_shared_story(shared: Path) -> None:
    folders = [shared / "data" / "stories", shared / "data" / "fairytaleqa" / "stories", shared / "stories"]
    sources = discover([folder for folder in folders if folder.is_dir()])
    assert sources
    short = total = 0
    with Parser() as parser:
        for source in sources:
            document = parser.load(source)
            sizes = [len(p.text.split()) for p in _assert_tiles(document)]
            total += len(sizes)
            short += sum(1 for size in sizes[:-1] if size < 30)
    assert short < total / 500


def test_an_empty_document_has_no_passages() -> None:
    assert split(_document("")) == []


def test_a_passage_has_about_a_hundred_words_and_no_scrap_is_left() -> None:
    document = _document(WORDS.strip() + (" " + WORDS.strip()) * 42)
    sizes = [len(p.text.split()) for p in split(document)]
    assert sum(sizes) == 43 * 13
    assert all(84 <= size <= 120 for size in sizes)


def test_passages_end_with_a_paragraph_where_one_ends_nearby() -> None:
    paragraph = WORDS * 7
    document = _document("\n\n".join([paragraph.strip()] * 5))
    assert [p.text for p in split(document)] == [paragraph.strip() + "\n\n"] * 4 + [paragraph.strip()]


def test_a_heading_starts_a_passage_and_a_page_does_not() -> None:
    text = "The Wood\n\n" + WORDS.strip() + "\n\nThe Hen\n\n" + WORDS.strip()
    hen = text.index("The Hen")
    document = _document(text, Section(0, "heading", "The Wood"), Section(20, "page", "2"), Section(hen, "heading", "The Hen"))
    assert [p.start for p in split(document)] == [0, hen]


def test_headings_without_text_join_what_follows() -> None:
    text = "BOOK ONE\n\nCHAPTER I\n\n" + WORDS.strip()
    document = _document(text, Section(0, "chapter", "BOOK ONE"), Section(10, "chapter", "CHAPTER I"))
    assert [p.text for p in split(document)] == [text]


@pytest.mark.parametrize("unit", ["word ", "x"])
def test_a_sentence_of_5_mb_is_split_in_seconds(unit: str) -> None:
    document = _document((unit * 5_000_000)[:5_000_000])
    start = time.process_time()
    passages = _assert_tiles(document)
    assert time.process_time() - start < 6
    assert max(len(p.text) for p in passages) <= 1_700


def test_places() -> None:
    sections = (
        Section(0, "heading", "The Fox"),
        Section(5, "chapter", "Chapter 1"),
        Section(5, "page", "3"),
        Section(9, "heading", "The Pool"),
        Section(20, "chapter", "Chapter 2"),
    )
    document = _document("x" * 30, *sections)
    assert [place(document, n) for n in (0, 6, 9, 20)] == [
        "",
        "Chapter 1, page 3",
        "Chapter 1, The Pool, page 3",
        "Chapter 2, page 3",
    ]
    assert place(_document("x"), 0) == ""
