"""How well confidence tells questions that a story answers from those that it does not, and the weights that say so.

    python -m benchmarks.abstention [--folder DIR] [--questions N]

Every question is asked three times: of its own story, of another story, and of its own story with the section that answers it withheld. Weights are
fitted on training questions, the threshold and every figure come from validation questions, which share no story with them.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.fairytaleqa import Question, Span, library, questions, sections
from index import Hit, Library
from qa.names import Names
from qa.reader import Reading, SentenceReader, Signals, probability
from qa.understand import Query, understand
from qa.windows import Window, windows

_READ, _FOUND = 6, 20
_SETTINGS = ("at home", "another story", "withheld")


def main() -> None:
    """Fit, measure, and print what `qa/reader.py` and `qa/decide.py` hold as constants."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".bench"))
    parser.add_argument("--questions", type=int, default=600, help="how many of each split")
    given = parser.parse_args()
    with library(given.folder / "fairytaleqa-2", ["train", "val"]) as opened:
        rows = {split: list(_rows(opened, split, given.questions)) for split in ("train", "val")}
    x, y = _matrix(rows["train"])
    model = LogisticRegression(C=10.0).fit(x, y)
    names = [field.name for field in fields(Signals)]
    print("bias", round(float(model.intercept_[0]), 3), {name: round(float(w), 3) for name, w in zip(names, model.coef_[0], strict=True)})
    x, _ = _matrix(rows["val"])
    _report("fitted", model.predict_proba(x)[:, 1], rows["val"])
    _report("shipped", np.array([probability(signals) for _, signals, _ in rows["val"]]), rows["val"])


def _rows(opened: Library, split: str, count: int) -> Iterator[tuple[str, Signals, bool]]:
    """Yield for each question and setting the signals of the best sentence, and whether it lies in a gold section."""
    spans = sections(opened, split)
    stories = sorted(spans)
    chance, reader = random.Random(0), _Recorder(opened)
    asked = questions(split)
    for question in chance.sample(asked, min(count, len(asked))):
        other = chance.choice([story for story in stories if story != question.document])
        gold = [spans[question.document][n] for n in question.sections if n in spans[question.document]]
        for setting in _SETTINGS:
            document, withheld = (other if setting == "another story" else question.document), (gold if setting == "withheld" else [])
            found = _best(opened, reader, question, document, withheld)
            if found is not None:
                reading, signals = found
                inside = any(reading.start < end and reading.end > start for start, end in gold)
                yield setting, signals, setting == "at home" and inside


class _Recorder:
    """A reader that remembers the signals of what it read; a reading's confidence says which are its own."""

    def __init__(self, opened: Library) -> None:
        self._seen: list[Signals] = []
        self._reader = SentenceReader(opened.embedder, self._record)

    def best(self, query: Query, found: Sequence[Window]) -> tuple[Reading, Signals] | None:
        self._seen.clear()
        readings = self._reader.read(query, found)
        return (readings[0], self._seen[int(readings[0].confidence)]) if readings else None

    def _record(self, signals: Signals) -> float:
        self._seen.append(signals)
        return float(len(self._seen) - 1)


def _best(
    opened: Library, reader: _Recorder, question: Question, document: str, withheld: Sequence[Span]
) -> tuple[Reading, Signals] | None:
    catalogue = opened.documents()
    query = understand(question.text, [], Names({document: catalogue[document].names}), lambda _: True, [document])
    hits = [hit for hit in opened.search(query.text, _FOUND, [document]) if not _touches(hit, withheld)]
    return reader.best(query, windows(hits, _READ, catalogue))


def _touches(hit: Hit, spans: Sequence[Span]) -> bool:
    return any(hit.passage.start < end and hit.passage.end > start for start, end in spans)


def _matrix(rows: Sequence[tuple[str, Signals, bool]]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    return np.array([astuple(signals) for _, signals, _ in rows]), np.array([right for *_, right in rows])


def _report(label: str, confidence: NDArray[np.float64], rows: Sequence[tuple[str, Signals, bool]]) -> None:
    setting = np.array([row[0] for row in rows])
    right = np.array([row[2] for row in rows])
    home = confidence[setting == "at home"]
    print(f"\n{label}: first quote in the gold section {right[setting == 'at home'].mean():.3f}")
    for other in _SETTINGS[1:]:
        away = confidence[setting == other]
        auroc = roc_auc_score([1] * len(home) + [0] * len(away), [*home, *away])
        print(f"AUROC at home against {other}: {auroc:.3f}")
    print("| threshold | abstains at home | of another story | withheld | right among answered at home |\n|---|---|---|---|---|")
    for threshold in (0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6):
        answered = (setting == "at home") & (confidence >= threshold)
        shares = [float((confidence[setting == name] < threshold).mean()) for name in _SETTINGS]
        print(f"| {threshold:.2f} | {' | '.join(f'{share:.3f}' for share in shares)} | {right[answered].mean() if answered.any() else 0:.3f} |")


if __name__ == "__main__":
    main()
