"""The run: every system adds the same passages in turn and answers the same questions in turn."""

import json
import random
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.gold import Gold, Placed, recall
from benchmarks.record import SEED
from corpus import Passage
from index import open_embedder
from qa.train.fairytaleqa import Question, library, questions, sections

from .passages import Addition, recombined, told
from .program import LOGS, Program

MODES = ("dense", "hybrid")
_BENCH = Path(".bench")
_K, _DEEP, _ROUNDS = 10, 50, 5
_WARM = ("Who was it?", "Where did the king and the queen live?", "Why did the fox run?")
_REST = 0.01  # after an answer: threads that still spin would slow whoever is asked next


def stories(peers: Sequence[str], splits: Sequence[str], asked: int, *, embed: bool) -> dict[str, Any]:
    """Compare on FairytaleQA's stories: adding, memory, latency, recall.

    Args:
        peers: Names of `environments`.
        splits: `train`, `val` or both.
        asked: How many questions are timed in each mode.
        embed: Whether everyone embeds the passages; else the peers get the vectors of a library that Quoth opens, and no rate is measured.
    """
    folder = _BENCH / ("fairytaleqa" if len(splits) > 1 else "fairytaleqa-val")
    with library(folder, splits) as opened:
        placed = {story: spans for split in splits for story, spans in sections(opened, split).items()}
    additions, passages = told(LOGS, splits, _ROUNDS)
    with _started(peers) as programs:
        figures = _added(programs, additions if embed else [recombined(LOGS, folder)], rate=embed)
        every = questions("val")
        _merge(figures, _timed(programs, _texts(every), asked))
        _merge(figures, _recalled(programs, every, placed, passages))
    return figures


def at_size(peers: Sequence[str], folder: Path, asked: int) -> dict[str, Any]:
    """Compare on a library of recombined tales, its vectors given to all: memory, latency, and dense search beside an exact one."""
    addition = recombined(LOGS, folder)
    with _started(peers) as programs:
        figures = _added(programs, [addition], rate=False)
        texts = _texts(questions("val"))
        found: dict[tuple[str, str], list[str]] = {}
        _merge(figures, _timed(programs, texts, asked, found))
    exact = _exact(addition, [question for _, question in found if question])
    for peer in peers:
        shares = [len(set(ids) & set(exact[question])) / _K for (name, question), ids in found.items() if name == peer]
        figures[peer]["dense"]["recall_of_exact"] = statistics.mean(shares)
    return figures


@contextmanager
def _started(peers: Sequence[str]) -> Iterator[list[Program]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Program(peer)) for peer in peers]


def _added(programs: Sequence[Program], additions: Sequence[Addition], *, rate: bool) -> dict[str, Any]:
    seconds = {program.peer: 0.0 for program in programs}
    for number, addition in enumerate(additions):
        for program in _turned(programs, number):
            took = program.ask(do="add", **addition.request)["seconds"]
            seconds[program.peer] += took
            print(f"{program.peer}: {addition.passages} passages in {took:.1f} s", file=sys.stderr, flush=True)
            time.sleep(_REST)
    count, figures = sum(addition.passages for addition in additions), {}
    for program in programs:
        fused = program.ask(do="fuse")["seconds"]
        added = {"passages": count, "fuse_seconds": fused, "add_seconds": seconds[program.peer]}
        figures[program.peer] = {**added, "rate": count / (seconds[program.peer] + fused)} if rate else added
    for program in programs:
        for mode in MODES:
            for question in _WARM:
                program.ask(do="search", mode=mode, question=question, k=_K)
        figures[program.peer]["memory"] = program.ask(do="memory")
    return figures


def _timed(
    programs: Sequence[Program], texts: Sequence[str], asked: int, found: dict[tuple[str, str], list[str]] | None = None
) -> dict[str, Any]:
    """Ask in turn, every question once in one mode only: Quoth remembers the vectors of questions; fills `found` with what dense search found."""
    figures: dict[str, Any] = {program.peer: {} for program in programs}
    for place, mode in enumerate(MODES):
        took: dict[str, list[float]] = {program.peer: [] for program in programs}
        for number, question in enumerate(texts[place::2][:asked]):
            for program in _turned(programs, number):
                reply = program.ask(do="search", mode=mode, question=question, k=_K)
                took[program.peer].append(reply["seconds"])
                if found is not None and mode == "dense":
                    found[program.peer, question] = reply["ids"]
                time.sleep(_REST)
        print(f"asked {asked} questions each, {mode}", file=sys.stderr, flush=True)
        for peer, seconds in took.items():
            cuts = statistics.quantiles(seconds, n=20)
            figures[peer][mode] = {"questions": len(seconds), "p50_ms": statistics.median(seconds) * 1000, "p95_ms": cuts[18] * 1000}
            # Paired, question by question: what else the machine did then was done to both.
            pairs = [theirs / ours for theirs, ours in zip(seconds, took.get("quoth", ()), strict=False)]
            if pairs:
                figures[peer][mode]["times_quoth"] = statistics.median(pairs)
    return figures


def _recalled(programs: Sequence[Program], every: Sequence[Question], placed: Placed, passages: Mapping[str, Passage]) -> dict[str, Any]:
    gold = Gold(placed, passages)
    figures: dict[str, Any] = {}
    for program in programs:
        figures[program.peer] = {}
        for mode in MODES:
            found = [(question, program.ask(do="search", mode=mode, question=question.text, k=_DEEP)["ids"]) for question in every]
            ranks = [gold.rank(question, ids) for question, ids in found]
            touched = [gold.touched(question, ids) for question, ids in found]
            print(f"{program.peer}: recall of {mode} search taken", file=sys.stderr, flush=True)
            shares = {f"recall@{k}": recall(ranks, k) for k in (1, 5, 10)} | {f"touched@{k}": recall(touched, k) for k in (1, 5, 10)}
            figures[program.peer][mode] = shares
    return figures


def _exact(addition: Addition, asked: Sequence[str]) -> dict[str, list[str]]:
    """Return the ids of the nearest passages by brute force."""
    vectors, embedder = np.load(addition.request["vectors"]), open_embedder()
    with Path(addition.request["passages"]).open(encoding="utf-8") as file:
        ids = [json.loads(line)["id"] for line in file]
    nearest = {}
    for question in dict.fromkeys(asked):
        cosines = vectors @ embedder.embed_query(question)
        nearest[question] = [ids[row] for row in np.argsort(-cosines, kind="stable")[:_K]]
    return nearest


def _texts(every: Sequence[Question]) -> list[str]:
    texts = list(dict.fromkeys(question.text for question in every))
    random.Random(SEED).shuffle(texts)
    return texts


def _turned(programs: Sequence[Program], by: int) -> list[Program]:
    start = by % len(programs)
    return [*programs[start:], *programs[:start]]


def _merge(figures: dict[str, Any], more: Mapping[str, Any]) -> None:
    for peer, parts in more.items():
        for name, value in parts.items():
            figures[peer][name] = {**figures[peer].get(name, {}), **value}
