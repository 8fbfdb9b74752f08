"""Rows of the database and what they stand for, each with the checksum that tells that no bit of it has changed."""

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import Passage, Section

from .engine import Addition, DocumentRecord, Entry, PassageId, Vector
from .errors import LibraryCorrupt

ANEW = "Put back a copy of library.db, or make a new library: quoth add PATH --library NEW"
RECORD = "id, title, source, origin, fingerprint, characters, first, passages, added_at, sections, names"


@dataclass(frozen=True, slots=True)
class Derived:
    """What the truth says of a derived index.

    Attributes:
        version: Format of the derived files.
        highest: Highest passage id that they hold.
        files: SHA-256 of each file, by name.
        dead: How many passages were taken out of them since they were built.
    """

    version: int
    highest: PassageId
    files: Mapping[str, str]
    dead: int = 0


def document_row(addition: Addition, first: PassageId) -> tuple[object, ...]:
    """Return the columns of `RECORD` and the checksum for a document whose first passage gets this id."""
    document = addition.document
    record = (
        document.id, document.title, document.source, document.origin, addition.fingerprint, len(document.text),
        first, len(addition.entries), datetime.now(UTC).isoformat(timespec="seconds"),
        json.dumps([asdict(section) for section in document.sections]), json.dumps(addition.names),
    )  # fmt: skip
    return (*record, _checksum(record))


def number(rows: Sequence[Sequence[object]]) -> int:
    """Return the one number that was asked for."""
    try:
        return int(str(rows[0][0]))
    except (IndexError, ValueError) as exc:
        raise LibraryCorrupt("The library's database is damaged: its settings cannot be read.", ANEW) from exc


def passage_row(id: PassageId, entry: Entry) -> tuple[int, str, int, int, str, bytes, int]:
    """Return the columns of a passage."""
    passage, vector = entry.passage, entry.vector.astype("<f2").tobytes()
    place = (id, passage.document_id, passage.start, passage.end, passage.text)
    return (*place, vector, _checksum(place, vector))


def entry(id: PassageId, document: str, start: int, end: int, text: str, vector: bytes, checksum: int) -> Entry:
    """Return the entry of a passage row.

    Raises:
        LibraryCorrupt: The row does not match its checksum.
    """
    if not isinstance(vector, bytes) or _checksum((id, document, start, end, text), vector) != checksum:
        raise LibraryCorrupt(f"A passage of {document} is damaged in the library.", "Run: quoth check")
    row: Vector = np.frombuffer(vector, dtype="<f2").astype(np.float32)
    return Entry(Passage(document, start, end, text), row)


def vector_rows(rows: Sequence[tuple[PassageId, object]]) -> tuple[NDArray[np.int64], Vector]:
    """Return ids and vectors, one a row; a blob that is none, or has another length than most, is left out."""
    blobs = [(id, blob) for id, blob in rows if isinstance(blob, bytes)]
    length = Counter(len(blob) for _, blob in blobs).most_common(1)[0][0] if blobs else 0
    whole = [(id, blob) for id, blob in blobs if len(blob) == length]
    vectors = np.frombuffer(b"".join(blob for _, blob in whole), dtype="<f2").reshape(len(whole), length // 2)
    return np.array([id for id, _ in whole], dtype=np.int64), vectors.astype(np.float32)


def _checksum(values: Sequence[object], blob: bytes = b"") -> int:
    """Return what tells that no bit of a row has changed."""
    return zlib.crc32(blob, zlib.crc32(json.dumps(values).encode()))


def record(row: Sequence[object]) -> DocumentRecord:
    """Return the record of a document row.

    Raises:
        LibraryCorrupt: The row does not match its checksum.
    """
    *plain, checksum = row
    if _checksum(plain) != checksum:
        raise LibraryCorrupt(f"The record of the document {plain[0]} is damaged in the library.", ANEW)
    columns: dict[str, Any] = dict(zip(RECORD.split(", "), plain, strict=True))
    columns["sections"] = tuple(Section(**section) for section in json.loads(columns["sections"]))
    columns["names"] = json.loads(columns["names"])
    return DocumentRecord(**columns)


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Yield ids in runs that one statement takes."""
    rest = list(ids)
    for start in range(0, len(rest), 500):
        yield rest[start : start + 500]


def marks(ids: Sequence[object]) -> str:
    """Return as many question marks as there are values."""
    return ",".join("?" * len(ids))
