"""Rows of the two collections, and what they stand for."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from corpus import Passage, Section

from .. import analysis
from ..engine import Addition, DocumentRecord, Entry, PassageId, Vector
from ..lexical import lexical_rows
from .terms import FIELDS, listed, sparse

SETTINGS, DOCUMENT, GONE, COMMIT, CLAIM = range(5)
SETTINGS_KEY = "settings"
_PIECE = 16_000

Row = dict[str, Any]
Lengths = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A document's mark: its record, and how many terms its passages hold in each field together."""

    record: DocumentRecord
    lengths: Lengths


def passage_rows(addition: Addition) -> list[Row]:
    """Return the rows of a document's passages, with ids and revision counted from 0."""
    entries = list(addition.entries)
    placed = ((place, entry.passage) for place, entry in enumerate(entries))
    rows: list[Row] = []
    for entry, row in zip(entries, lexical_rows(placed, {addition.document.id: addition.document.title}), strict=True):
        fields = analysis.fields(row.text, row.around, row.title)
        weights = sparse(fields)
        rows.append({
            "id": row.id, "first": 0, "start": entry.passage.start, "stop": entry.passage.end, "text": pieces(entry.passage.text),
            "vector": rounded(entry.vector), "weights": weights, "terms": listed(weights), "lengths": [len(fields[field]) for field in FIELDS],
        })  # fmt: skip
    return rows


def moved(rows: Sequence[Row], first: PassageId) -> list[Row]:
    """Return a document's rows with the ids that they were given; the first of them is the document's revision."""
    return [{**row, "id": first + row["id"], "first": first} for row in rows]


def mark_row(addition: Addition, first: PassageId, rows: Sequence[Row]) -> Row:
    """Return the row that makes a revision the document's."""
    document = addition.document
    record = DocumentRecord(
        document.id, document.title, document.source, document.origin, addition.fingerprint, len(document.text), first, len(rows),
        datetime.now(UTC).isoformat(timespec="seconds"), document.sections, dict(addition.names),
    )  # fmt: skip
    lengths = [sum(row["lengths"][place] for row in rows) for place in range(len(FIELDS))]
    return record_row(document_key(document.id), DOCUMENT, first, first + len(rows) - 1, {**asdict(record), "lengths": lengths})


def document_key(id: str) -> str:
    """Return the key of a document's mark."""
    return f"document:{id}"


def record_row(key: str, kind: int, first: int = 0, last: int = 0, body: Mapping[str, Any] | None = None) -> Row:
    """Return a row of the records."""
    moment = int(datetime.now(UTC).timestamp())
    text = pieces(json.dumps(body or {}))
    return {"key": key, "kind": kind, "first": first, "last": last, "moment": moment, "body": text, "unused": [0.0, 0.0]}


def marked(row: Row) -> Marked:
    """Return what a mark says."""
    known = body(row)
    lengths = tuple(known.pop("lengths"))
    known["sections"] = tuple(Section(**section) for section in known["sections"])
    return Marked(DocumentRecord(**known), lengths)


def body(row: Row) -> dict[str, Any]:
    """Return what a row of the records says besides its numbers."""
    return dict(json.loads("".join(row["body"])))


def entry(row: Row, document: str) -> Entry:
    """Return the entry of a passage row."""
    return Entry(Passage(document, row["start"], row["stop"], "".join(row["text"])), np.asarray(row["vector"], dtype=np.float32))


def rounded(vector: Vector) -> Vector:
    """Return a vector in half precision, as every engine compares them."""
    return vector.astype(np.float16).astype(np.float32)


def pieces(text: str) -> list[str]:
    """Cut a text so that each piece is a string that Milvus takes."""
    return [text[start : start + _PIECE] for start in range(0, max(1, len(text)), _PIECE)]


def within(ranges: Sequence[range]) -> Iterator[str]:
    """Yield expressions that together hold for the ids in these ranges."""
    filled = [f"(id >= {ids.start} and id < {ids.stop})" for ids in ranges if ids]
    for start in range(0, len(filled), 100):
        yield " or ".join(filled[start : start + 100])
