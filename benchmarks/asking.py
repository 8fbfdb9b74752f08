"""One person asking: latency of a question in a small library and in one of 5,000 passages, and the server's start and memory.

    python -m benchmarks.asking [--folder DIR] [--questions 100]

The small library holds the two founding stories (questions: `tests/data/founding_dev.jsonl`), the other one FairytaleQA's stories (its validation
questions). Each question is asked for the first time and then again.
"""

import argparse
import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import psutil

from corpus import discover, founding_stories
from index import Library, open_embedder
from qa import Chatbot
from qa.reader import TrainedReader
from qa.reader_network import ReaderNetwork
from qa.train.fairytaleqa import library, questions

_READY_SECONDS = 120.0
_FOUNDING = Path(__file__).resolve().parents[1] / "tests" / "data" / "founding_dev.jsonl"


def main() -> None:
    """Ask, start a server, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".bench"))
    parser.add_argument("--questions", type=int, default=100)
    given = parser.parse_args()
    folder = given.folder / "fairytaleqa"
    asked = [question.text for question in questions("val")]
    with Library.open(given.folder / "founding", open_embedder()) as opened:
        list(opened.add(discover([founding_stories()])))
        _ask(opened, [json.loads(line)["question"] for line in _FOUNDING.read_text(encoding="utf-8").splitlines()])
    with library(folder, ["train", "val"]) as opened:
        _ask(opened, asked[:: max(1, len(asked) // given.questions)][: given.questions])
    _serve(folder)


def _ask(opened: Library, asked: Sequence[str]) -> None:
    print(f"{sum(record.passages for record in opened.documents().values())} passages, {len(asked)} questions")
    bot = Chatbot(opened, TrainedReader(ReaderNetwork()))
    bot.ask("Is this a warm-up?")
    for label in ("for the first time", "again"):
        took = [bot.ask(question).took_ms for question in asked]
        print(f"  asked {label}: p50 {statistics.median(took):.0f} ms, p95 {statistics.quantiles(took, n=20)[18]:.0f} ms")


def _serve(folder: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    server = subprocess.Popen([sys.executable, "-m", "web.terminal", "serve", "--port", str(port), "--library", str(folder)])
    try:
        while time.perf_counter() - started < _READY_SECONDS and not _ready(port):
            time.sleep(0.05)
        ready = time.perf_counter() - started
        memory = psutil.Process(server.pid).memory_info().rss / 2**20
        print(f"server ready after {ready:.1f} s, memory {memory:.0f} MiB")
    finally:
        server.terminate()
        server.wait()


def _ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    except httpx.HTTPError:
        return False


if __name__ == "__main__":
    main()
