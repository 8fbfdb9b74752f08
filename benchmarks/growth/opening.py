"""Opening a library: seconds, memory above the models, bytes on disk."""

import time
from typing import Any

import psutil

from benchmarks.questions import asked_of
from benchmarks.record import SEED

from .opened import Models, folder_of, share

_ASKED = 30


def measure(size: int, effort: float) -> dict[str, Any]:
    """Open once in this program, with the files in the system's cache, and ask a little so that what is loaded late is counted."""
    models, running = Models(), psutil.Process()
    before = running.memory_full_info()
    begun = time.perf_counter()
    with models.opened(folder_of(size)) as opened:
        seconds = time.perf_counter() - begun
        opened.bot.ask("What happened when the king was old?")
        answered = time.perf_counter() - begun
        for question in asked_of(opened.library, share(_ASKED, effort), SEED):
            opened.bot.ask(question)
        after = running.memory_full_info()
    return {
        "open_seconds": seconds,
        "first_answer_seconds": answered,
        "models_bytes": before.rss,
        "resident_bytes": after.rss - before.rss,
        "private_bytes": after.uss - before.uss,
        "resident_bytes_each": (after.rss - before.rss) / size,
        "disk_bytes": (disk := _disk(size)),
        "disk_bytes_each": sum(disk.values()) / size,
    }


def _disk(size: int) -> dict[str, int]:
    """Return the bytes of the library's files by the part they belong to, the first name of their path."""
    root, found = folder_of(size), dict[str, int]()
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        part = path.relative_to(root).parts[0]
        found[part] = found.get(part, 0) + path.stat().st_size
    return found
