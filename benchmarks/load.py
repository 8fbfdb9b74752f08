"""The server under many askers at once: rate, refusals, latency, and whether /healthz still answers meanwhile.

    python -m benchmarks.load [--askers 64] [--seconds 120] [--passages 0]

Starts `quoth serve` with the founding stories, and with stories of `../shared/data` until there are so many passages. Every asker asks its next
question as soon as it has an answer, and waits as long as Retry-After says when it is refused. /healthz is polled from a process of its own, so that
a slow client here is not taken for a slow server.
"""

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import httpx
import psutil

from benchmarks.questions import question, said
from corpus import discover, founding_stories
from qa.train.fairytaleqa import SHARED

_QUOTH = (sys.executable, "-m", "web.terminal")
_CHARACTERS = 520  # of a passage, on average
_READY_SECONDS = 120.0


@dataclass(slots=True)
class Tally:
    """What came back: seconds of every answer, how many refusals, and everything that should not be."""

    answered: list[float] = field(default_factory=list)
    refused: int = 0
    wrong: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Start, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--askers", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--passages", type=int, default=0, help="about how many passages to add to those of the founding stories")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library, stories = Path(folder) / "library", [founding_stories(), *_more(given.passages)]
        subprocess.run([*_QUOTH, "add", "--library", library, *stories], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with served(library) as (address, server, opened):
            start = server.memory_info().rss
            tally, health = asyncio.run(_load(address, _said(stories), given.askers, given.seconds))
            _print(given.askers, given.seconds, tally, health)
            print(f"| memory of the server, start and end | {start / 2**20:.0f} and {server.memory_info().rss / 2**20:.0f} MiB |")
            print(f"| from start to ready | {opened:.1f} s |")


def _more(passages: int) -> Iterator[Path]:
    """Yield files until they hold about so many passages; novels are left out, as one would be a library of its own."""
    sources = discover([SHARED / "stories"]) if passages else []
    random.Random(0).shuffle(sources)
    for source in sources:
        if passages > 0 and source.path.stat().st_size < 100_000:
            passages -= source.path.stat().st_size // _CHARACTERS
            yield source.path


@contextmanager
def served(library: Path) -> Iterator[tuple[str, psutil.Process, float]]:
    """Serve a library on a free port; yields the address, the process, and the seconds until it was ready."""
    begun = time.monotonic()
    command = [*_QUOTH, "serve", "--port", "0", "--library", str(library)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            address = server.stderr.readline().split()[3]
            with httpx.Client(base_url=address, trust_env=False) as client:
                while client.get("/readyz").status_code != 200:
                    if time.monotonic() - begun > _READY_SECONDS:
                        raise TimeoutError("The server did not become ready.")
                    time.sleep(0.05)
            yield address, psutil.Process(server.pid), time.monotonic() - begun
        finally:
            server.terminate()


def _said(stories: Sequence[Path]) -> list[list[str]]:
    return said(source.path.read_text(encoding="utf-8", errors="replace") for source in discover(stories))


async def _load(address: str, told: Sequence[list[str]], askers: int, seconds: float) -> tuple[Tally, list[float]]:
    """Let all askers ask for so many seconds; returns their tally and the seconds of every poll of /healthz."""
    tally, until = Tally(), time.monotonic() + seconds
    with ProcessPoolExecutor(1, get_context("spawn")) as beside:
        polled = asyncio.get_running_loop().run_in_executor(beside, _poll, address, seconds)
        await asyncio.gather(*(_asker(address, told, random.Random(number), until, tally) for number in range(askers)))
        return tally, await polled


async def _asker(address: str, told: Sequence[list[str]], chance: random.Random, until: float, tally: Tally) -> None:
    # A client each: in one for all, looking through its connections takes longer than the server's answer.
    async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False, verify=False) as client:
        while (begun := time.monotonic()) < until:
            try:
                response = await client.post("/ask", json={"question": question(told, chance)})
            except httpx.HTTPError as exc:
                tally.wrong[type(exc).__name__] += 1
                continue
            if response.status_code == 200:
                tally.answered.append(time.monotonic() - begun)
            elif response.status_code == 503 and response.headers.get("retry-after", "").isdecimal():
                tally.refused += 1
                await asyncio.sleep(min(float(response.headers["retry-after"]), max(0.0, until - time.monotonic())))
            else:
                tally.wrong[str(response.status_code)] += 1


def _poll(address: str, seconds: float) -> list[float]:
    """Ask /healthz twenty times a second and return how long each took; one that fails counts as endless."""
    took, until = [], time.monotonic() + seconds
    with httpx.Client(base_url=address, timeout=10, trust_env=False) as client:
        while (begun := time.monotonic()) < until:
            try:
                healthy = client.get("/healthz").status_code == 200
            except httpx.HTTPError:
                healthy = False
            took.append(time.monotonic() - begun if healthy else float("inf"))
            time.sleep(0.05)
    return took


def _print(askers: int, seconds: float, tally: Tally, health: Sequence[float]) -> None:
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    print(f"{askers} askers for {seconds:.0f} s on {os.cpu_count()} cores; load average in the end {load}\n\n| | |\n|---|---|")
    print(f"| answers | {len(tally.answered)}, {len(tally.answered) / seconds:.1f} a second |")
    print(f"| refused, all with Retry-After | {tally.refused} |")
    print(f"| anything else | {sum(tally.wrong.values())} {dict(tally.wrong) or ''} |")
    cuts = statistics.quantiles(tally.answered, n=100)
    print(f"| question to answer, p50, p95, p99 | {cuts[49] * 1000:.0f}, {cuts[94] * 1000:.0f}, {cuts[98] * 1000:.0f} ms |")
    print(f"| /healthz over {len(health)} polls, p50, p99 | {_ms(health, 49)}, {_ms(health, 98)} |")


def _ms(seconds: Sequence[float], cut: int) -> str:
    return f"{statistics.quantiles(seconds, n=100)[cut] * 1000:.0f} ms"


if __name__ == "__main__":
    main()
