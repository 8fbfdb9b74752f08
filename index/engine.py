"""The seam between the library and what stores and searches it.

An engine holds text, terms and vectors together, so that one commit covers all three. `LocalEngine` is SQLite, FAISS and Tantivy in one folder;
`MilvusEngine` is a Milvus cluster, which several machines may write to at once.
Fusion, windows and citations stand above this line and are the same code on every engine.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus import Document, Passage, Section

Vector = NDArray[np.float32]
PassageId = int


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage with its vector: unit length, float32, one dimension."""

    passage: Passage
    vector: Vector


class Ranked(NamedTuple):
    """One passage in a ranking. Higher scores are better; equal scores are ordered by id."""

    id: PassageId
    score: float


Ranking = list[Ranked]


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What an engine knows of a document without its text.

    Attributes:
        id: The document's id.
        title: Its title.
        source: Its file name as people know it.
        origin: Where it came from.
        fingerprint: Hash of the bytes it was read from and of the versions that read them; equal means unchanged.
        characters: Length of its text in code points.
        first: Id of its first passage; the others follow without a gap.
        passages: How many passages it has.
        added_at: When it was committed, ISO 8601 in UTC.
        sections: Places that a citation can name.
        names: The proper names it holds, as they are written, with how often each occurs.
    """

    id: str
    title: str
    source: str
    origin: str
    fingerprint: str
    characters: int
    first: PassageId
    passages: int
    added_at: str
    sections: tuple[Section, ...] = ()
    names: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> range:
        """Ids of the document's passages, in the order of its text."""
        return range(self.first, self.first + self.passages)


@dataclass(frozen=True, slots=True)
class Addition:
    """A document to commit, with its entries in the order of its text."""

    document: Document
    entries: Sequence[Entry]
    fingerprint: str = ""
    names: Mapping[str, int] = field(default_factory=dict)


class Catalogue(Mapping[str, DocumentRecord]):
    """The documents of an engine at one commit, by id.

    Attributes:
        generation: How many commits were made before this view of the documents.
    """

    def __init__(self, generation: int, records: Mapping[str, DocumentRecord]) -> None:
        self.generation = generation
        self._records = records

    def __getitem__(self, key: str) -> DocumentRecord:
        return self._records[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def since(self, earlier: "Catalogue") -> tuple[list[DocumentRecord], list[DocumentRecord]]:
        """Return the records that are gone since an earlier view of the same engine, and those that came; a changed document is in both."""
        before, now = earlier._records, self._records
        gone = [record for id, record in before.items() if now.get(id) is not record]
        return gone, [record for id, record in now.items() if before.get(id) is not record]


class Engine(Protocol):
    """Text, terms and vectors of a library, with one commit for all three.

    Every method may be called from several threads at once. Passage ids are never reused.
    """

    def documents(self) -> Catalogue:
        """Return the documents as of the latest commit, by whichever program it was made."""
        ...

    def commit(self, added: Iterable[Addition], removed: Collection[str]) -> None:
        """Add documents, replacing those of the same id, and remove others: all of it, durably, or nothing.

        Raises:
            UnknownDocument: One of `removed` is not there; nothing was changed.
            LibraryLocked: Another program is writing.
            LibraryReadOnly: The library cannot be written; nothing was changed.
            EngineUnavailable: The cluster does not answer.
        """
        ...

    def dense(self, vector: Vector, k: int, documents: Collection[str] | None = None) -> Ranking:
        """Rank passages by inner product with a unit vector, at most `k`, in these documents only if any are named."""
        ...

    def lexical(self, query: str, k: int, documents: Collection[str] | None = None) -> Ranking:
        """Rank passages by BM25; `query` is plain text, never a query language."""
        ...

    def passages(self, ids: Sequence[PassageId]) -> dict[PassageId, Entry]:
        """Return the passages that are still there, by id; the ids that are gone are left out."""
        ...

    def writing(self) -> AbstractContextManager[object]:
        """Hold the right to write over several commits; other programs are told so.

        Raises:
            LibraryLocked: Another program has it.
            LibraryReadOnly: The library cannot be written.
        """
        ...

    def close(self) -> None:
        """Let go of files and locks; calling it twice is harmless."""
        ...
