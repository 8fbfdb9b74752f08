"""The library: documents in, ranked passages out.

Everything here stands above the engine, so it is the same code whatever stores the passages.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus import (
    SPLITTER_VERSION,
    CorpusError,
    Document,
    Parser,
    Passage,
    Source,
    document_id,
    fingerprint,
    names,
    place,
    split,
)

from .claims import Claim, Claims
from .embedder import Embedder
from .engine import Addition, Catalogue, DocumentRecord, Engine, Entry, PassageId, Vector
from .errors import LibraryCorrupt, UnknownDocument
from .fusion import fuse

Status = Literal["added", "replaced", "unchanged", "refused"]
_GROUP = 256
_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with where each ranking had it; ranks count from 1, None where a ranking left it out."""

    id: PassageId
    passage: Passage
    dense_rank: int | None
    dense_score: float | None
    lexical_rank: int | None
    lexical_score: float | None
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `error` is set exactly when it was refused."""

    source: str
    status: Status
    document_id: str | None = None
    title: str | None = None
    passages: int = 0
    error: CorpusError | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an addition is: files looked at and passages embedded, with the seconds that it took so far."""

    files: int
    files_total: int
    passages: int
    seconds: float


@dataclass(slots=True)
class _Pending:
    document: Document
    fingerprint: str
    status: Status
    passages: list[Passage]
    known: dict[str, Vector] = field(default_factory=dict)


class Library:
    """A collection of documents that can be searched.

    Args:
        engine: What stores and searches it.
        embedder: What its vectors are made with.
    """

    def __init__(self, engine: Engine, embedder: Embedder) -> None:
        self.engine = engine
        self.embedder = embedder
        self._claims = Claims()

    @classmethod
    def open(cls, folder: Path, embedder: Embedder, *, create: bool = True) -> "Library":
        """Open the library in a folder, making it where there is none.

        Raises:
            LibraryError: It cannot be opened; the message says why and the hint what to do.
        """
        from .local import LocalEngine

        engine = LocalEngine(
            folder, embedder=embedder.name, fingerprint=embedder.fingerprint, dimension=lambda: embedder.dimension, create=create
        )
        return cls(engine, embedder)

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the library's files."""
        self.engine.close()

    # Reading

    @property
    def generation(self) -> int:
        """How many commits were made, by any program."""
        return self.engine.documents().generation

    def documents(self) -> Catalogue:
        """Return the records of all documents, by id."""
        return self.engine.documents()

    def document(self, id: str) -> Document:
        """Return a document with its text.

        Raises:
            UnknownDocument: The library has no such document.
            LibraryCorrupt: Its text is damaged.
        """
        looked_at = None
        while (record := self.engine.documents().get(id)) is not None:
            entries = self.engine.passages(record.rows)
            text = _joined(record, [entry.passage for _, entry in sorted(entries.items())])
            if text is not None:
                return Document(record.id, record.title, record.source, record.origin, text, record.sections)
            if record == looked_at:
                raise LibraryCorrupt(f"Passages of {id} are missing in the library.", "Run: quoth check")
            looked_at = record  # it was replaced between the two looks, or is damaged: the next look tells which
        raise UnknownDocument(f"No document has the id {id}.", "See the ids: quoth list")

    def place(self, record: DocumentRecord, offset: int) -> str:
        """Return what a person would call the place of an offset: `Chapter 2`, `page 7`, or an empty string."""
        return place(Document(record.id, record.title, record.source, record.origin, "", record.sections), offset)

    def passages(self, ids: Sequence[PassageId]) -> dict[PassageId, Entry]:
        """Return the passages that are still there, by id."""
        return self.engine.passages(ids)

    def search(self, query: str, k: int, documents: Collection[str] | None = None) -> list[Hit]:
        """Return the best passages for a question, best first, at most `k`; only from these documents if any are named."""
        dense = self.engine.dense(self.embedder.embed_query(query), max(k, _DEPTH), documents)
        lexical = self.engine.lexical(query, max(k, _DEPTH), documents)
        fused = fuse(dense, lexical)
        best = sorted(fused, key=lambda id: (-fused[id], id))[:k]
        entries = self.engine.passages(best)
        dense_at = {ranked.id: (rank, ranked.score) for rank, ranked in enumerate(dense, start=1)}
        lexical_at = {ranked.id: (rank, ranked.score) for rank, ranked in enumerate(lexical, start=1)}
        hits = []
        for rank, id in enumerate((id for id in best if id in entries), start=1):
            dense_rank, dense_score = dense_at.get(id, (None, None))
            lexical_rank, lexical_score = lexical_at.get(id, (None, None))
            hits.append(Hit(id, entries[id].passage, dense_rank, dense_score, lexical_rank, lexical_score, rank, fused[id]))
        return hits

    # Writing

    def add(self, sources: Iterable[Source], progress: Callable[[Progress], None] | None = None) -> Iterator[Outcome]:
        """Add files, each one's outcome as soon as it is committed. A file whose bytes are unchanged is not read again.

        Files are committed in groups, so stopping at any time keeps what was yielded. A file that cannot be read is refused and the rest goes on.

        Raises:
            LibraryError: The library cannot be written.
        """
        listed = list({source.origin: source for source in sources}.values())
        with self.engine.writing(), Parser() as parser, self._claims.claiming() as claim:
            yield from _Adding(self, parser, listed, progress, claim).outcomes()

    def remove(self, ids: Collection[str]) -> None:
        """Remove documents; when this returns nothing of them is ever quoted again.

        Raises:
            UnknownDocument: One of the ids is not there; nothing was removed.
        """
        self.engine.commit([], ids)


