"""What the product's own search finds for each question of FairytaleQA: the passages that the reader is trained and measured on."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from index import Hit, Library

from . import fairytaleqa

_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A passage found: `row` is its id in the library, scores as `index.Hit` has them (0 where a list did not rank it)."""

    row: int
    document: str
    start: int
    end: int
    dense: float
    lexical: float
    fused: float


def save(library: Library, split: str, path: Path, scopes: tuple[str, ...]) -> None:
    """Search for each question of a split, once a scope, and write the hits as one JSON line a question.

    Args:
        library: The stories.
        split: `train` or `val`.
        path: File to write.
        scopes: `story` looks in the question's own story, `split` in the stories of its split, `all` in the whole library.
    """
    asked = fairytaleqa.questions(split)
    inside = sorted({question.document for question in asked})
    with path.with_suffix(".part").open("w", encoding="utf-8") as file:
        for number, question in enumerate(asked):
            limits = {"story": [question.document], "split": inside, "all": None}
            hits = {scope: [asdict(_found(hit)) for hit in library.search(question.text, _DEPTH, limits[scope])] for scope in scopes}
            file.write(json.dumps(hits) + "\n")
            if number % 500 == 0:
                sys.stderr.write(f"{split} {number}/{len(asked)}\n")
    path.with_suffix(".part").replace(path)


def load(path: Path) -> Iterator[dict[str, list[Found]]]:
    """Read what `save` wrote, question by question."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield {scope: [Found(**hit) for hit in hits] for scope, hits in json.loads(line).items()}


def _found(hit: Hit) -> Found:
    passage = hit.passage
    return Found(hit.id, passage.document_id, passage.start, passage.end, hit.dense_score or 0.0, hit.lexical_score or 0.0, hit.score)
