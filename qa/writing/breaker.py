"""A circuit breaker: a model that failed again and again is left alone for a while, so that nobody waits for it."""

import threading
import time
from collections.abc import Callable

from .language_model import LLMUnavailable

_LONGEST = 300.0


class Breaker:
    """Counts failures in a row. Safe to use from several threads.

    Args:
        failures: So many in a row, and the model is left alone.
        seconds: For so long; then one question tries it again, while the others still do without.
        clock: Seconds, monotonic.
    """

    def __init__(self, failures: int = 3, seconds: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = failures
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0
        self._why = ""

    def check(self) -> None:
        """Let a question pass.

        Raises:
            LLMUnavailable: The model is left alone now.
        """
        with self._lock:
            now = self._clock()
            if now < self._until:
                raise LLMUnavailable(self._why)
            if self._until:
                self._until = now + self._seconds  # this one tries; the next ones wait for what becomes of it

    def succeeded(self) -> None:
        """Count an answer that came to its end."""
        with self._lock:
            self._failures, self._until = 0, 0.0

    def failed(self, error: LLMUnavailable) -> None:
        """Count a failure; a model that named a time is left alone for that time, at most five minutes."""
        with self._lock:
            self._failures += 1
            self._why = f"{error.message} It is left alone for a moment."
            if error.seconds is not None:
                self._until = self._clock() + min(max(error.seconds, 1.0), _LONGEST)
            elif self._failures >= self._most or self._until:
                self._until = self._clock() + self._seconds
