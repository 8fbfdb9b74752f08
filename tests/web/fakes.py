"""A real library with a tiny embedder, and a scripted chatbot for where a test must hold the thread."""

import hashlib
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus import Source
from index import Library, Vector
from qa import Answer, Chatbot, Delta, Done, Event, Mode, Turn
from tests.conftest import WordReader
from web.service import WARM_QUESTION
from web.settings import Settings

Serve = Callable[..., TestClient]
BASE = "http://127.0.0.1:8000"
HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}

STORIES = {
    "lily.md": "# Lily the Dancer\n\nLily was born in the town of Aktau. She danced all day.\n\nLater she left for Paris.",
    "fox.txt": "The fox lived in a red barn. He was afraid of the old dog.\n\nOne day he met a hen.\n",
}


class WordEmbedder:
    """Sums a fixed random vector for each word: texts that share words lie close."""

    name = "words"
    fingerprint = "words-1"
    dimension = 64

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        return np.array([self.embed_query(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def embed_query(self, text: str) -> Vector:
        total = np.full(self.dimension, 1e-3, dtype=np.float32)
        for word in text.lower().replace("?", " ").replace(".", " ").split():
            seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:4], "big")
            total += np.random.default_rng(seed).standard_normal(self.dimension, dtype=np.float32)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


def make_library(folder: Path) -> Path:
    """Make a library of two stories; its folder is returned, to be copied."""
    sources = []
    for name, text in STORIES.items():
        (folder / name).write_text(text, encoding="utf-8")
        sources.append(Source(folder / name, name, str(folder / name)))
    with Library.open(folder / "library", WordEmbedder()) as library:
        assert [outcome.status for outcome in library.add(sources)] == ["added", "added"]
    return folder / "library"


def open_real(folder: Path) -> Chatbot:
    """Open the library in a folder."""
    embedder = WordEmbedder()
    return Chatbot(Library.open(folder, embedder), WordReader())


def answer(question: str = "Who?", text: str = "Nobody.") -> Answer:
    """An abstention with any words."""
    return Answer(question, question, text, True, "nothing_found", 0.5, (), (), 1, 1)


class ScriptedChatbot(Chatbot):
    """Says one sentence piece by piece; before each piece it waits until the test lets it go on."""

    def __init__(self, library: Library, pieces: Sequence[str] = ("No", "body."), error: Exception | None = None) -> None:
        super().__init__(library, WordReader())
        self.pieces = pieces
        self.error = error
        self.asked: list[tuple[str, Collection[str] | None, Sequence[Turn], int, bool]] = []
        self.go = threading.Event()
        self.go.set()
        self.started = threading.Semaphore(0)
        self.stopped = threading.Semaphore(0)

    def stream(
        self,
        question: str,
        *,
        documents: Collection[str] | None = None,
        history: Sequence[Turn] = (),
        limit: int = 3,
        explain: bool = False,
        mode: Mode = "auto",
    ) -> Iterator[Event]:
        self.asked.append((question, documents, history, limit, explain))
        self.started.release()
        try:
            for piece in self.pieces:
                yield Delta(piece)
                self.go.wait()
            if self.error is not None and question != WARM_QUESTION:
                raise self.error
            yield Done(answer(question, "".join(self.pieces)))
        finally:
            self.stopped.release()


def settings(**values: object) -> Settings:
    """Settings for a test, whatever the environment holds."""
    return Settings.model_validate({"slots": 2, "library": "library", **values})


def wait(client: TestClient, app: FastAPI) -> TestClient:
    """Wait until the opening is over."""
    while app.state.service.is_opening:
        client.get("/healthz")
    return client
