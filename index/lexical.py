"""The terms of a library in Tantivy, ranked by BM25.

A derived index: every build is a folder of its own under `lexical/`, and is opened only when its files have the SHA-256 that the database records.
Terms are made by `analysis`, so Tantivy only ever sees words between spaces, and queries are put together from terms, never parsed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from corpus import Passage

from . import analysis
from .engine import PassageId, Ranked, Ranking
from .errors import LibraryReadOnly
from .files import sha256, sync_folder

VERSION = 1000 + analysis.VERSION
# A commit that fits is one segment, which nothing has to merge; only what is needed of it is taken.
_HEAP = 128_000_000
# In a library of more passages than this, words that stand in more than this share of them are not looked for: they take a third of the
# time (at 420,000 passages 3 ms of 9) and tell nearly nothing (fused recall@5 on FairytaleQA 0.727 for 0.730).
LARGE, COMMON = 100_000, 0.4
_NEIGHBOURS = 4
_LOCKS = {".tantivy-writer.lock", ".tantivy-meta.lock"}


@dataclass(frozen=True, slots=True)
class LexicalRow:
    """What is indexed of a passage: its id, its text and the terms of it, the telling terms around it as one text, and its document's title."""

    id: PassageId
    text: str
    words: Sequence[str]
    around: str
    title: str


def lexical_rows(passages: Iterable[tuple[PassageId, Passage]], titles: Mapping[str, str]) -> Iterator[LexicalRow]:
    """Yield a row for each passage.

    Args:
        passages: Passages with their ids, those of one document together and in the order of its text.
        titles: Titles by document id.
    """
    for id, group in groupby(passages, key=lambda item: item[1].document_id):
        told = list(group)
        analysed = [analysis.both_terms(passage.text) for _, passage in told]
        telling = [" ".join(weighty) for _, weighty in analysed]
        for place, (row, passage) in enumerate(told):
            near = telling[max(0, place - _NEIGHBOURS) : place] + telling[place + 1 : place + 1 + _NEIGHBOURS]
            yield LexicalRow(row, passage.text, analysed[place][0], " ".join(near), titles.get(id, ""))


class LexicalIndex:
    """One build of the index, in a folder or, where nothing may be written, in memory.

    Args:
        folder: The build's folder, which exists; None keeps the index in memory.

    Raises:
        ValueError: Tantivy cannot read or write the folder.
    """

    def __init__(self, folder: Path | None) -> None:
        import tantivy

        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("row", indexed=True, fast=True)
        for name in analysis.WEIGHTS:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self.folder = folder
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
        try:
            for rows in removed:
                if rows:
                    writer.delete_documents_by_query(self._between(rows))
            for row in added:
                document = self._tantivy.Document()
                document.add_unsigned("row", row.id)
                for name, told in analysis.indexed(row.words, row.around, row.title).items():
                    document.add_text(name, told)
                writer.add_document(document)
            self._commit(writer)
        finally:
            # Also after a failure, whose traceback would keep the writer, and with it Tantivy's lock, alive.
            with suppress(ValueError, RuntimeError):  # RuntimeError: it has ended already
                writer.wait_merging_threads()

    def files(self, known: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the SHA-256 of every file of the build, by `folder/name`, all of them durable.

        Args:
            known: What was recorded of the build before. It stands for every file that never changes once it is written, so that
                a file damaged since is never taken for a good one.
        """
        if self.folder is None:
            return {}
        found: dict[str, str] = {}
        for path in sorted(path for path in self.folder.iterdir() if path.name not in _LOCKS):
            name = f"{self.folder.name}/{path.name}"
            before = (known or {}).get(name) if path.suffix != ".json" else None
            found[name] = before or sha256(path)
        sync_folder(self.folder)
        return found

    def search(self, query: str, k: int, only: Sequence[range] | None = None) -> Ranking:
        """Rank by BM25 over words, pairs, neighbours and title; equal scores by id. `only`: the ids that may be found, all when None."""
        asked = analysis.query(query)
        if not asked or k <= 0 or (only is not None and not only):
            return []
        searcher = self._searcher
        wanted = self._query(_uncommon(searcher, asked), only)
        # Tantivy orders equal scores by where they lie, which changes with every merge: all that tie with the last are looked at.
        # More than there is must never be asked for: Tantivy would allocate it.
        most = int(searcher.num_docs)
        k = limit = min(k, most)
        while True:
            limit = min(limit + 1, most)
            hits = searcher.search(wanted, limit=limit, count=False).hits if limit else []
            if len(hits) < limit or limit == most or hits[-1][0] < hits[k - 1][0]:
                break
            limit *= 2
        ids = searcher.fast_field_values("row", [address for _, address in hits])
        found = [Ranked(int(id or 0), float(score)) for id, (score, _) in zip(ids, hits, strict=True)]
        return sorted(found, key=lambda ranked: (-ranked.score, ranked.id))[:k]

    def _query(self, asked: Sequence[tuple[str, str]], only: Sequence[range] | None) -> Any:  # noqa: ANN401 - tantivy.Query
        query, occur = self._tantivy.Query, self._tantivy.Occur
        wanted = []
        for field, term in asked:
            of_term = query.term_query(self._schema, field, term, index_option="freq")
            wanted.append((occur.Should, query.boost_query(of_term, analysis.WEIGHTS[field])))
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


def _uncommon(searcher: Any, asked: list[tuple[str, str]]) -> list[tuple[str, str]]:  # noqa: ANN401 - tantivy.Searcher
    """Return the terms that are worth looking for; all of them in a library that is not large, or where no word would be left."""
    most = int(searcher.num_docs) * COMMON
    if searcher.num_docs <= LARGE:
        return asked
    rare = [(field, term) for field, term in asked if 0 < searcher.doc_freq(field, term) <= most]
    return rare if any(field == analysis.WORDS for field, _ in rare) else asked
