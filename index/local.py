"""The engine of one machine: SQLite is the truth, FAISS and Tantivy are derived from it, all in one folder.

A commit writes the terms first and the database last: when the database's transaction ends, the commit is there, and before that nothing is.
Whatever dies in between leaves derived files that do not match what the database records, and these are made anew.
"""

import threading
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import dense
from .builds import LexicalBuilds
from .dense import DenseIndex
from .engine import Addition, Catalogue, DocumentRecord, Entry, PassageId, Ranking, Vector
from .errors import LibraryCorrupt, LibraryError, LibraryMismatch, LibraryReadOnly, UnknownDocument
from .files import sha256
from .findings import Finding
from .lexical import LexicalIndex, LexicalRow, lexical_rows
from .lock import WriterLock
from .rows import ANEW
from .storage import Storage

_SAVE_EVERY = 5_000
_MENDED = "Made anew from the database."


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
        self.folder = folder
        _make_folder(folder, create=create)
        # A model is loaded to learn its dimension only when a library is made: to list stories none is needed.
        made = {"embedder": embedder, "fingerprint": fingerprint}
        self.storage = Storage(folder / "library.db", lambda: {**made, "dimension": str(dimension())}, create=create)
        self._lock = WriterLock(folder)
        self._state = threading.RLock()
        self._records: dict[int, DocumentRecord] = {}
        self._catalogue = Catalogue(-1, {})
        self._firsts: list[tuple[PassageId, PassageId]] = []
        self.builds = LexicalBuilds(folder / "lexical", self.storage)
        try:
            self._dense = DenseIndex(self._expect(embedder, fingerprint), self.storage)
            # Files are hashed while the records are read.
            with ThreadPoolExecutor(2, "opening") as beside:
                vectors, words = beside.submit(self._open_dense), beside.submit(self.builds.open)
                self._refresh(opening=vectors)
                sound = words.result()
            if self._dense.settle():  # its file was lost, or never written
                self._if_writable(self._save_dense)
            if not sound and not self._if_writable(self.builds.ready):
                self.builds.catch_up()
        except BaseException:
            self.storage.close()
            raise

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
            additions = {addition.document.id: addition for addition in added}
            self._expect_vectors(additions.values())
            try:
                terms = self._write(additions, removed, catalogue)
            except OSError as exc:
                self.builds.suspect()
                hint = "Check the permissions and the free space."
                raise LibraryReadOnly(f"The library cannot be written: {exc.strerror}.", hint) from exc
            except BaseException:
                self.builds.suspect()
                raise
            self._settle(terms, removal=any(id in catalogue for id in (*removed, *additions)))

    def dense(self, vector: Vector, k: int, documents: Collection[str] | None = None) -> Ranking:
        """Rank by inner product."""
        return self._dense.search(vector, k, _ranges(self._refresh(), documents))

    def lexical(self, query: str, k: int, documents: Collection[str] | None = None) -> Ranking:
        """Rank by BM25. Rows that are gone are left out, however stale the index is."""
        only, limit = _ranges(self._refresh(), documents), k
        firsts = self._firsts
        while True:
            ranking = self.builds.current.search(query, limit, only)
            living = [ranked for ranked in ranking if _lies_in(firsts, ranked.id)]
            if len(living) >= k or len(ranking) < limit:
                return living[:k]
            limit *= 2

    def passages(self, ids: Sequence[PassageId]) -> dict[PassageId, Entry]:
        """Return the passages that are still there, by id."""
        return self.storage.entries(ids)

    def close(self) -> None:
        """Save what is derived, if this program may write, and close the files."""
        try:
            if self._dense.mark() != self._dense_saved:
                self._if_writable(self._save_dense)
        finally:
            self.storage.close()

    def writing(self) -> WriterLock:
        """Return the right to write, to be held over several commits."""
        return self._lock

    def repair(self) -> list[Finding]:
        """Compare both derived indexes with the passages, and make anew what differs or still holds what was removed."""
        dense, lexical = self._repair_dense(), Finding("index of words", not self.builds.damaged())
        if not lexical.sound or self.builds.dead():
            done = self._if_writable(self.builds.rebuild)
            if not lexical.sound:
                lexical = replace(lexical, hint=_MENDED if done else "Stop the program that is writing, then run: quoth check")
        self._if_writable(self.storage.tidy)
        return [dense, lexical]

    def _repair_dense(self) -> Finding:
        with self._state:
            self._refresh()
            sound = np.fromiter((id for id, _ in self.storage.scan(before=self._dense.highest + 1)), dtype=np.int64)
            found = Finding("index of vectors", np.array_equal(self._dense.ids(), sound) and self._dense_file_sound())
            if not found.sound:
                fresh = DenseIndex(self._dense.dimension, self.storage)
                fresh.add((id, entry.vector) for id, entry in self.storage.scan(before=self._dense.highest + 1))
                fresh.settle()
                self._dense.take(fresh)
        if found.sound and self._dense.mark() == self._dense_saved:
            return found
        saved = self._if_writable(self._save_dense)
        memory = "Made anew in memory: the folder cannot be written."
        return found if found.sound else replace(found, hint=_MENDED if saved else memory)

    # Writing

    def _write(self, added: Mapping[str, Addition], removed: Collection[str], catalogue: Catalogue) -> LexicalIndex:
        leaving = {*removed, *added}
        gone = [catalogue[id].rows for id in sorted(leaving) if id in catalogue]
        alive = sum(record.passages for id, record in catalogue.items() if id not in leaving)
        self.builds.ready()
        with self.storage.transaction() as writing:
            for id in leaving:
                writing.remove(id)
            rows: list[LexicalRow] = []
            for addition in added.values():
                placed = ((id, entry.passage) for id, entry in writing.add(addition))
                rows += lexical_rows(placed, {addition.document.id: addition.document.title})
            terms = self.builds.write(writing, rows, gone, alive + len(rows))
            writing.next_generation()
        return terms

    def _settle(self, terms: LexicalIndex, *, removal: bool) -> None:
        """Search what was just committed. Nothing in here makes the commit fail: what does not work is caught up with later."""
        adopted = False
        with suppress(OSError, ValueError):
            self.builds.adopt(terms)
            adopted = True
        with suppress(LibraryError):
            self._refresh(committed=adopted)
            if removal:
                self.storage.tidy()
        clustered = False
        with suppress(LibraryError):
            clustered = self._dense.settle()
        if clustered or self._dense.highest - self._dense_saved[0] > max(_SAVE_EVERY, len(self._dense) // 8):
            self._if_writable(self._save_dense)

    def _save_dense(self) -> None:
        mark = self._dense.mark()
        derived = self._dense.save(self.folder / dense.FILE)
        with self.storage.transaction() as writing:
            writing.set_derived("dense", derived)
        self._dense_saved = mark

    def _dense_file_sound(self) -> bool:
        recorded = self.storage.derived("dense")
        with suppress(OSError):
            return recorded is None or sha256(self.folder / dense.FILE) == recorded.files.get(dense.FILE)
        return False

    def _if_writable(self, write: Callable[[], object]) -> bool:
        """Do this as the writer, if nobody else is and the folder can be written; tells whether it was done."""
        with suppress(LibraryError, OSError):
            with self._lock, self._lock.turn:
                write()
            return True
        return False

    # Opening and catching up

    def _expect(self, embedder: str, fingerprint: str) -> int:
        """Return the dimension of the library's vectors, if this embedder made them."""
        made = self.storage.settings()
        if made.get("fingerprint") != fingerprint:
            raise LibraryMismatch(
                f"This library was made with the embedder {made.get('embedder', '?')}, not with {embedder}.",
                f"Open it with --embedder {made.get('embedder', '?')}, or make a new one: quoth add PATH --library NEW --embedder {embedder}",
            )
        if not made.get("dimension", "").isdecimal():
            raise LibraryCorrupt("The library's database is damaged: its settings cannot be read.", ANEW)
        return int(made["dimension"])

    def _expect_vectors(self, additions: Iterable[Addition]) -> None:
        for entry in (entry for addition in additions for entry in addition.entries):
            if entry.vector.shape != (self._dense.dimension,):
                message = f"The embedder gave a vector of shape {entry.vector.shape}, not of {self._dense.dimension} numbers."
                raise LibraryMismatch(message, "Open the library with the embedder that made it.")

    def _open_dense(self) -> tuple[PassageId, int]:
        self._dense.load(self.folder / dense.FILE, self.storage.derived("dense"))
        return self._dense.mark()

    def _refresh(self, *, opening: Future[tuple[PassageId, int]] | None = None, committed: bool = False) -> Catalogue:
        """Catch up with the commits of every program.

        Args:
            opening: When the library is being opened, what reads the dense index.
            committed: Whether the terms are up to date already.
        """
        if self.storage.generation() == self._catalogue.generation:
            return self._catalogue
        with self._state:
            generation, numbers = self.storage.state()
            if generation == self._catalogue.generation:
                return self._catalogue
            wanted = numbers - self._records.keys()
            fresh = self.storage.records(wanted)
            if len(fresh) < len(wanted) and self.storage.generation() == generation:  # none was removed meanwhile
                raise LibraryCorrupt("The library's database is damaged: documents are missing.", ANEW)
            gone = [record.rows for number, record in self._records.items() if number not in numbers]
            records = {n: record for n, record in self._records.items() if n in numbers} | fresh
            firsts = sorted((record.first, record.first + record.passages) for record in records.values())
            if opening is not None:
                self._dense_saved = opening.result()
                self._dense.drop(self._strangers(firsts))
            else:
                self._dense.remove(gone)
            highest = firsts[-1][1] if firsts else 0
            self._dense.add((id, entry.vector) for id, entry in self.storage.scan(self._dense.highest, highest))
            if opening is None and not committed:
                self.builds.catch_up()
            # Only now: if any of the above failed, the next question does it again.
            self._records, self._firsts = records, firsts
            self._catalogue = Catalogue(generation, {record.id: record for record in self._records.values()})
            return self._catalogue

    def _strangers(self, firsts: Sequence[tuple[PassageId, PassageId]]) -> NDArray[np.int64]:
        """Return the rows of a loaded dense index whose passages are gone."""
        ids = self._dense.ids()
        bounds = np.array([(0, 0), *firsts], dtype=np.int64)
        strangers: NDArray[np.int64] = ids[ids >= bounds[np.searchsorted(bounds[:, 0], ids, side="right") - 1, 1]]
        return strangers


def _make_folder(folder: Path, *, create: bool) -> None:
    try:
        there = (folder / "library.db").exists()
        if create:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        message = f"The folder {folder} cannot be made or looked into: {exc.strerror}."
        raise LibraryReadOnly(message, "Name another with --library.") from exc
    if not create and not there:
        raise LibraryError(f"There is no library in {folder}.", f"Make one: quoth add PATH --library {folder}")


def _lies_in(firsts: Sequence[tuple[PassageId, PassageId]], id: PassageId) -> bool:
    """Tell whether an id lies in one of these stretches, which are in order."""
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
