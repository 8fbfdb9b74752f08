"""Kills a program again and again while it adds documents, and looks whether anything that it acknowledged is lost.

    python -m tests.index.kills 200 [SEED] [milvus]

A child adds stories and writes a line for each outcome that it was given, fsynced, outside the library. It is killed (SIGKILL) after a random time.
Then the library is opened: every acknowledged document must be there as it was written, and whatever else is there must be whole.
"""

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import index.adding
import index.library
import index.local
from corpus import discover
from index import Library, check
from index.milvus import Address, MilvusEngine
from tests.conftest import FakeEmbedder
from tests.index.states import PlainParser, story, write

Opening = Callable[[Path], Library]


def _open_local(root: Path) -> Library:
    return Library.open(root / "library", FakeEmbedder())


def _open_milvus(root: Path) -> Library:
    """Open a library in Milvus Lite, whose server runs within the program that is killed."""
    embedder = FakeEmbedder()
    address = Address(str(root / "library.db"))
    return Library(MilvusEngine(address, embedder="fake", fingerprint="fake-1", dimension=lambda: embedder.dimension), embedder)


@dataclass(frozen=True)
class Victim:
    """An engine whose writer is killed.

    Attributes:
        opening: Opens a library.
        least: Seconds until the writer is killed, at least.
        most: And at most.
        opened: How often they are counted from when the library was opened, not from the start.
        round: How many stories are added before some are changed and removed.
        library: After how many kills a new library is begun, so that its making is killed too, and looking at it takes no longer and longer.
    """

    opening: Opening
    least: float
    most: float
    opened: float
    round: int
    library: int


# Milvus Lite takes half a second to start, and looks through all rows for each word.
ENGINES: Mapping[str, Victim] = {"local": Victim(_open_local, 0.01, 0.6, 0.0, 12, 20), "milvus": Victim(_open_milvus, 0.01, 2.0, 0.8, 6, 5)}


def _text(number: int, version: int) -> str:
    return story(f"token{number}v{version}", number * 31 + version, paragraphs=1 + number % 3)


def _work(root: Path, first: int, victim: Victim) -> None:
    """Add stories until the end, each acknowledged; every third one is edited and added again, every fifth removed."""
    with (root / "acknowledged").open("a", encoding="utf-8") as log, victim.opening(root) as library:
        (root / "opened").touch()

        def acknowledge(number: int, version: int) -> None:
            log.write(f"{number} {version}\n")
            log.flush()
            os.fsync(log.fileno())

        for start in range(first, first + 10_000, victim.round):
            numbers = range(start, start + victim.round)
            for version in (1, 2):
                for number in numbers:
                    if version == 1 or number % 3 == 0:
                        write(root / "tales" / str(start), f"tale-{number}.txt", _text(number, version))
                for outcome in library.add(discover([root / "tales" / str(start)])):
                    if outcome.status in ("added", "replaced"):
                        acknowledge(int(str(outcome.document_id).split("-")[1]), version)
            for number in (number for number in numbers if number % 5 == 0):
                acknowledge(number, -1)  # before: from now on it may be gone
                library.remove([f"tale-{number}"])
                acknowledge(number, 0)


def _lost(root: Path, last: dict[int, int], opening: Opening) -> list[str]:
    """Return what is not as it was acknowledged."""
    with opening(root) as library:
        there = {int(id.split("-")[1]): library.document(id).text for id in library.documents()}
        wrong = [f"tale {n} v{v} is lost" for n, v in last.items() if v > 0 and n not in there]
        wrong += [f"tale {n} is back" for n, v in last.items() if v == 0 and n in there]
        for number, text in there.items():
            least = max(1, last.get(number, 1))
            versions = [version for version in (1, 2) if version >= least and text == _text(number, version)]
            if not versions:
                wrong.append(f"tale {number} is neither old nor new")
            elif library.engine.lexical(f"token{number}v{versions[0]}", 1, [f"tale-{number}"]) == []:
                wrong.append(f"tale {number} is not found")
        return wrong + [f"{f.what}: {f.hint}" for f in check(library)[:2] if not f.sound]


def _killed(root: Path, first: int, seconds: float, victim: Victim, *, opened: bool) -> bool:
    """Let a child work and kill it, so long after its start or, with `opened`, after it opened the library; tells whether it lived until then."""
    (root / "opened").unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            _work(root, first, victim)
        finally:
            os._exit(status)
    while opened and not (root / "opened").exists() and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(0.005)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _looked(root: Path, opening: Opening) -> list[str]:
    """Look at the library in a child, so that this process stays one that can be forked."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "w") as pipe:
                json.dump(_lost(root, _acknowledged(root), opening), pipe)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    failed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return ["the library cannot be opened"] if failed else list(json.loads(text))


def _acknowledged(root: Path) -> dict[int, int]:
    """Return the last acknowledged version of each story; 0 for one that is gone, -1 for one that may be."""
    lines = (root / "acknowledged").read_text(encoding="utf-8").splitlines() if (root / "acknowledged").exists() else []
    return {int(line.split()[0]): int(line.split()[1]) for line in lines}


def run(kills: int, seed: int, engine: str) -> dict[str, object]:
    """Kill so often; returns the figures."""
    victim = ENGINES[engine]
    chance = random.Random(seed)
    index.library.Parser = PlainParser  # type: ignore[attr-defined,assignment]  # one process is killed, not two
    index.adding._FEWEST = index.adding._MOST = 6
    index.local._SAVE_EVERY = 20
    for package in {"local": ("faiss", "tantivy"), "milvus": ("pymilvus", "milvus_lite.adapter.grpc.server")}[engine]:
        import_module(package)  # here, not again in every child
    wrong: list[str] = []
    acknowledged, fresh = 0, 0
    with tempfile.TemporaryDirectory() as name:
        root, first = Path(name), 0
        for kill in range(kills):
            if kill % victim.library == 0:
                root = Path(name) / str(kill)
                root.mkdir()
                first, fresh = 0, fresh + 1
            if not _killed(root, first, chance.uniform(victim.least, victim.most), victim, opened=chance.random() < victim.opened):
                wrong.append(f"kill {kill}: the child ended before it was killed")
            wrong += [f"kill {kill}: {one}" for one in _looked(root, victim.opening)]
            before = first
            first = (max(_acknowledged(root), default=-victim.round) // victim.round + 1) * victim.round
            acknowledged += len([n for n in _acknowledged(root) if n >= before])
    return {"engine": engine, "kills": kills, "seed": seed, "libraries": fresh, "acknowledged": acknowledged, "wrong": wrong}


if __name__ == "__main__":
    given = dict(enumerate(sys.argv))
    print(json.dumps(run(int(given[1]), int(given.get(2, "1")), given.get(3, "local"))))  # noqa: T201
