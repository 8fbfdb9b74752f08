"""Trials: a validation question asked in every setting that counts, through the product's own understanding, search, windows and network."""

import json
import os
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch

from corpus import Document, split
from index import Catalogue, Hit, Library, open_embedder
from qa.names import Names
from qa.reader import Candidate, TrainedReader
from qa.reader_network import ReaderNetwork, Scores
from qa.signals import Signals
from qa.understand import Query, understand
from qa.windows import Window, windows

from . import fairytaleqa
from .fairytaleqa import Question

SETTINGS = ("section", "story", "split", "all", "other", "withheld")
DEPTH, READ = 20, 6
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tried:
    """An answer that was weighed.

    Attributes:
        said: Its words.
        gold: Whether its quote touches a gold section.
        signals: What speaks for it.
    """

    said: str
    gold: bool
    signals: Signals


@dataclass(frozen=True, slots=True)
class Trial:
    """One question in one setting with what was weighed.

    Attributes:
        question: The question.
        setting: `section`: only the gold sections were read; `story`: its story was given; `split`: among the stories of the split; `all`: among all;
            `other`: another story was given; `withheld`: its story without the gold sections.
        candidates: What the reader weighs, in its order.
    """

    question: Question
    setting: str
    candidates: tuple[Tried, ...]


def trials(
    library: Path, weights: Path, asked: Sequence[Question], settings: Sequence[str] = SETTINGS, read: int = READ, workers: int = 2
) -> list[Trial]:
    """Return a trial for each question and setting, from several processes of one thread each; the same whatever their number, but for their order.

    Args:
        library: Folder of the library of FairytaleQA's stories (`fairytaleqa.library`).
        weights: Folder of the reader's weights.
        asked: Questions of the validation split.
        settings: Settings as `Trial` has them.
        read: How many passages are read for a question.
        workers: How many processes.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        shares = pool.map(partial(_share, library, weights, tuple(settings), read), [asked[place::workers] for place in range(workers)])
        return [trial for share in shares for trial in share]


def kept(library: Path, weights: Path, folder: Path, workers: int = 2) -> list[Trial]:
    """Return the trials of all validation questions with these weights, kept in a folder once they were made."""
    path = folder / f"trials-{ReaderNetwork(weights).settings['sha256'][:12]}.jsonl"
    if not path.exists():
        found = trials(library, weights, fairytaleqa.questions("val"), workers=workers)
        folder.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(asdict(trial), ensure_ascii=False) + "\n" for trial in found)
        path.with_suffix(".part").write_text("".join(lines), encoding="utf-8")
        path.with_suffix(".part").replace(path)
    with path.open(encoding="utf-8") as file:
        return [_trial(json.loads(line)) for line in file]


def _trial(row: dict[str, Any]) -> Trial:
    asked = row["question"]
    question = Question(asked["text"], asked["document"], tuple(asked["sections"]), asked["explicit"], tuple(asked["answers"]))
    weighed = tuple(Tried(each["said"], each["gold"], Signals(**each["signals"])) for each in row["candidates"])
    return Trial(question, row["setting"], weighed)


def _share(library: Path, weights: Path, settings: Sequence[str], read: int, asked: Sequence[Question]) -> list[Trial]:
    torch.set_num_threads(1)
    found: list[Trial] = []
    with closing(Library.open(library, open_embedder())) as opened:
        trials = Trials(opened, TrainedReader(_Remembering(weights)), read)
        for number, question in enumerate(asked):
            found += trials.run(question, settings)
            if number % 100 == 0:
                sys.stderr.write(f"trials {number}/{len(asked)}\n")
    return found


class _Remembering(ReaderNetwork):
    """A network that scores a window once for a question: a question's settings share most of their windows."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._question = ""
        self._known: dict[tuple[str, str], Scores] = {}

    def scores(self, question: str, windows: Sequence[tuple[str, str]]) -> list[Scores]:
        if question != self._question:
            self._question, self._known = question, {}
        missed = [window for window in dict.fromkeys(windows) if window not in self._known]
        self._known.update(zip(missed, super().scores(question, missed), strict=True))
        return [self._known[window] for window in windows]


class Trials:
    """Runs trials over a library of FairytaleQA's stories.

    Args:
        library: The stories.
        reader: The reader.
        read: How many passages are read.
    """

    def __init__(self, library: Library, reader: TrainedReader, read: int = READ) -> None:
        self._library, self._reader, self._read = library, reader, read
        self._catalogue: Catalogue = library.documents()
        self._names = Names.of(library, self._catalogue)
        self._places = fairytaleqa.sections(library, "val")
        self._stories = sorted(self._places)

    def run(self, question: Question, settings: Sequence[str] = SETTINGS) -> Iterator[Trial]:
        """Yield a trial for each setting; which story is the other one depends on the question alone."""
        chance = random.Random(f"{question.document} {question.text}")  # noqa: S311  # nothing secret
        other = chance.choice([story for story in self._stories if story != question.document])
        gold = [self._places[question.document][n] for n in question.sections if n in self._places[question.document]]
        for setting in settings:
            query, found = self._windows(question, setting, other, gold)
            weighed = self._reader.candidates(query, found) if found else []
            yield Trial(question, setting, tuple(_tried(candidate, question.document, gold) for candidate in weighed))

    def _windows(self, question: Question, setting: str, other: str, gold: Sequence[Place]) -> tuple[Query, list[Window]]:
        story = frozenset([question.document])
        within: Mapping[str, frozenset[str] | None] = {"split": frozenset(self._stories), "all": None, "other": frozenset([other])}
        query = understand(question.text, [], self._names, self._occurs, within.get(setting, story))
        if setting == "section":
            return query, self._of_sections(question, gold)
        hits = self._library.search(query.text, 2 * DEPTH, query.documents)
        if setting == "withheld":
            hits = [hit for hit in hits if not any(hit.passage.start < end and start < hit.passage.end for start, end in gold)]
        return query, windows(hits, self._read, self._catalogue)

    def _of_sections(self, question: Question, gold: Sequence[Place]) -> list[Window]:
        record, text = self._catalogue[question.document], self._library.document(question.document).text
        hits: list[Hit] = []
        for start, end in gold:
            document = Document(record.id, record.title, record.source, record.origin, text[start:end], ())
            for passage in split(document):
                moved = replace(passage, start=passage.start + start, end=passage.end + start)
                hits.append(Hit(len(hits), moved, None, None, None, None, 1, 0.0))
        return windows(hits, len(hits), self._catalogue)

    def _occurs(self, word: str) -> bool:
        return bool(self._library.engine.lexical(word, 1))


def _tried(candidate: Candidate, document: str, gold: Sequence[Place]) -> Tried:
    start, end = candidate.quoted[0].start, candidate.quoted[-1].end
    touches = candidate.window.document_id == document and any(start < stop and begin < end for begin, stop in gold)
    return Tried(candidate.window.text[candidate.span.start : candidate.span.end], touches, candidate.signals)


def chosen(trial: Trial, rank: Callable[[Tried], float]) -> int | None:
    """Return the place of the candidate that is answered with, None where there are none."""
    places = range(len(trial.candidates))
    return max(places, key=lambda place: (rank(trial.candidates[place]), -place)) if places else None
