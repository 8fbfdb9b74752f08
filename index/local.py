"""The engine of one machine: SQLite is the truth, FAISS and Tantivy are derived from it, all in one folder.

A commit writes the terms first and the database last: when the database's transaction ends, the commit is there, and before that nothing is.
Whatever dies in between leaves derived files that do not match what the database records, and these are made anew.
"""

import threading
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from . import dense
from .builds import LexicalBuilds
from .dense import DenseIndex
from .engine import Addition, Catalogue, DocumentRecord, Entry, PassageId, Ranking, Vector
from .errors import LibraryError, LibraryLocked, LibraryMismatch, LibraryReadOnly, UnknownDocument
from .findings import Finding
from .lexical import LexicalRow
from .lock import WriterLock
from .storage import Storage

_SAVE_EVERY = 5_000


class LocalEngine:
    """A library in one folder. Any number of programs may read it, one at a time may write.

    Args:
        folder: The library's folder.
        embedder: Name of the embedder, for people.
        fingerprint: What tells equal embedders.
        dimension: Length of its vectors, called for when it is needed.
        create: Whether to make the library where there is none.

    Raises:
        LibraryMismatch: The library was made with another embedder.
        LibraryCorrupt: Its database is damaged.
        LibraryError: There is no library, or it has another format.
    """

    def __init__(self, folder: Path, *, embedder: str, fingerprint: str, dimension: Callable[[], int], create: bool = True) -> None:
        if not create and not (folder / "library.db").exists():
            raise LibraryError(f"There is no library in {folder}.", f"Make one: quoth add PATH --library {folder}")
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise LibraryReadOnly(f"The folder {folder} cannot be made: {exc.strerror}.", "Name another with --library.") from exc
        settings = {"embedder": embedder, "fingerprint": fingerprint}
        self.storage = Storage(folder / "library.db", settings, create=create)
        self._expect(embedder, fingerprint)
        self._lock = WriterLock(folder)
        self._state = threading.RLock()
        self._records: dict[int, DocumentRecord] = {}
        self._catalogue = Catalogue(-1, {})
        self._firsts: list[tuple[PassageId, PassageId]] = []
        self._dense = DenseIndex(dimension())
        self._dense_saved = self._open_dense()
        self.builds = LexicalBuilds(folder / "lexical", self.storage)
        self._refresh(opening=True)
        if not self.builds.open() and not self._if_writable(self.builds.ready):
            self.builds.catch_up()

    # Engine

    def documents(self) -> Catalogue:
        """Return the documents as of the latest commit of any program."""
        return self._refresh()

    def commit(self, added: Iterable[Addition], removed: Collection[str]) -> None:
        """Add, replace and remove documents: all or nothing, durable when this returns."""
        with self._lock, self._lock.turn:
            catalogue = self._refresh()
            missing = sorted(id for id in removed if id not in catalogue)
            if missing:
                raise UnknownDocument(f"No document has the id {missing[0]}.", "See the ids: quoth list")
            try:
                self._write(list(added), removed, catalogue)
            except OSError as exc:
                self.builds.suspect()
                raise LibraryReadOnly(f"The library cannot be written: {exc.strerror}.", "Check the permissions and the free space.") from exc
            except BaseException:
                self.builds.suspect()
                raise
            self._refresh(committed=True)
            if self._dense.highest - self._dense_saved > max(_SAVE_EVERY, len(self._dense) // 4):
                self._if_writable(self._save_dense)

    def dense(self, vector: Vector, k: int, documents: Collection[str] | None = None) -> Ranking:
        """Rank by inner product."""
        return self._dense.search(vector, k, _ranges(self._refresh(), documents))

    def lexical(self, query: str, k: int, documents: Collection[str] | None = None) -> Ranking:
        """Rank by BM25. Rows that are gone are left out, however stale the index is."""
        only, limit = _ranges(self._refresh(), documents), k
        while True:
            ranking = self.builds.current.search(query, limit, only)
            living = [ranked for ranked in ranking if self._alive(ranked.id)]
            if len(living) >= k or len(ranking) < limit:
                return living[:k]
            limit *= 2

    def passages(self, ids: Sequence[PassageId]) -> dict[PassageId, Entry]:
        """Return the passages that are still there, by id."""
        return self.storage.entries(ids)

    def close(self) -> None:
        """Save what is derived, if this program may write, and close the files."""
        if self._dense.highest != self._dense_saved:
            self._if_writable(self._save_dense)
        self.storage.close()

    def writing(self) -> WriterLock:
        """Return the right to write, to be held over several commits."""
        return self._lock

    def repair(self) -> list[Finding]:
        """Compare both derived indexes with the passages, and make anew what differs."""
        rows = {row for record in self._refresh().values() for row in record.rows}
        dense = Finding("index of vectors", self._dense.ids() == rows and self._dense_file_sound())
        if not dense.sound:
            self._dense.clear()
            self._dense.add((id, entry.vector) for id, entry in self.storage.scan())
            saved = self._if_writable(self._save_dense)
            dense = replace(dense, hint="Made anew from the database." if saved else "Made anew in memory: the folder cannot be written.")
        lexical = Finding("index of words", not self.builds.damaged())
        if not lexical.sound:
            self.builds.suspect()
            done = self._if_writable(self.builds.ready)
            lexical = replace(lexical, hint="Made anew from the database." if done else "Stop the program that is writing, then run: quoth check")
        return [dense, lexical]

    # Writing

    def _write(self, added: Sequence[Addition], removed: Collection[str], catalogue: Catalogue) -> None:
        leaving = {*removed, *(addition.document.id for addition in added)}
        gone = [catalogue[id].rows for id in sorted(leaving) if id in catalogue]
        alive = sum(record.passages for id, record in catalogue.items() if id not in leaving)
        self.builds.ready()
        with self.storage.transaction() as writing:
            for id in leaving:
                writing.remove(id)
            rows: list[LexicalRow] = []
            for addition in added:
                rows += [LexicalRow(id, entry.passage.text, addition.document.title) for id, entry in writing.add(addition)]
            terms = self.builds.write(writing, rows, gone, alive + len(rows))
            writing.next_generation()
        self.builds.adopt(terms)

    def _save_dense(self) -> None:
        derived = self._dense.save(self.folder / dense.FILE)
        with self.storage.transaction() as writing:
            writing.set_derived("dense", derived)
        self._dense_saved = derived.highest

    def _dense_file_sound(self) -> bool:
        recorded = self.storage.derived("dense")
        return recorded is None or DenseIndex(self._dense.dimension).load(self.folder / dense.FILE, recorded)

    def _if_writable(self, write: Callable[[], object]) -> bool:
        """Do this as the writer, if nobody else is and the folder can be written; tells whether it was done."""
        with suppress(LibraryLocked, LibraryReadOnly, OSError):
            with self._lock, self._lock.turn:
                write()
            return True
        return False

    # Opening and catching up

    def _expect(self, embedder: str, fingerprint: str) -> None:
        made = self.storage.settings()
        if made["fingerprint"] != fingerprint:
            self.storage.close()
            raise LibraryMismatch(
                f"This library was made with the embedder {made['embedder']}, not with {embedder}.",
                f"Open it with --embedder {made['embedder']}, or make a new one: quoth add PATH --library NEW --embedder {embedder}",
            )

    def _open_dense(self) -> PassageId:
        if not self._dense.load(self.folder / dense.FILE, self.storage.derived("dense")):
            return 0
        return self._dense.highest

    def _refresh(self, *, opening: bool = False, committed: bool = False) -> Catalogue:
        """Catch up with the commits of every program; `committed`: the terms are up to date already."""
        if self.storage.generation() == self._catalogue.generation:
            return self._catalogue
        with self._state:
            generation, numbers = self.storage.state()
            if generation == self._catalogue.generation:
                return self._catalogue
            fresh = self.storage.records(numbers - self._records.keys())
            gone = [record.rows for number, record in self._records.items() if number not in numbers]
            self._records = {n: record for n, record in self._records.items() if n in numbers} | fresh
            self._firsts = sorted((record.first, record.first + record.passages) for record in self._records.values())
            self._dense.remove(self._strangers() if opening else gone)
            self._dense.add((id, entry.vector) for id, entry in self.storage.scan(self._dense.highest, self._firsts[-1][1] if self._firsts else 0))
            if not opening and not committed:
                self.builds.catch_up()
            self._catalogue = Catalogue(generation, {record.id: record for record in self._records.values()})
            return self._catalogue

    def _strangers(self) -> list[range]:
        """Return the rows of a loaded dense index whose passages are gone."""
        return [range(id, id + 1) for id in sorted(self._dense.ids()) if not self._alive(id)]

    def _alive(self, id: PassageId) -> bool:
        firsts = self._firsts
        place = bisect_right(firsts, id, key=lambda rows: rows[0])
        return place > 0 and id < firsts[place - 1][1]


def _ranges(catalogue: Catalogue, documents: Collection[str] | None) -> list[range] | None:
    """Return the rows of these documents, neighbours joined; None stands for all."""
    if documents is None:
        return None
    joined: list[range] = []
    for rows in sorted((catalogue[id].rows for id in set(documents) if id in catalogue), key=lambda rows: rows.start):
        if joined and joined[-1].stop == rows.start:
            joined[-1] = range(joined[-1].start, rows.stop)
        elif rows:
            joined.append(rows)
    return joined
