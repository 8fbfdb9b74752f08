"""The programs' side of the wire: requests in as JSON lines, answers out as JSON lines, every time taken here.

    {"do": "add", "passages": PATH, "vectors": PATH or null, "stories": [PATH, …], "library": PATH or null}    -> {"seconds": …}
    {"do": "fuse"}                                                makes whatever hybrid search needs beyond that -> {"seconds": …}
    {"do": "search", "mode": "dense" or "hybrid", "question": …, "k": 10}                           -> {"ids": […], "seconds": …}
    {"do": "memory"}                                                                          -> {"resident": bytes, "private": bytes}
    {"do": "quit"}

A file of passages holds one JSON object a line, `{"id": …, "text": …}`; a file of vectors is a float32 array of numpy's, one row a passage.
`stories` are the files that the passages were cut from and `library` a library that holds them already: Quoth takes these.
This module is imported in every peer's environment: the standard library, numpy and psutil are all there is.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import psutil
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be added: `ids[i]` names `texts[i]`, `vectors` is float32 of shape `(len(ids), dimension)` or None for each to embed itself."""

    ids: Sequence[str]
    texts: Sequence[str]
    vectors: Vectors | None
    stories: Sequence[Path]
    library: Path | None


class System(Protocol):
    """A system under test, its model loaded when it is made."""

    def add(self, batch: Batch) -> None:
        """Make these passages searchable by their vectors."""
        ...

    def fuse(self) -> None:
        """Make everything that was added searchable by words too, where adding did not do it."""
        ...

    def dense(self, question: str, k: int) -> list[str]:
        """Return the ids of the nearest `k` passages, best first, their texts at hand."""
        ...

    def hybrid(self, question: str, k: int) -> list[str]:
        """Return the ids of the best `k` passages by vectors and words, best first, their texts at hand."""
        ...


def answer(make: Callable[[str], System]) -> None:
    """Answer requests until asked to quit.

    Args:
        make: Makes the system, given the folder of the model; the folder is the program's only argument.
    """
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints stays out of the replies
    system = make(sys.argv[1])
    print(json.dumps({"ready": True}), file=replies, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "quit":
            return
        print(json.dumps(_reply(system, request)), file=replies, flush=True)


def _reply(system: System, request: Mapping[str, Any]) -> dict[str, Any]:
    if request["do"] == "memory":
        memory = psutil.Process().memory_full_info()
        return {"resident": memory.rss, "private": memory.uss}
    if request["do"] == "search":
        search = system.dense if request["mode"] == "dense" else system.hybrid
        begun = time.perf_counter()
        ids = search(request["question"], request["k"])
        return {"ids": ids, "seconds": time.perf_counter() - begun}
    if request["do"] == "fuse":
        begun = time.perf_counter()
        system.fuse()
        return {"seconds": time.perf_counter() - begun}
    batch = _batch(request)
    begun = time.perf_counter()
    system.add(batch)
    return {"seconds": time.perf_counter() - begun}


def _batch(request: Mapping[str, Any]) -> Batch:
    with Path(request["passages"]).open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    vectors = np.load(request["vectors"]) if request["vectors"] else None
    library = Path(request["library"]) if request["library"] else None
    stories = [Path(path) for path in request["stories"]]
    return Batch([row["id"] for row in rows], [row["text"] for row in rows], vectors, stories, library)
