"""The terms of a library in Tantivy, ranked by BM25.

A derived index: every build is a folder of its own under `lexical/`, and is opened only when its files have the SHA-256 that the database records.
Terms are made by `analysis`, so Tantivy only ever sees words between spaces, and queries are put together from terms, never parsed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import analysis
from .engine import PassageId, Ranked, Ranking
from .errors import LibraryReadOnly
from .files import sha256, sync_folder

VERSION = 1000 + analysis.VERSION
_HEAP = 32_000_000
_TITLE_WEIGHT = 0.5
_LOCKS = {".tantivy-writer.lock", ".tantivy-meta.lock"}


@dataclass(frozen=True, slots=True)
class LexicalRow:
    """What is indexed of a passage: its id, its text, and its document's title."""

    id: PassageId
    text: str
    title: str


class LexicalIndex:
    """One build of the index, in a folder or, where nothing may be written, in memory.

    Args:
        folder: The build's folder; None keeps the index in memory.
    """

    def __init__(self, folder: Path | None) -> None:
        import tantivy

        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("row", indexed=True, fast=True)
        for name in ("text", "title"):
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self.folder = folder
        self._hashes: dict[str, str] = {}  # files but meta.json never change once written
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, path=None if folder is None else str(folder))
        self._index.config_reader(reload_policy="manual")
        self.reload()

    def reload(self) -> None:
        """Search what is committed from now on."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def write(self, added: Iterable[LexicalRow], removed: Sequence[range]) -> None:
        """Commit additions and removals; they are searched after `reload`.

        Raises:
            LibraryReadOnly: The folder cannot be written.
        """
        try:
            self._write(added, removed)
        except (ValueError, OSError) as exc:  # Tantivy reports its own failures, a full disk among them, as ValueError
            raise LibraryReadOnly(f"The index of words cannot be written: {exc}.", "Check the folder's permissions and the free space.") from exc

    def _write(self, added: Iterable[LexicalRow], removed: Sequence[range]) -> None:
        # One thread and a wait for merges: what lies in the folder after this is final until the next write.
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for rows in removed:
            if rows:
                writer.delete_documents_by_query(self._between(rows))
        for row in added:
            document = self._tantivy.Document()
            document.add_unsigned("row", row.id)
            document.add_text("text", " ".join(analysis.terms(row.text)))
            document.add_text("title", " ".join(analysis.terms(row.title)))
            writer.add_document(document)
        self._commit(writer)

    def files(self) -> dict[str, str]:
        """Return the SHA-256 of every file of the build, by `folder/name`, all of them durable."""
        if self.folder is None:
            return {}
        found: dict[str, str] = {}
        for path in sorted(self.folder.iterdir()):
            if path.name in _LOCKS:
                continue
            fresh = path.name.endswith(".json") or path.name not in self._hashes
            found[path.name] = sha256(path) if fresh else self._hashes[path.name]
        self._hashes = found
        sync_folder(self.folder)
        return {f"{self.folder.name}/{name}": digest for name, digest in found.items()}

    def search(self, query: str, k: int, only: Sequence[range] | None = None) -> Ranking:
        """Rank by BM25 over text and title; equal scores by id. `only`: the ids that may be found, all when None."""
        counts = Counter(analysis.terms(query))
        if not counts or k <= 0 or (only is not None and not only):
            return []
        result = self._searcher.search(self._query(counts, only), limit=k, count=False)
        ids = self._searcher.fast_field_values("row", [address for _, address in result.hits])
        found = [Ranked(int(id), float(score)) for id, (score, _) in zip(ids, result.hits, strict=True)]
        return sorted(found, key=lambda ranked: (-ranked.score, ranked.id))

    def _query(self, counts: Mapping[str, int], only: Sequence[range] | None) -> Any:  # noqa: ANN401 - tantivy.Query
        query, occur = self._tantivy.Query, self._tantivy.Occur
        wanted = []
        for term, count in sorted(counts.items()):
            for field, weight in (("text", 1.0), ("title", _TITLE_WEIGHT)):
                of_term = query.term_query(self._schema, field, term, index_option="freq")
                wanted.append((occur.Should, query.boost_query(of_term, weight * count)))
        ranked = query.boolean_query(wanted)
        if only is None:
            return ranked
        allowed = query.boolean_query([(occur.Should, self._between(rows)) for rows in only])
        return query.boolean_query([(occur.Must, ranked), (occur.Must, query.const_score_query(allowed, 0.0))])

    def _between(self, rows: range) -> Any:  # noqa: ANN401 - tantivy.Query
        kind = self._tantivy.FieldType.Unsigned
        return self._tantivy.Query.range_query(self._schema, "row", kind, rows.start, rows.stop - 1)

    @staticmethod
    def _commit(writer: Any) -> None:  # noqa: ANN401 - tantivy.IndexWriter
        writer.commit()
        writer.wait_merging_threads()
