"""Chatbots for the tests: over the bundled stories and over the originals, both with the real model."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus import discover, founding_stories
from index import Library, MiniLM
from qa import Chatbot
from qa.reader import TrainedReader
from qa.reader_network import ReaderNetwork
from tests.conftest import WordReader


@pytest.fixture(scope="session")
def minilm() -> MiniLM:
    """The model that comes with Quoth, loaded once."""
    return MiniLM()


@pytest.fixture(scope="session")
def bundled(minilm: MiniLM, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    """A chatbot over the two bundled stories."""
    with Library.open(tmp_path_factory.mktemp("bundled"), minilm) as library:
        assert [outcome.status for outcome in library.add(discover([founding_stories()]))] == ["added", "added"]
        yield Chatbot(library, TrainedReader(ReaderNetwork()))


@pytest.fixture(scope="session")
def originals(minilm: MiniLM, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    """A chatbot over the two original stories."""
    with Library.open(tmp_path_factory.mktemp("originals"), minilm) as library:
        assert [outcome.status for outcome in library.add(discover([shared / "stories"]))] == ["added", "added"]
        yield Chatbot(library, TrainedReader(ReaderNetwork()))


@pytest.fixture
def telling(library: Library, tmp_path: Path) -> Callable[..., Chatbot]:
    """Return what makes a chatbot over stories given as `name="text"`."""

    def tell(**stories: str) -> Chatbot:
        folder = tmp_path / "stories"
        folder.mkdir(exist_ok=True)
        for name, text in stories.items():
            (folder / f"{name}.md").write_text(f"# The tale of {name.title()}\n\n{text}\n", encoding="utf-8")
        assert all(outcome.error is None for outcome in library.add(discover([folder])))
        return Chatbot(library, WordReader())

    return tell
