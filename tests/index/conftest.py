"""Engines and libraries for the tests of the index."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import index.library
from index import Engine, Library
from index.local import LocalEngine
from tests.conftest import FakeEmbedder
from tests.index.states import PlainParser


def local_engine(folder: Path) -> Engine:
    """Open the engine of one machine."""
    return LocalEngine(folder, embedder="fake", fingerprint="fake-1", dimension=lambda: 64)


ENGINES: dict[str, Callable[[Path], Engine]] = {"local": local_engine}


@pytest.fixture(params=sorted(ENGINES))
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Engine]:
    """Return what opens the engine under test, again and again on the same data."""
    return lambda: ENGINES[request.param](tmp_path / "engine")


@pytest.fixture
def engine(reopen: Callable[[], Engine]) -> Iterator[Engine]:
    """An empty engine; every test that takes it runs on all of them."""
    opened = reopen()
    yield opened
    opened.close()


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process, for tests that are not about reading them."""
    monkeypatch.setattr(index.library, "Parser", PlainParser)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the library of a test lies."""
    return tmp_path / "library"


@pytest.fixture
def opening(folder: Path) -> Iterator[Callable[[], Library]]:
    """Return what opens the test's library; whatever it opened is closed afterwards."""
    opened: list[Library] = []

    def open_library() -> Library:
        opened.append(Library.open(folder, FakeEmbedder()))
        return opened[-1]

    yield open_library
    for library in opened:
        library.close()
