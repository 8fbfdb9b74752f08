"""What every test stands on: no network, nobody's settings or data, a small embedder, an empty library."""

import hashlib
import os
import runpy
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from corpus import sentences
from index import Library, Vector, telling_terms, terms
from qa.reader import Reading
from qa.understand import Query
from qa.windows import Window

PROJECT = Path(__file__).resolve().parents[1]
OFFLINE = PROJECT / "tests" / "offline"

# I8: this process, and every Python that a test starts, has no network but its own machine's.
runpy.run_path(str(OFFLINE / "sitecustomize.py"))
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")]))

settings.register_profile("quoth", derandomize=True, deadline=None, database=None)
settings.load_profile("quoth")


class FakeEmbedder:
    """A bag of words: each word adds one to one of 64 numbers, so texts that share words lie close."""

    name = "fake"
    fingerprint = "fake-1"
    dimension = 64

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        """Return one unit row a text."""
        rows = np.array([self.embed_query(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)
        if progress is not None:
            progress(len(texts))
        return rows

    def embed_query(self, text: str) -> Vector:
        """Return the unit vector of a text; one without words gets the same length in every direction."""
        row = np.full(self.dimension, 1e-3, dtype=np.float32)
        for word in "".join(c if c.isalnum() else " " for c in text.casefold()).split():
            row[int.from_bytes(hashlib.sha256(word.encode()).digest()[:2], "big") % self.dimension] += 1
        return np.asarray(row / np.linalg.norm(row), dtype=np.float32)


class WordReader:
    """Reads by words alone: a sentence answers as well as it holds the question's terms but names, all of it being the answer."""

    threshold = 0.5

    def read(self, query: Query, windows: Sequence[Window]) -> list[Reading]:
        """Return every sentence, those with most of the question's terms first; sure where it is more than a third of them."""
        named = {term for mention in query.mentions for term in terms(mention.name or mention.written)}
        wanted = set(telling_terms(query.text))
        wanted, found = wanted - named or wanted, []
        for window in windows:
            for start, end in sentences(window.text):
                if window.start + start in window.headings:
                    continue
                share = len(wanted & set(terms(window.text[start:end]))) / (len(wanted) or 1)
                a, b = window.start + start, window.start + end
                sure = 0.9 if share > 0.3 else 0.01
                found.append(Reading(window, a, b, a, b, 3 * share + 0.1 * window.score, sure, 1 - sure))
        return sorted(found, key=lambda reading: -reading.score)


@pytest.fixture(autouse=True)
def _nobodys_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests away from the settings and the library of whoever runs them."""
    for name in [name for name in os.environ if name.startswith("QUOTH_")]:
        monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data that stands beside a checkout on the project's machines; a test that needs it is skipped elsewhere."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("there is no ../shared beside this checkout")
    return folder


@pytest.fixture
def embedder() -> FakeEmbedder:
    """An embedder that needs no model."""
    return FakeEmbedder()


@pytest.fixture
def library(tmp_path: Path, embedder: FakeEmbedder) -> Iterator[Library]:
    """A new, empty library."""
    with Library.open(tmp_path / "library", embedder) as opened:
        yield opened
