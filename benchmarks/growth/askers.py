"""Several people asking at once, threads of one program: answers a second and how long each was waited for."""

import itertools
import threading
import time
from typing import Any

from benchmarks.questions import asked_of
from benchmarks.record import SEED

from .opened import Models, Opened, folder_of, quantiles, share

ASKERS = (1, 2, 8, 64)
_SECONDS = 15.0
_QUESTIONS = 4_000


def measure(size: int, effort: float) -> dict[str, Any]:
    """Let so many askers ask on as soon as they have their answer."""
    with Models().opened(folder_of(size)) as opened:
        asked = asked_of(opened.library, share(_QUESTIONS, effort), SEED + 1)
        opened.bot.ask(asked[0])
        return {str(askers): _together(opened, askers, asked[number :: len(ASKERS)], _SECONDS * effort) for number, askers in enumerate(ASKERS)}


def _together(opened: Opened, askers: int, asked: list[str], seconds: float) -> dict[str, Any]:
    questions, took = itertools.cycle(asked), list[float]()
    begun = time.perf_counter()

    def ask_on() -> None:
        while (now := time.perf_counter()) < begun + seconds:
            opened.bot.ask(next(questions))
            took.append(time.perf_counter() - now)

    threads = [threading.Thread(target=ask_on) for _ in range(askers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"answers": len(took), "a_second": len(took) / (time.perf_counter() - begun), **quantiles(took)}