class _Adding:
    """One run of `Library.add`: groups files so that embedding works on many passages at once."""

    def __init__(
        self, library: Library, parser: Parser, sources: Sequence[Source], progress: Callable[[Progress], None] | None, claim: Claim
    ) -> None:
        self._claim = claim
        self._library = library
        self._parser = parser
        self._sources = sources
        self._progress = progress or (lambda _: None)
        self._pending: list[_Pending] = []
        self._records: Catalogue | None = None
        self._by_origin: dict[str, DocumentRecord] = {}
        self._by_mark: dict[tuple[str, str], DocumentRecord] = {}
        self._files = 0
        self._passages = 0
        self._started = time.monotonic()

    def outcomes(self) -> Iterator[Outcome]:
        for source in self._sources:
            self._files += 1
            outcome = self._look(source)
            if outcome is not None:
                yield outcome
            if sum(len(pending.passages) for pending in self._pending) >= _GROUP:
                yield from self._flush()
            self._report(0)
        yield from self._flush()

    def _look(self, source: Source) -> Outcome | None:
        """Read one file; an outcome if there is nothing to commit, else None with the document pending."""
        records = self._library.documents()
        try:
            mark = f"{SPLITTER_VERSION}:{fingerprint(source)}"
            known = self._known(source, mark, records)
            if known is not None and known.fingerprint == mark and known.origin == source.origin:
                return Outcome(source.name, "unchanged", known.id, known.title, known.passages)
            document = self._parser.load(source)
        except CorpusError as error:
            return Outcome(source.name, "refused", error=error)
        wanted, now = document_id(source.name), self._library.documents
        id = known.id if known is not None else self._claim.free(source.origin, wanted, records, now)
        document = Document(id, document.title, document.source, document.origin, document.text, document.sections)
        pending = _Pending(document, mark, "added" if known is None else "replaced", split(document))
        if known is not None:
            pending.known = self._vectors(known)
        self._pending.append(pending)
        return None

    def _known(self, source: Source, mark: str, records: Catalogue) -> DocumentRecord | None:
        """Return the document that came from this file before, also when the file has since moved with its folder."""
        if records is not self._records:
            self._records = records
            self._by_origin = {record.origin: record for record in records.values()}
            self._by_mark = {(record.source, record.fingerprint): record for record in records.values()}
        moved = self._by_mark.get((source.name, mark))
        if source.origin not in self._by_origin and moved is not None and _is_gone(moved.origin):
            followed = any(pending.document.id == moved.id for pending in self._pending)
            return None if followed else moved
        return self._by_origin.get(source.origin)

    def _vectors(self, record: DocumentRecord) -> dict[str, Vector]:
        """Return the vectors of a document's passages by what was embedded."""
        try:
            entries = self._library.engine.passages(record.rows)
        except LibraryCorrupt:
            return {}  # what is damaged is made anew
        return {embedded_text(entry.passage): entry.vector for entry in entries.values()}

    def _flush(self) -> Iterator[Outcome]:
        pending, self._pending = self._pending, []
        if not pending:
            return
        known = {text: vector for item in pending for text, vector in item.known.items()}
        texts = {embedded_text(passage) for item in pending for passage in item.passages}
        fresh = sorted(texts - known.keys())
        vectors = self._library.embedder.embed_passages(fresh, self._report)
        known.update(zip(fresh, vectors, strict=True))
        self._library.engine.commit([_addition(item, known) for item in pending], [])
        self._claim.release()
        for item in pending:
            yield Outcome(item.document.source, item.status, item.document.id, item.document.title, len(item.passages))

    def _report(self, embedded: int) -> None:
        self._passages += embedded
        self._progress(Progress(self._files, len(self._sources), self._passages, time.monotonic() - self._started))


def embedded_text(passage: Passage) -> str:
    """Return what of a passage is embedded."""
    return passage.text.strip()


def _is_gone(origin: str) -> bool:
    """Tell whether the file that a document came from is not there any more; what may not be looked at is taken to be there."""
    if origin.startswith("upload:"):
        return False
    try:
        return not Path(origin).exists()
    except OSError:
        return False


def _joined(record: DocumentRecord, passages: Sequence[Passage]) -> str | None:
    """Return the text that passages tile, None when they are not all there."""
    end = 0
    for passage in passages:
        if passage.document_id != record.id or passage.start != end:
            return None
        end = passage.end
    return "".join(passage.text for passage in passages) if end == record.characters else None


def _addition(item: _Pending, vectors: dict[str, Vector]) -> Addition:
    entries = [Entry(passage, vectors[embedded_text(passage)]) for passage in item.passages]
    return Addition(item.document, entries, item.fingerprint, names(item.document.text))
