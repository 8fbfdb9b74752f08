"""Files made to break whoever reads them: each ends as a document or as one clear line, and costs next to nothing."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import CorpusError, Limits, Parser, Source
from tests.corpus.files import book, pdf, word
from tests.hostile import FILES, MEBIBYTE, READ, Hostile, write_no_files
from tests.outcomes import settle

# The clock ends these; a test does not wait as long as a person may have to.
SLOW = {"marks-on-one-letter.txt", "deeper.html", "endless-content.pdf"}
HURRIED = Limits(seconds=1.5, cpu_seconds=1)
PAGE = "<html><body><h1>The Fox</h1><p>Once there was a fox.</p></body></html>"


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as parser:
        yield parser


@pytest.fixture(scope="module")
def hurried() -> Iterator[Parser]:
    with Parser(HURRIED) as parser:
        yield parser


def test_there_are_enough() -> None:
    assert len({file.name for file in FILES}) == len(FILES) >= 80


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_hostile_file(file: Hostile, parser: Parser, hurried: Parser, tmp_path: Path) -> None:
    path = tmp_path / file.name
    path.write_bytes(file.make())
    result = settle(hurried if file.name in SLOW else parser, Source(path, file.name, str(path)))
    assert result.outcome == file.outcome, result.message
    assert result.growth <= 64 * MEBIBYTE
    assert result.seconds < 31
    assert list(tmp_path.iterdir()) == [path]
    if result.outcome != READ:
        assert result.message.startswith(file.name)
        assert "\n" not in result.message


def test_what_is_no_file(parser: Parser, tmp_path: Path) -> None:
    results = [settle(parser, source) for source in write_no_files(tmp_path)]
    assert [(r.name[:12], r.outcome, r.message[len(r.name) :]) for r in results] == [
        ("fifo.txt", "UnreadableFile", " is not a regular file."),
        ("folder.txt", "UnreadableFile", " is a folder."),
        ("loop.txt", "UnreadableFile", " could not be opened."),
        ("nowhere.txt", "UnreadableFile", " does not exist."),
        ("endless.txt", "UnreadableFile", " is not a regular file."),
        ("missing.txt", "UnreadableFile", " does not exist."),
        ("x" * 12, "UnreadableFile", " could not be opened."),
        ("a\0b.txt", "UnreadableFile", " could not be opened."),
    ]


@pytest.mark.parametrize("name", ["../../x.txt", "/etc/x.txt", "..\\x.txt", "C:\\x.txt", "x\n.txt", "\u202ex.txt", "CON.txt", "~.txt"])
def test_a_name_is_only_a_name(name: str, parser: Parser, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("The fox ran.")
    document = parser.load(Source(path, name, "upload:x"))
    assert (document.text, document.source) == ("The fox ran.", name)
    assert "." not in document.id


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".pdf", pdf([["The Fox", "Once there was a fox."], ["It ran."]], "The Fox")),
        (".docx", word(["The Fox", "Once there was a fox."])),
        (".epub", book({"a.xhtml": PAGE}, '<li><a href="a.xhtml">One</a></li>')),
        (".html", PAGE.encode()),
        (".md", b"---\ntitle: x\n---\n# The *Fox*\n\n> [a](b) **c**\n"),
    ],
)
def test_damaged_files(suffix: str, data: bytes, parser: Parser, tmp_path: Path) -> None:
    """Bytes changed, lost and doubled at random, the same ones in every run."""
    chance = random.Random(suffix)
    path = tmp_path / "x"
    for _ in range(60):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.choice([0, 1, 1, 1, 20])] = chance.randbytes(chance.choice([0, 1, 1, 1, 20]))
        path.write_bytes(damaged or b"x")
        try:
            assert parser.load(Source(path, f"x{suffix}", "x")).text
        except CorpusError as error:
            assert error.message.startswith(f"x{suffix} ")
