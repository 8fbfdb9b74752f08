"""Which library a command means, and how it is opened: the composition of the terminal."""

import os
import shlex
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus import discover, founding_stories
from index import Library, is_address
from qa import Chatbot
from web.terminal.console import err, say

# A program of this niceness gets next to nothing of a core that another wants too.
_NICE = 19


@dataclass(frozen=True, slots=True)
class Place:
    """Where a library lies and what its vectors are made with.

    Attributes:
        folder: The library's folder, or the address of the Milvus cluster that holds it.
        embedder: `static`, or name or folder of a sentence-transformers model; None for the built-in one.
        is_own: Whether it is the one in the user's data folder, which nobody named: it is made and seeded at first use.
    """

    folder: Path | str
    embedder: str | None = None
    is_own: bool = False

    @property
    def option(self) -> str:
        """What to add to a command so that it means this library."""
        return "" if self.is_own else f" --library {shlex.quote(str(self.folder))}"


def place(library: str | None, embedder: str | None) -> Place:
    """Tell which library is meant by the options of a command."""
    if library is not None:
        return Place(library if is_address(library) else Path(library).expanduser(), embedder)
    from web.settings import Settings

    own: Path = Settings.model_fields["library"].get_default(call_default_factory=True)
    return Place(own, embedder, is_own=True)


def _library(where: Place, create: bool) -> Library:
    from index import open_embedder

    return Library.open(where.folder, open_embedder(where.embedder), create=create, token=_token(where))


def _token(where: Place) -> str:
    """Return what the cluster wants to be shown; nothing else is read for a library in a folder."""
    if isinstance(where.folder, Path):
        return ""
    from web.terminal.configured import settings

    token = settings({}).milvus_token
    return token.get_secret_value() if token else ""


def _chatbot(where: Place, create: bool) -> Chatbot:
    from qa import open_chatbot
    from web.model import language_model
    from web.terminal.configured import settings

    return open_chatbot(where.folder, where.embedder, create=create, model=language_model(settings({})), token=_token(where))


def _give_way() -> None:
    if hasattr(os, "nice"):  # Windows has none
        os.nice(_NICE)


@dataclass(frozen=True, slots=True)
class Openings:
    """How libraries and chatbots are opened, and whether they are made where there are none.

    Attributes:
        library: Opens a library.
        chatbot: Opens a chatbot.
        give_way: Lets everything else on the machine have a core first, until this program ends.
    """

    library: Callable[[Place, bool], Library] = _library
    chatbot: Callable[[Place, bool], Chatbot] = _chatbot
    give_way: Callable[[], None] = _give_way

    @contextmanager
    def reading(self, where: Place, *, create: bool = False) -> Iterator[Library]:
        """Open a library for as long as the block runs.

        Args:
            where: Which one.
            create: Whether one that was named may be new.

        Raises:
            QuothError: It cannot be opened, or there is none.
        """
        with closing(self.library(where, create or where.is_own)) as library:
            seed(library, where)
            yield library

    @contextmanager
    def adding(self, where: Place) -> Iterator[Library]:
        """Open a library to add to, for as long as the block runs; what other programs are asked meanwhile goes first.

        Raises:
            QuothError: It cannot be opened.
        """
        self.give_way()
        with self.reading(where, create=True) as library:
            yield library

    def answering(self, where: Place, *, create: bool = False) -> Chatbot:
        """Open a chatbot over a library; whoever called closes `chatbot.library`.

        Raises:
            QuothError: It cannot be opened, or there is none.
        """
        chatbot = self.chatbot(where, create or where.is_own)
        seed(chatbot.library, where)
        return chatbot


def seed(library: Library, where: Place) -> None:
    """Add the founding stories to the user's own library if nothing was ever committed to it."""
    if not where.is_own or library.generation:
        return
    say(f"First use: the founding stories go into {where.folder}", err())
    for outcome in library.add(discover([founding_stories()])):
        if outcome.error is not None:
            raise outcome.error
