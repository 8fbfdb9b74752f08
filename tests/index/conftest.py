"""Engines and libraries for the tests of the index."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

import index.library
from index import Engine, Library
from index.local import LocalEngine
from index.milvus import Address, MilvusEngine
from index.milvus.connection import Connection
from index.milvus.schema import Tables
from tests.conftest import FakeEmbedder
from tests.index.states import PlainParser

_NUMBERS = count()


def local_engine(folder: Path) -> Engine:
    """Open the engine of one machine."""
    return LocalEngine(folder, embedder="fake", fingerprint="fake-1", dimension=lambda: 64)


def milvus_engine(address: Address) -> MilvusEngine:
    """Open the engine on Milvus."""
    return MilvusEngine(address, embedder="fake", fingerprint="fake-1", dimension=lambda: 64)


@pytest.fixture(scope="session")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A file that Milvus Lite serves as long as the tests run: starting it takes longer than any of them."""
    pytest.importorskip("pymilvus", reason="pymilvus is not installed")
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
    path = str(tmp_path_factory.mktemp("milvus") / "lite.db")
    connection = Connection(Address(path))
    yield path
    connection.close()


@pytest.fixture
def address(lite: str) -> Iterator[Address]:
    """Where a library of the test lies in Milvus; it is removed afterwards."""
    found = Address(lite, name=f"test_{next(_NUMBERS)}")
    yield found
    connection = Connection(found)
    Tables(connection).drop()
    connection.close()


@pytest.fixture(params=["local", "milvus"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Engine]:
    """Return what opens the engine under test, again and again on the same data."""
    if request.param == "local":
        return lambda: local_engine(tmp_path / "engine")
    where: Address = request.getfixturevalue("address")
    return lambda: milvus_engine(where)


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
