"""Stories that have a payload wherever a story can have one, and a server for them that understands nothing but words."""

import json
import os
import re
import string
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

import uvicorn

from corpus.naming import readable
from corpus.normalisation import normalise
from index import Library
from qa import Chatbot
from tests.conftest import WordReader
from tests.web.browser.payloads import payloads
from tests.web.fakes import WordEmbedder, settings
from web.app import create_app
from web.terminal.serving import address, listen
from web.text import file_name

# What a page is made of when nobody means harm.
PLAIN = ("a plain word", "what nobody who lives beyond nine rivers, nine lakes and nine hills has ever been told", "two\nlines")
PLACE = "on the gate of the old mill one winter night"


@dataclass(frozen=True)
class Story:
    """A story that has a payload wherever a story can have one."""

    number: int
    payload: str

    @property
    def name(self) -> str:
        """Whom it tells of, and no other story does."""
        letters = string.ascii_lowercase
        return f"Mal{letters[self.number // 26]}{letters[self.number % 26]}on"

    @cached_property
    def typed(self) -> str:
        """The payload as it can be typed: without the character that pages drop, and with one kind of line end."""
        return self.payload.replace("\0", "").replace("\r", "\n")

    @cached_property
    def words(self) -> str:
        """The payload as a story's text keeps it."""
        return normalise(self.payload)

    @cached_property
    def title(self) -> str:
        """The payload as a title."""
        return readable(self.words)

    @cached_property
    def heading(self) -> str:
        """The payload in a heading."""
        return " ".join(normalise(f"{self.payload} again").split())

    @cached_property
    def told(self) -> str:
        """The payload in a sentence."""
        return normalise(f"The pedlar {self.name} wrote {self.payload} {PLACE}.")

    def file(self, suffix: str = ".md") -> str:
        """The payload as the name of a file, less what would part a path."""
        return re.sub(r"[/\\\r\n]", " ", f"{self.number} {self.payload}{suffix}")

    def source(self, suffix: str = ".md") -> str:
        """That name as the library knows it: browsers send a quotation mark in a code of their own."""
        return file_name(self.file(suffix))

    @cached_property
    def data(self) -> bytes:
        """What the file holds."""
        coded = "".join(f"&#{ord(letter)};" if letter.isprintable() and not letter.isalnum() else letter for letter in self.heading)
        text = f"---\ntitle: {json.dumps(self.payload)}\n---\n\n## {coded}\n\n```\n{self.told}\n```\n\n## Afterwards\n\nIt was night.\n"
        return text.encode()


# Every twelfth payload; with `QUOTH_TEST_FULL=1` all.
SENT = payloads()[:: 1 if os.environ.get("QUOTH_TEST_FULL") else 12]
STORIES = [Story(number, payload) for number, payload in enumerate([*PLAIN, *SENT])]
TAME, HOSTILE = STORIES[: len(PLAIN)], STORIES[len(PLAIN) :]


class Suggested:
    """Suggests a payload after the other."""

    def __init__(self, chatbot: Chatbot) -> None:
        self._next = 0

    def start(self, most: int = 4) -> list[str]:
        """Questions to begin with."""
        return list(islice(self.of(""), most))

    def starters(self, most: int = 4) -> Iterator[str]:
        """Questions to begin with, one by one."""
        return self.of("")

    def of(self, document: str, asked: Collection[str] = (), near: int | None = None) -> Iterator[str]:
        """Questions about a story."""
        while True:
            self._next += 1
            yield f"What did {STORIES[self._next % len(STORIES)].name} write, {STORIES[self._next % len(STORIES)].typed}?"


@contextmanager
def serving_words(folder: Path, **values: object) -> Iterator[str]:
    """Serve a library that understands nothing but words, in a thread; yields the address."""
    app = create_app(lambda: Chatbot(Library.open(folder, WordEmbedder()), WordReader()), settings(slots=4, **values))
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_keep_alive=60))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield address(listener)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
