"""Applications and clients for the tests of the web."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa import Chatbot
from tests.web.fakes import BASE, ScriptedChatbot, make_library, open_real, settings, wait
from web.app import create_app


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two stories, for copies."""
    return make_library(tmp_path_factory.mktemp("made"))


@pytest.fixture
def library_folder(made: Path, tmp_path: Path) -> Path:
    """A library of two stories, of the test's own."""
    return shutil.copytree(made, tmp_path / "library")


@pytest.fixture(scope="session")
def app(made: Path) -> FastAPI:
    """An application that no test changes."""
    return create_app(lambda: open_real(made), settings())


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client of it."""
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as entered:
        yield wait(entered, app)


@pytest.fixture
def chatbot(library_folder: Path) -> Iterator[ScriptedChatbot]:
    """A chatbot that does as it is told."""
    scripted = ScriptedChatbot(open_real(library_folder).library)
    yield scripted
    scripted.go.set()


@pytest.fixture
def own(library_folder: Path, serve: Callable[..., TestClient]) -> TestClient:
    """A client of an application of the test's own, to change."""
    return serve(open_real(library_folder))


@pytest.fixture
def serve() -> Iterator[Callable[..., TestClient]]:
    """Serve any chatbot with any settings; stopped at the end."""
    entered: list[TestClient] = []

    def start(chatbot: Chatbot, **values: object) -> TestClient:
        app = create_app(lambda: chatbot, settings(**values))
        client = TestClient(app, base_url=BASE, raise_server_exceptions=False)
        client.__enter__()
        entered.append(client)
        return wait(client, app)

    yield start
    for client in entered:
        client.__exit__(None, None, None)
