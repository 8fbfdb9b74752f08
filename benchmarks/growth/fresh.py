"""From nothing to an answer with the founding stories: `quoth ask` in a fresh process, `quoth serve` until it is ready, and the memory of either."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import psutil

from benchmarks.load import served
from corpus import founding_stories

from .opened import share

_QUOTH = (sys.executable, "-m", "web.terminal")
_QUESTION = "Where was Lily born?"
_TIMES = 7


def measure(effort: float) -> dict[str, Any]:
    """Start either so many times; medians, with the slowest."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        subprocess.run([*_QUOTH, "add", "--library", library, founding_stories()], check=True, capture_output=True)
        asked = [_asked(library) for _ in range(share(_TIMES, effort))]
        ready, memory, after = zip(*(_served(library) for _ in range(share(_TIMES, effort))), strict=True)
    return {
        "ask_seconds": statistics.median(seconds for seconds, _ in asked),
        "ask_seconds_most": max(seconds for seconds, _ in asked),
        "ask_peak_bytes": max(peak for _, peak in asked),
        "ready_seconds": statistics.median(ready),
        "ready_seconds_most": max(ready),
        "serve_bytes": statistics.median(memory),
        "serve_bytes_after_answer": statistics.median(after),
    }


def _asked(library: Path) -> tuple[float, int]:
    """Return the seconds until the process ended and the most memory it was seen to hold."""
    begun, peak = time.perf_counter(), 0
    with psutil.Popen([*_QUOTH, "ask", "--library", library, _QUESTION], stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as asking:
        while asking.poll() is None:
            try:
                peak = max(peak, asking.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            time.sleep(0.01)
        told = asking.stdout.read().decode()
        seconds = time.perf_counter() - begun
    if "Aktau" not in told:
        raise SystemExit(f"quoth ask did not answer: {told}")
    return seconds, peak


def _served(library: Path) -> tuple[float, int, int]:
    with served(library) as (address, server, ready):
        before = server.memory_info().rss
        told = httpx.get(f"{address}/ask", headers={"Accept": "application/json"}, params={"question": _QUESTION}, timeout=60, trust_env=False)
        told.raise_for_status()
        return ready, before, server.memory_info().rss
