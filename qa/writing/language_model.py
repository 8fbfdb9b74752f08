"""The seam to a language model: messages in, pieces of text out."""

import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ..answer import Waiting
from ..errors import AnswerError

# Seconds between two moments at which whoever waits for a model may leave.
TICK = 0.25


class LLMUnavailable(AnswerError):
    """The language model wrote nothing that can be used; the message says why, fit for the person who asked.

    Args:
        message: What happened.
        seconds: How long the model asked to be left alone; None if it did not.
    """

    def __init__(self, message: str, seconds: float | None = None) -> None:
        super().__init__(message, "The answer without it is exact all the same.")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a model: what it is (`system`) told, or what it is (`user`) asked."""

    role: Literal["system", "user"]
    content: str


def waited_for(pieces: Iterable[str]) -> Iterator[str | Waiting]:
    """Yield the pieces of a model, and now and then, however little comes, that it is being waited for."""
    yielded = time.monotonic()
    for piece in pieces:
        yield piece
        if time.monotonic() - yielded >= TICK:
            yield Waiting()
            yielded = time.monotonic()


class LanguageModel(Protocol):
    """Anything that goes on writing from messages. Safe to use from several threads."""

    @property
    def name(self) -> str:
        """What it is called, for people; never its address or its key."""
        ...

    @property
    def context(self) -> int:
        """How many tokens it can be given."""
        ...

    @property
    def seconds(self) -> float:
        """The longest it may take for one question, whatever it is asked for it."""
        ...

    def write(self, messages: Sequence[Message], seconds: float | None = None) -> Generator[str, None, None]:
        """Yield what it writes, piece by piece, and an empty piece when it was silent for a quarter of a second.

        Closing the generator ends the model's work at once.

        Args:
            messages: What it is told and asked.
            seconds: The longest it may take; None for `seconds` of the model.

        Raises:
            LLMUnavailable: It could not be asked, was too slow, or did not come to a proper end.
        """
        ...
