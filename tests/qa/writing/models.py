"""Language models that do as a test wants."""

from collections.abc import Callable, Generator, Sequence

from qa import LLMUnavailable, Message

Says = Callable[[Sequence[Message]], str]


class Scripted:
    """Says what a function makes of the messages, a few letters at a time; remembers what it was told.

    Args:
        says: Makes the words; a text for the same words each time.
        failure: What it raises when it has said them.
    """

    name = "scripted"
    context = 4096
    seconds = 40.0

    def __init__(self, says: Says | str, failure: LLMUnavailable | None = None) -> None:
        self._says: Says = says if callable(says) else lambda _: says
        self._failure = failure
        self.told: list[Sequence[Message]] = []
        self.given: list[float | None] = []
        self.closed = 0

    def write(self, messages: Sequence[Message], seconds: float | None = None) -> Generator[str, None, None]:
        self.told.append(messages)
        self.given.append(seconds)
        words = self._says(messages)
        try:
            for at in range(0, len(words), 5):
                yield words[at : at + 5]
            if self._failure is not None:
                raise self._failure
        finally:
            self.closed += 1


def rewords(messages: Sequence[Message]) -> bool:
    """Tell whether a model is asked to make a follow-up stand alone."""
    return "stand alone" in messages[0].content
