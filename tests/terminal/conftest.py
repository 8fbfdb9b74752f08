"""The command `quoth` over a real library with a fake embedder, and a chatbot that says what it is told."""

import io
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import QuothError
from index import Library
from qa import Answer, Chatbot, Citation, Considered, Mode, Turn
from tests.conftest import FakeEmbedder, WordReader
from web.terminal.boundary import run
from web.terminal.opening import Openings, Place

TALE = "The fox lived in a red barn. He feared the old dog.\n"
SONG = "Mina sang by the river. Nobody heard her.\n"

Quoth = Callable[..., tuple[int, str, str]]


class Parrot(Chatbot):
    """Quotes the first sentence of the first document, whatever it is asked; says no to a question with `not` in it."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, WordReader())
        self.asked: list[tuple[str, tuple[Turn, ...], int]] = []

    def ask(
        self,
        question: str,
        *,
        documents: Collection[str] | None = None,
        history: Sequence[Turn] = (),
        limit: int = 3,
        explain: bool = False,
        mode: Mode = "auto",
    ) -> Answer:
        self.asked.append((question, tuple(history), limit))
        if question == "?":
            raise QuothError("The question holds no words.", "Ask in words.")
        passages = (Considered("tale", "Tale", 0, 28, TALE, 1, 0.5, None, None, 1, 0.75, 0.25),) if explain else ()
        no = Answer(question, question, "The stories don't tell.", True, "nothing_found", 0.5, (), passages, 1, 7)
        ids = sorted(documents or self.library.documents())
        if "not" in question.split() or not ids:
            return no
        text = self.library.document(ids[0]).text
        end = text.index(".") + 1
        cited = Citation(1, ids[0], "Tale", "tale.txt", 0, end, text[:end], 4, 7, "Chapter 2")
        return replace(no, answer=f"{text[:end]} [1]", abstained=False, reason=None, citations=(cited,))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two stories."""
    made = tmp_path / "stories"
    made.mkdir()
    (made / "tale.txt").write_text(TALE, encoding="utf-8")
    (made / "song.txt").write_text(SONG, encoding="utf-8")
    return made


@pytest.fixture
def quoth(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Quoth:
    """Run a command line; returns exit code, standard output, standard error."""

    def library(where: Place, create: bool) -> Library:
        return Library.open(where.folder, FakeEmbedder(), create=create)

    openings = Openings(library, lambda where, create: Parrot(library(where, create)), give_way=lambda: None)

    def command(*arguments: str | Path, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = run([str(argument) for argument in arguments], openings)
        return code, *capfd.readouterr()

    return command


@pytest.fixture
def shelf(quoth: Quoth, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library with the two stories, which commands mean without --library."""
    monkeypatch.setenv("QUOTH_LIBRARY", str(tmp_path / "shelf"))
    assert quoth("add", folder)[0] == 0
    return tmp_path / "shelf"


def ids(quoth: Quoth) -> list[str]:
    """List the ids in the library."""
    return [row.split("\t")[0] for row in quoth("list")[1].splitlines()]
