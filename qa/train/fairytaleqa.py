"""FairytaleQA as Quoth sees it: stories added to a library, gold sections located in their texts."""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import discover, document_id, normalise
from index import Library, open_embedder

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of FairytaleQA with the numbers of the sections that answer it."""

    text: str
    document: str
    sections: tuple[int, ...]
    explicit: bool
    answers: tuple[str, ...]


def questions(split: str) -> list[Question]:
    """Return the questions of a split, `train` or `val`, in the order of the file."""
    rows = _rows(split)
    return [
        Question(row["question"], document_id(row["story"] + ".txt"), tuple(row["section_ids"]), row["ex_or_im"] == "explicit", tuple(row["answers"]))
        for row in rows
    ]


def library(folder: Path, splits: Sequence[str]) -> Library:
    """Open a library of the stories of these splits, adding what is not in it yet."""
    opened = Library.open(folder, open_embedder())
    refused = [o for o in opened.add(discover([SHARED / "fairytaleqa" / "stories" / split for split in splits])) if o.error]
    if refused:
        raise SystemExit(f"{refused[0].source}: {refused[0].error}")
    return opened


def sections(opened: Library, split: str) -> Mapping[str, Mapping[int, Span]]:
    """Return where the known sections of a split's stories lie, by document and section number, in code points."""
    texts: dict[str, dict[int, str]] = defaultdict(dict)
    for row in _rows(split):
        for number, text in zip(row["section_ids"], row["sections"], strict=True):
            texts[document_id(row["story"] + ".txt")][number] = text
    if split == "val":
        with (SHARED / "retrieval" / "fairytaleqa_val" / "corpus.jsonl").open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                story, number = row["_id"].rsplit("#", 1)
                texts[document_id(story + ".txt")].setdefault(int(number), row["text"])
    placed: dict[str, dict[int, Span]] = {}
    for story, numbered in texts.items():
        text = opened.document(story).text
        found = {number: _locate(text, section) for number, section in numbered.items()}
        placed[story] = {number: span for number, span in found.items() if span is not None}
    return placed


def _rows(split: str) -> list[dict]:  # type: ignore[type-arg]  # rows as the file has them
    with gzip.open(SHARED / "fairytaleqa" / f"questions.{split}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _locate(text: str, section: str) -> Span | None:
    """Find a section in a text whose white space may differ."""
    words = normalise(section).split()
    for head in (words, words[:8]):
        match = re.search(r"\s*".join(map(re.escape, head)), text)
        if match is None:
            continue
        if head is words:
            return match.span()
        end = re.compile(r"\s*".join(map(re.escape, words[-8:]))).search(text, match.start())
        return (match.start(), end.end()) if end else None
    return None
