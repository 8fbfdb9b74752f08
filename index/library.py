"""The library: documents in, ranked passages out.

Everything here stands above the engine, so it is the same code whatever stores the passages.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import Document, Parser, Passage, Source, place

from .adding import Adding, Outcome, Progress
from .claims import Claims
from .embedder import Embedder
from .engine import Addition, Catalogue, DocumentRecord, Engine, Entry, PassageId
from .errors import LibraryCorrupt, UnknownDocument
from .fusion import fuse
from .milvus import MilvusEngine, is_address, parse_address

_DEPTH = 100
_LOOKS = 3


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
    def open(cls, where: Path | str, embedder: Embedder, *, create: bool = True, token: str = "") -> "Library":
        """Open the library in a folder or in a Milvus cluster, making it where there is none.

        Args:
            where: A folder, or the address of a cluster: `http://HOST:19530`, with `/NAME` for one of several libraries.
            embedder: What its vectors are made with.
            create: Whether to make it where there is none.
            token: What a cluster wants to be shown, `user:password` or an API key.

        Raises:
            LibraryError: It cannot be opened; the message says why and the hint what to do.
            MissingExtra: A cluster is named and pymilvus is not installed.
        """
        return cls(_engine(where, embedder, create=create, token=token), embedder)

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
        vector = self.embedder.embed_query(query)
        for _ in range(_LOOKS):
            generation = self.generation
            dense = self.engine.dense(vector, max(k, _DEPTH), documents)
            lexical = self.engine.lexical(query, max(k, _DEPTH), documents)
            fused = fuse(dense, lexical)
            best = sorted(fused, key=lambda id: (-fused[id], id))[:k]
            entries = self.engine.passages(best)
            if len(entries) == len(best) or generation == self.generation:
                break  # else a document was replaced between the ranking and the reading
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
            yield from Adding(self.engine, self.embedder, parser, listed, progress, claim).outcomes()

    def take(self, id: str) -> Addition:
        """Remove a document and return all that is needed to put it back; when this returns nothing of it is ever quoted again.

        Raises:
            UnknownDocument: The library has no such document.
            LibraryError: The library cannot be written; nothing was removed.
        """
        with self.engine.writing():
            document = self.document(id)
            record = self.engine.documents()[id]
            entries = [entry for _, entry in sorted(self.engine.passages(record.rows).items())]
            self.engine.commit([], [id])
        return Addition(document, entries, record.fingerprint, record.names)

    def put_back(self, taken: Addition) -> bool:
        """Add a document again that `take` removed; False, and nothing is changed, when its id is in use by now.

        Raises:
            LibraryError: The library cannot be written.
        """
        with self.engine.writing():
            if taken.document.id in self.engine.documents():
                return False
            self.engine.commit([taken], [])
        return True

    def remove(self, ids: Collection[str]) -> None:
        """Remove documents; when this returns nothing of them is ever quoted again.

        Raises:
            UnknownDocument: One of the ids is not there; nothing was removed.
        """
        self.engine.commit([], ids)


def _engine(where: Path | str, embedder: Embedder, *, create: bool, token: str) -> Engine:
    name, fingerprint = embedder.name, embedder.fingerprint
    if isinstance(where, str) and is_address(where):
        address = parse_address(where)
        return MilvusEngine(address, embedder=name, fingerprint=fingerprint, dimension=lambda: embedder.dimension, create=create, token=token)
    from .local import LocalEngine

    return LocalEngine(Path(where), embedder=name, fingerprint=fingerprint, dimension=lambda: embedder.dimension, create=create)


def _joined(record: DocumentRecord, passages: Sequence[Passage]) -> str | None:
    """Return the text that passages tile, None when they are not all there."""
    end = 0
    for passage in passages:
        if passage.document_id != record.id or passage.start != end:
            return None
        end = passage.end
    return "".join(passage.text for passage in passages) if end == record.characters else None
