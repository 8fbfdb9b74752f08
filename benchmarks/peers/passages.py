"""What is added to all systems: FairytaleQA's stories cut by Quoth, or the passages of a library of recombined tales with their vectors."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus import Parser, Passage, discover, document_id, split
from index import Library, open_embedder
from qa.train.fairytaleqa import SHARED

_BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Addition:
    """One request to add, as `wire` has it, with how many passages it holds."""

    passages: int
    request: Mapping[str, Any]


def key(passage: Passage) -> str:
    """Return what a passage is called by all systems."""
    return f"{passage.document_id}:{passage.start}"


def told(folder: Path, splits: Sequence[str], parts: int) -> tuple[list[Addition], dict[str, Passage]]:
    """Cut FairytaleQA's stories; returns so many additions of about equal size, and the passages by key.

    Args:
        folder: Where the files of passages are written.
        splits: `train`, `val` or both.
        parts: How many additions.
    """
    sources = discover([SHARED / "fairytaleqa" / "stories" / name for name in splits])
    with Parser() as parser:
        cut = [(source.path, split(parser.load(source))) for source in sources]
    if any(passage.document_id != document_id(path.name) for path, passages in cut for passage in passages):
        raise ValueError("A story's id is not that of its file.")
    additions: list[Addition] = []
    some: list[tuple[Path, list[Passage]]] = []
    total, done = sum(len(passages) for _, passages in cut), 0
    for place, story in enumerate(cut):
        some.append(story)
        done += len(story[1])
        if done * parts >= total * (len(additions) + 1) or place == len(cut) - 1:
            held = [passage for _, passages in some for passage in passages]
            path = _written(folder / f"{'-'.join(splits)}-{len(additions)}.jsonl", held)
            stories = [str(path) for path, _ in some]
            additions.append(Addition(len(held), {"passages": str(path), "vectors": None, "stories": stories, "library": None}))
            some = []
    return additions, {key(passage): passage for _, passages in cut for passage in passages}


def recombined(folder: Path, library: Path) -> Addition:
    """Write down the passages and the vectors of a library that exists, in the order of their ids."""
    vectors: list[Any] = []
    with Library.open(library, open_embedder(), create=False) as opened:
        rows = sorted(row for record in opened.documents().values() for row in record.rows)

        def passages() -> Iterator[Passage]:
            for start in range(0, len(rows), _BLOCK):
                found = opened.passages(rows[start : start + _BLOCK])
                for row in rows[start : start + _BLOCK]:
                    vectors.append(found[row].vector.astype(np.float32))
                    yield found[row].passage

        path = _written(folder / f"recombined-{len(rows)}.jsonl", passages())
    np.save(path.with_suffix(".npy"), np.stack(vectors))
    request = {"passages": str(path), "vectors": str(path.with_suffix(".npy")), "stories": [], "library": str(library.resolve())}
    return Addition(len(rows), request)


def _written(path: Path, passages: Iterable[Passage]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path = path.resolve()
    with path.open("w", encoding="utf-8") as file:
        for passage in passages:
            file.write(json.dumps({"id": key(passage), "text": passage.text.strip()}) + "\n")
    return path
