"""What turns measurements into figures: ranks, stages, exponents, tables and the page that they are written into."""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from benchmarks import __main__ as bench
from benchmarks import record
from benchmarks.gold import NEVER, Gold, recall
from benchmarks.growth import stages
from benchmarks.growth.exponents import exponents, fit
from benchmarks.peers.table import tables
from corpus import Passage
from qa import Chatbot
from qa.train.fairytaleqa import Question
from tests.conftest import PROJECT

_SYSTEM = """
from benchmarks.peers.wire import answer
class Echo:
    def __init__(self, model): print("noise"); self.ids = [model]
    def add(self, batch): self.ids += batch.ids
    def fuse(self): self.ids.sort()
    def dense(self, question, k): return self.ids[:k]
    def hybrid(self, question, k): return [question]
answer(Echo)
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(record, "RESULTS", tmp_path / "results")
    return tmp_path / "results"


def test_a_section_ranks_as_its_best_passage() -> None:
    passages = {key: Passage("fox", start, start + 10, "0123456789") for key, start in (("a", 0), ("b", 10), ("c", 20), ("d", 90))}
    gold = Gold({"fox": {1: (0, 17), 2: (17, 30)}}, passages)
    question = Question("Who?", "fox", (2,), True, ())
    assert (gold.rank(question, ["d", "a", "b", "c"]), gold.touched(question, ["d", "a", "b", "c"])) == (3, 3)
    assert (gold.rank(question, ["a", "d"]), gold.touched(question, ["a", "d"])) == (NEVER, NEVER)
    assert recall([1, 3, NEVER, 2], 2) == 0.5


def test_the_stages_of_a_question_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks: Iterator[int] = count()
    monkeypatch.setattr(stages, "time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    library, reader = SimpleNamespace(), SimpleNamespace(read=lambda: None)
    library.embedder = SimpleNamespace(embed_query=lambda: None)
    library.search = lambda: library.embedder.embed_query()

    def ask(question: str) -> None:
        library.search()
        reader.read()

    bot = SimpleNamespace(library=library, ask=ask)
    # One tick from any event to the next: asked, search, embed, embedded, found, read, was read, answered.
    wanted = {"understand": 1, "embed": 1, "search": 2, "read": 2, "decide": 1}
    assert stages.Stages(cast(Chatbot, bot), reader).ask("Who?") == wanted


def test_the_exponent_of_a_power_law() -> None:
    exponent, fits = fit({size: 3 * size**0.5 for size in (300, 5_000, 50_000)})
    assert (round(exponent, 9), round(fits, 9)) == (0.5, 1.0)


def test_figures_are_kept_by_part_and_fitted(kept: Path) -> None:
    for size in (5_000, 300):
        record.save("opening", str(size), {"open_seconds": size / 100}, effort=0.5)
    told = json.loads((kept / "opening.json").read_text(encoding="utf-8"))
    assert list(told) == ["300", "5000"]
    assert (told["300"]["figures"], told["300"]["effort"], told["300"]["seed"]) == ({"open_seconds": 3.0}, 0.5, record.SEED)
    assert {name: (round(exponent, 9), sizes) for name, (exponent, _, sizes) in exponents().items()} == {"opening": (1.0, 2)}


def test_the_page_keeps_what_is_not_between_its_markers(kept: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text((PROJECT / "docs" / "benchmarks.md").read_text(encoding="utf-8"), encoding="utf-8")
    record.save("fresh", "all", dict.fromkeys(_FRESH, 2.0))
    bench.write(page, [tmp_path / "bench-opening.svg"])
    once = page.read_text(encoding="utf-8")
    assert "| `quoth serve` until ready | 2.00 s, slowest 2.00 s |" in once
    assert "![opening](bench-opening.svg)\n\n<!-- /bench:growth -->" in once
    bench.write(page, [tmp_path / "bench-opening.svg"])
    assert page.read_text(encoding="utf-8") == once


def test_peers_are_told_beside_quoth() -> None:
    figures = {"quoth": {"size": 2**20, "packages": 7}, "txtai": {"size": 3 * 2**20, "packages": 9}}
    assert tables({"install": {"figures": figures}}).splitlines()[2:] == ["| Quoth | 1 MiB | 7 |", "| txtai | 3 MiB (3.00) | 9 |"]


def test_a_system_answers_requests_and_its_noise_stays_out(tmp_path: Path) -> None:
    passages = tmp_path / "passages.jsonl"
    passages.write_text('{"id": "b", "text": "B"}\n{"id": "a", "text": "A"}\n', encoding="utf-8")
    add: dict[str, object] = {"do": "add", "passages": str(passages), "vectors": None, "stories": [], "library": None}
    search: dict[str, object] = {"do": "search", "question": "Who?", "k": 2}
    requests = [add, {**search, "mode": "dense"}, {"do": "fuse"}, {**search, "mode": "dense"}, {**search, "mode": "hybrid"}, {"do": "quit"}]
    told = "".join(f"{json.dumps(request)}\n" for request in requests)
    done = subprocess.run([sys.executable, "-c", _SYSTEM, "model"], input=told, capture_output=True, text=True, check=True, cwd=PROJECT)
    replies: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reply.get("ids") for reply in replies] == [None, None, ["model", "b"], None, ["a", "b"], ["Who?"]]
    assert replies[0] == {"ready": True}
    assert done.stderr == "noise\n"


_FRESH = (
    "ask_seconds", "ask_seconds_most", "ask_peak_bytes", "ready_seconds", "ready_seconds_most", "serve_bytes", "serve_bytes_after_answer",
)  # fmt: skip
