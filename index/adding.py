"""Adding files to a library: read, compared with what is there, embedded in groups, committed.

The three are done at once: while one group is committed, the next is embedded and the files after it are read. What is held in memory is bounded
whatever is added: at each of the three at most `_MOST` passages and one file, which `corpus.Limits` bounds.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from corpus import SPLITTER_VERSION, CorpusError, Document, Parser, Passage, Source, cut, document_id, fingerprint

from .ahead import Ahead
from .claims import Claim
from .embedder import Embedder
from .engine import Addition, Catalogue, DocumentRecord, Engine, Entry, Vector
from .errors import LibraryCorrupt

Status = Literal["added", "replaced", "unchanged", "refused"]
# A group is what is embedded in so many seconds, within these bounds: each commit costs something whatever its size.
_SECONDS, _FEWEST, _MOST = 2.0, 256, 8192
# Files that need nothing are told of together: handing one over takes as long as looking at it.
_TELL_EVERY = 0.05


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
    names: Mapping[str, int]
    known: dict[str, Vector] = field(default_factory=dict)


_Settled = list[Outcome]


@dataclass(frozen=True, slots=True)
class _Group:
    """Documents that are committed together, and the vectors of their passages by what was embedded."""

    pending: list[_Pending]
    vectors: dict[str, Vector]


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
        self._records: Catalogue | None = None
        self._by_origin: dict[str, DocumentRecord] = {}
        self._by_mark: dict[tuple[str, str], DocumentRecord] = {}
        self._followed: set[str] = set()
        self._files = 0
        self._passages = 0
        self._started = time.monotonic()

    def outcomes(self) -> Iterator[Outcome]:
        """Yield each file's outcome, after its commit."""
        with (
            Ahead[_Settled | _Pending](self._read, _weight, _MOST) as read,
            Ahead[_Settled | _Group | int](lambda give: self._group(read, give), lambda item: isinstance(item, _Group), 1) as ready,
        ):
            try:
                for item in ready:
                    yield from self._settled(item)
            except BaseException:
                self._parser.interrupt()  # nobody waits for the file that is being read
                raise

    def _settled(self, item: "_Settled | _Group | int") -> Iterator[Outcome]:
        match item:
            case list():
                self._report(files=len(item))
                yield from item
            case _Group():
                yield from self._commit(item)
                self._report(files=len(item.pending))
            case passages:
                self._report(passages=passages)

    def _read(self, give: "Callable[[_Settled | _Pending], None]") -> None:
        """Give what was found of each file, what needs no commit in lists."""
        settled: _Settled = []
        told = time.monotonic()
        for source in self._sources:
            found = self._look(source)
            if isinstance(found, Outcome):
                settled.append(found)
            if settled and (isinstance(found, _Pending) or time.monotonic() - told > _TELL_EVERY):
                give(settled)
                settled, told = [], time.monotonic()
            if isinstance(found, _Pending):
                give(found)
        if settled:
            give(settled)

    def _look(self, source: Source) -> Outcome | _Pending:
        """Read one file; its outcome if there is nothing to commit."""
        records = self._engine.documents()
        try:
            mark = f"{SPLITTER_VERSION}:{fingerprint(source)}"
            known = self._known(source, mark, records)
            if known is not None and known.fingerprint == mark and known.origin == source.origin:
                return Outcome(source.name, "unchanged", known.id, known.title, known.passages)
            parsed = self._parser.read(source)
        except CorpusError as error:
            return Outcome(source.name, "refused", error=error)
        wanted, now = document_id(source.name), self._engine.documents
        id = known.id if known is not None else self._claim.free(source.origin, wanted, records, now)
        document = replace(parsed.document, id=id)
        pending = _Pending(document, mark, "added" if known is None else "replaced", cut(document, parsed.ends), parsed.names)
        if known is not None:
            self._followed.add(known.id)
            pending.known = self._vectors(known)
        return pending

    def _known(self, source: Source, mark: str, records: Catalogue) -> DocumentRecord | None:
        """Return the document that came from this file before, also when the file has since moved with its folder."""
        if records is not self._records:
            self._records = records
            self._by_origin = {record.origin: record for record in records.values()}
            self._by_mark = {(record.source, record.fingerprint): record for record in records.values()}
        moved = self._by_mark.get((source.name, mark))
        if source.origin not in self._by_origin and moved is not None and _is_gone(moved.origin):
            return None if moved.id in self._followed else moved
        return self._by_origin.get(source.origin)

    def _vectors(self, record: DocumentRecord) -> dict[str, Vector]:
        """Return the vectors of a document's passages by what was embedded."""
        try:
            entries = self._engine.passages(record.rows)
        except LibraryCorrupt:
            return {}  # what is damaged is made anew
        return {embedded_text(entry.passage): entry.vector for entry in entries.values()}

    def _group(self, read: "Iterable[_Settled | _Pending]", give: "Callable[[_Settled | _Group | int], None]") -> None:
        """Give what was read: documents in groups with their vectors, everything else at once, and how many passages were embedded in between."""
        group: list[_Pending] = []
        wanted = _FEWEST
        for item in read:
            if not isinstance(item, _Pending):
                give(item)
                continue
            give(0)  # ends this here when nobody waits any more
            group.append(item)
            if _size(group) >= wanted:
                started = time.monotonic()
                embedded = self._embed(group, give)
                wanted = _next_size(_size(group), time.monotonic() - started)
                give(embedded)
                group = []
        if group:
            give(self._embed(group, give))

    def _embed(self, group: list[_Pending], report: Callable[[int], None]) -> _Group:
        vectors = {text: vector for item in group for text, vector in item.known.items()}
        fresh = sorted({embedded_text(passage) for item in group for passage in item.passages} - vectors.keys())
        vectors.update(zip(fresh, self._embedder.embed_passages(fresh, report), strict=True))
        return _Group(group, vectors)

    def _commit(self, group: _Group) -> Iterator[Outcome]:
        self._engine.commit([_addition(item, group.vectors) for item in group.pending], [])
        self._claim.release(item.document.origin for item in group.pending)
        for item in group.pending:
            yield Outcome(item.document.source, item.status, item.document.id, item.document.title, len(item.passages))

    def _report(self, *, files: int = 0, passages: int = 0) -> None:
        self._files += files
        self._passages += passages
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
    return Addition(item.document, entries, item.fingerprint, item.names)


def _size(group: Iterable[_Pending]) -> int:
    return sum(len(item.passages) for item in group)


def _weight(item: _Settled | _Pending) -> int:
    return len(item.passages) if isinstance(item, _Pending) else len(item)


def _next_size(passages: int, seconds: float) -> int:
    """Return how many passages the next group should have when these took so long to embed."""
    return min(_MOST, max(_FEWEST, int(passages * _SECONDS / max(seconds, 1e-9))))
