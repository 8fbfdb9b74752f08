"""Questions while a large folder is being added, beside questions at rest: by a thread of the same program, and by another program."""

import itertools
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.questions import asked_of
from benchmarks.record import SEED
from corpus import discover
from qa.train.fairytaleqa import SHARED

from .opened import Models, Opened, copied, quantiles, share

_SECONDS = 40.0
_QUESTIONS = 4_000
_FOLDER = SHARED / "fairytaleqa" / "stories"


def measure(size: int, effort: float) -> dict[str, Any]:
    """Ask for so many seconds at rest, while adding, and at rest again; the two at rest are put together."""
    models, figures = Models(), {}
    for name, adding in _WAYS.items():
        with copied(size) as folder, models.opened(folder) as opened:
            asked = iter(itertools.cycle(asked_of(opened.library, share(_QUESTIONS, effort), SEED + 3)))
            rest = _asked(opened, asked, _SECONDS * effort)
            with adding(opened, folder):
                busy = _asked(opened, asked, _SECONDS * effort)
            rested, busily = quantiles(rest + _asked(opened, asked, _SECONDS * effort)), quantiles(busy)
            told = {"rest": rested, "adding": busily, "questions": len(busy), "p99_ratio": busily["p99_ms"] / rested["p99_ms"]}
        figures[name] = told
    return figures


def _asked(opened: Opened, asked: Iterator[str], seconds: float) -> list[float]:
    took, until = list[float](), time.perf_counter() + seconds
    while (begun := time.perf_counter()) < until:
        opened.bot.ask(next(asked))
        took.append(time.perf_counter() - begun)
    return took


@contextmanager
def _thread(opened: Opened, folder: Path) -> Iterator[None]:
    stop = threading.Event()

    def add() -> None:
        for _ in opened.library.add(discover([_FOLDER])):
            if stop.is_set():
                return

    adding = threading.Thread(target=add)
    adding.start()
    try:
        yield
    finally:
        stop.set()
        adding.join()


@contextmanager
def _program(opened: Opened, folder: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "web.terminal", "add", "--library", str(folder), str(_FOLDER)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)) as adding:
        try:
            yield
        finally:
            adding.terminate()


_WAYS = {"thread": _thread, "program": _program}
