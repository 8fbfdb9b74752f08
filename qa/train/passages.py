"""Groups from the other data sets: each question with its paragraph, beside the most similar paragraph that doesn't answer it."""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from index import terms

from .groups import Excerpt, Group, Span

SETS = (
    "qamr.dev", "squad2_dev_half", "squad2_train_part", "squad1_train_part", "emptycity_squad.train", "qed_nq.dev", "friendsqa.dev",
    "emptycity_narrative.valid", "covidqa", "policyqa.dev",
)  # fmt: skip
_AROUND = 650
_MOST_ALIKE = 40


def passages(folder: Path, sets: Sequence[str], seed: int) -> Iterator[Group]:
    """Yield a group for each row of the sets; its own paragraph comes first, the similar one, if there is any, second."""
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    for name in sets:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        alike = _Alike(rows)
        for row in rows:
            if not row["answers"] and not row["impossible"]:
                continue
            windows = [_window(row, chance)]
            other = alike.most(row)
            if other is not None:
                windows.append(Excerpt(windows[0].title, other[: 2 * _AROUND]))
            yield Group(row["question"].strip(), tuple(windows), 1.0, name.split(".")[0])


def _window(row: Mapping[str, Any], chance: random.Random) -> Excerpt:
    """Return a row's paragraph, cut around the answer where it is long."""
    text: str = row["context"]
    spans: list[Span] = [(a["start"], a["start"] + len(a["text"]), 1.0) for a in row["answers"]]
    if len(text) > 2 * _AROUND:
        middle = spans[0][0] if spans else len(text) // 2
        start = max(0, min(middle - chance.randrange(100, 2 * _AROUND - 300), len(text) - 2 * _AROUND))
        start = text.find(" ", start) + 1 if start else 0
        text = text[start : start + 2 * _AROUND]
        spans = [(a - start, b - start, w) for a, b, w in spans if a >= start and b - start <= len(text)]
    title = row["title"] if row["title"] and len(row["title"]) < 60 else ""
    return Excerpt(title.replace("_", " "), text, tuple(spans), bool(spans))


class _Alike:
    """Finds, for a row, the paragraph of its set that shares most words with its question and doesn't hold its answer."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._texts: list[str] = list(dict.fromkeys(row["context"] for row in rows))
        self._by_term: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self._texts):
            for term in set(terms(text)):
                self._by_term[term].append(number)

    def most(self, row: Mapping[str, Any]) -> str | None:
        shared: dict[int, float] = defaultdict(float)
        for term in set(terms(row["question"])):
            holding = self._by_term.get(term, [])
            if len(holding) <= max(_MOST_ALIKE, len(self._texts) // 10):
                for number in holding:
                    shared[number] += 1 / (1 + len(holding))
        for number in sorted(shared, key=lambda n: -shared[n])[:5]:
            text: str = self._texts[number]
            if text != row["context"] and not any(a["text"].casefold() in text.casefold() for a in row["answers"]):
                return text
        return None
