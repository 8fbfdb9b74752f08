"""Adding files to a library: read, compared with what is there, embedded in groups, committed."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus import SPLITTER_VERSION, CorpusError, Document, Parser, Passage, Source, document_id, fingerprint, names, split

from .claims import Claim
from .embedder import Embedder
from .engine import Addition, Catalogue, DocumentRecord, Engine, Entry, Vector
from .errors import LibraryCorrupt

Status = Literal["added", "replaced", "unchanged", "refused"]
_GROUP = 256


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


class Adding:
    """One run of `Library.add`: groups files so that embedding works on many passages at once.

    Args:
        engine: What the documents are committed to.
        embedder: What their passages are embedded with.
        parser: What reads the files.
        sources: The files, each origin once.
        progress: Hears how far it is.
        claim: What keeps two runs from giving one id twice.
    """

    def __init__(
        self,
        engine: Engine,
        embedder: Embedder,
        parser: Parser,
        sources: Sequence[Source],
        progress: Callable[[Progress], None] | None,
        claim: Claim,
    ) -> None:
        self._engine = engine
        self._embedder = embedder
        self._claim = claim
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
        """Yield each file's outcome, after its commit."""
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
        records = self._engine.documents()
        try:
            mark = f"{SPLITTER_VERSION}:{fingerprint(source)}"
            known = self._known(source, mark, records)
            if known is not None and known.fingerprint == mark and known.origin == source.origin:
                return Outcome(source.name, "unchanged", known.id, known.title, known.passages)
            document = self._parser.load(source)
        except CorpusError as error:
            return Outcome(source.name, "refused", error=error)
        wanted, now = document_id(source.name), self._engine.documents
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
            entries = self._engine.passages(record.rows)
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
        vectors = self._embedder.embed_passages(fresh, self._report)
        known.update(zip(fresh, vectors, strict=True))
        self._engine.commit([_addition(item, known) for item in pending], [])
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


def _addition(item: _Pending, vectors: dict[str, Vector]) -> Addition:
    entries = [Entry(passage, vectors[embedded_text(passage)]) for passage in item.passages]
    return Addition(item.document, entries, item.fingerprint, names(item.document.text))
