"""How long a question spends in each stage, told from outside: the methods where one stage becomes the next are watched, the product has no clocks.

*understand* is everything before the first search, with whatever it looks up; *embed* the question's vector; *search* both rankings, fused, with
the passages; *read* windows and the reader; *decide* what comes after the reader: choosing, checking and composing quotes. What is answered
without reading, as a question that names nobody known, ends in an earlier stage.
"""

import time
from collections.abc import Callable
from typing import Any

from qa import Chatbot

STAGES = ("understand", "embed", "search", "read", "decide")


class Stages:
    """A clock of one asker for every stage.

    Args:
        bot: The chatbot to watch, for as long as it lives.
        reader: Its reader.
    """

    def __init__(self, bot: Chatbot, reader: object) -> None:
        self._bot = bot
        self._seconds = dict.fromkeys(STAGES, 0.0)
        self._stage, self._since = STAGES[0], 0.0
        self._watch(bot.library.embedder, "embed_query", "embed")
        self._watch(bot.library, "search", "search", then="read")
        self._watch(reader, "read", "read", then="decide")

    def ask(self, question: str) -> dict[str, float]:
        """Ask, and return the seconds of every stage; they add up to all of it."""
        self._seconds = dict.fromkeys(STAGES, 0.0)
        self._stage, self._since = STAGES[0], time.perf_counter()
        self._bot.ask(question)
        self._enter(STAGES[0])
        return self._seconds

    def _enter(self, stage: str) -> str:
        now, left = time.perf_counter(), self._stage
        self._seconds[left] += now - self._since
        self._stage, self._since = stage, now
        return left

    def _watch(self, owner: object, name: str, stage: str, then: str | None = None) -> None:
        inner: Callable[..., Any] = getattr(owner, name)

        def watched(*given: object, **named: object) -> object:
            before = self._enter(stage)
            try:
                return inner(*given, **named)
            finally:
                self._enter(then or before)

        setattr(owner, name, watched)
