"""The seam to a language model: messages in, pieces of text out."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ..errors import AnswerError


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
