"""FairytaleQA's validation split as it stands in the folder of shared data: its questions with people's answers, and its stories."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus import Document, document_id, normalise
from index import telling_terms
from qa.train.fairytaleqa import SHARED

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A question of the validation split with what people answered and where that stands, offsets into the story's text."""

    id: str
    story: str
    question: str
    answers: tuple[str, ...]
    sections: tuple[Span, ...]
    explicit: bool


@dataclass(frozen=True, slots=True)
class Validation:
    """The validation split: its questions, and its stories by id."""

    rows: tuple[Row, ...]
    documents: Mapping[str, Document]


def validation(folder: Path = SHARED) -> Validation:
    """Read the validation split of FairytaleQA from the folder of shared data."""
    files = sorted((folder / "fairytaleqa" / "stories" / "val").glob("*.txt"))
    documents = {file.stem: _document(file) for file in files}
    with gzip.open(folder / "fairytaleqa" / "questions.val.jsonl.gz", "rt", encoding="utf-8") as lines:
        read_rows = [json.loads(line) for line in lines]
    rows = []
    for row in read_rows:
        found = [_located(documents[row["story"]].text, section) for section in row["sections"]]
        spans = tuple(span for span in found if span is not None)
        answers = tuple(str(answer) for answer in row["answers"])
        rows.append(Row(row["id"], row["story"], row["question"].strip(), answers, spans, row["ex_or_im"] == "explicit"))
    return Validation(tuple(rows), documents)


def known_words(data: Validation) -> frozenset[str]:
    """Return the words of all the stories, and those that more than one question has, its answers counted in."""
    told = {word for document in data.documents.values() for word in re.findall(r"[a-z]+", document.text.lower())}
    asked = Counter(word for row in data.rows for word in set(re.findall(r"[a-z]+", " ".join((row.question, *row.answers)).lower())))
    sure = told | {word for word, often in asked.items() if often > 1}
    return frozenset(sure | set(telling_terms(" ".join(sorted(told)))))


def _document(file: Path) -> Document:
    title = file.stem.replace("-", " ").capitalize()
    id = document_id(file.name)
    if id != file.stem:
        raise SystemExit(f"{file.name}: the id of the story is {id}.")
    return Document(id, title, file.name, str(file), normalise(file.read_text(encoding="utf-8")))


def _located(text: str, section: str) -> Span | None:
    """Find a section in a text whose white space may differ."""
    match = re.search(r"\s*".join(map(re.escape, normalise(section).split())), text)
    return match.span() if match else None
