"""The truth of a local library: one SQLite database, whose transaction is the only commit point.

It holds documents, passages with their vectors (float16), the settings that made them, and which derived files are good.
Row ids are never reused. Every row of a document or passage carries a checksum over all of it, so that a flipped bit is found before it is quoted.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .connections import Connections
from .engine import Addition, DocumentRecord, Entry, PassageId, Vector
from .errors import LibraryCorrupt, LibraryError, LibraryLocked, LibraryReadOnly
from .rows import ANEW, RECORD, Derived, batches, document_row, entry, marks, number, passage_row, record, vector_rows

FORMAT = 1
_APPLICATION = 0x51756F74  # "Quot"
_SCHEMA = """
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, source TEXT NOT NULL, origin TEXT NOT NULL,
    fingerprint TEXT NOT NULL, characters INTEGER NOT NULL, first INTEGER NOT NULL, passages INTEGER NOT NULL,
    added_at TEXT NOT NULL, sections TEXT NOT NULL, names TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    text TEXT NOT NULL, vector BLOB NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE derived (
    name TEXT PRIMARY KEY, version INTEGER NOT NULL, highest INTEGER NOT NULL, files TEXT NOT NULL, dead INTEGER NOT NULL) WITHOUT ROWID;
"""
# Of a new database: rows of 1.4 KB fill pages of this size with 8 % less waste than SQLite's own 4,096. Any size is read.
_PAGE = 8_192
_LOOK = "Check that the folder exists, its permissions and the disk."


class Storage:
    """The database `library.db`; each thread reads through a connection of its own.

    Args:
        path: The database file.
        settings: Gives what a new library records of what made it; called for only then.
        create: Whether to make a library where there is none.

    Raises:
        LibraryCorrupt: The file is damaged, or is no library.
        LibraryError: There is none, it has another format, or it cannot be opened.
    """

    def __init__(self, path: Path, settings: Callable[[], Mapping[str, str]], *, create: bool) -> None:
        self._path = path
        self._connections = Connections(path)
        try:
            with self._mapped():
                if create and not path.exists():
                    path.touch()
                if self._is_blank():
                    self._create(settings, create)
                self._verify()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close every thread's connection; what is asked afterwards ends as an error."""
        self._connections.close()

    # Reading

    def settings(self) -> dict[str, str]:
        """Return the settings that made the library, its `generation`, and how many `documents` it holds."""
        return dict(self._rows("SELECT key, value FROM settings"))

    def generation(self) -> int:
        """Return how many commits were made."""
        return number(self._rows("SELECT value FROM settings WHERE key = 'generation'"))

    def state(self) -> tuple[int, frozenset[int]]:
        """Return the generation and the numbers of its documents, read at one moment.

        Raises:
            LibraryCorrupt: There are not as many documents as were recorded.
        """
        with self._mapped(), self._transaction("DEFERRED"):
            numbers = frozenset(row[0] for row in self._rows("SELECT number FROM documents NOT INDEXED"))
            recorded = number(self._rows("SELECT value FROM settings WHERE key = 'documents'"))
            if len(numbers) != recorded:
                message = f"The library's database is damaged: it holds {len(numbers)} documents of {recorded}."
                raise LibraryCorrupt(message, ANEW)
            return self.generation(), numbers

    def titles(self) -> dict[str, str]:
        """Return the title of every document, by id; inside a transaction, as it will leave them."""
        return dict(self._rows("SELECT id, title FROM documents"))

    def records(self, numbers: Collection[int]) -> dict[int, DocumentRecord]:
        """Return the records of these documents that are still there, by number.

        Raises:
            LibraryCorrupt: A row does not match its checksum.
        """
        found: dict[int, DocumentRecord] = {}
        for some in batches(sorted(numbers)):
            query = f"SELECT number, {RECORD}, checksum FROM documents WHERE number IN ({marks(some)})"  # noqa: S608 - only question marks
            found.update({row[0]: record(row[1:]) for row in self._rows(query, some)})
        return found

    def entries(self, ids: Sequence[PassageId]) -> dict[PassageId, Entry]:
        """Return the passages that are still there, by id.

        Raises:
            LibraryCorrupt: A row does not match its checksum.
        """
        found: dict[PassageId, Entry] = {}
        for some in batches(ids):
            query = f"SELECT id, document, start, end, text, vector, checksum FROM passages WHERE id IN ({marks(some)})"  # noqa: S608
            found.update({row[0]: entry(*row) for row in self._rows(query, some)})
        return found

    def scan(self, above: PassageId = 0, before: PassageId = 2**63 - 1) -> Iterator[tuple[PassageId, Entry]]:
        """Yield every undamaged passage with an id between these two, neither included, in the order of ids."""
        columns = "id, document, start, end, text, vector, checksum"
        query = f"SELECT {columns} FROM passages WHERE id > ? AND id < ? ORDER BY id LIMIT 500"  # noqa: S608 - a constant
        while rows := self._rows(query, (above, before)):
            for row in rows:
                # A damaged one must not keep the others from being found: asking for it, and `check`, say so.
                with suppress(LibraryCorrupt):
                    yield row[0], entry(*row)
            above = rows[-1][0]

    def vectors(self, ids: Sequence[PassageId]) -> tuple[NDArray[np.int64], Vector]:
        """Return the vectors of those passages that are still there: ids and rows, not checked against their checksums."""
        rows: list[tuple[Any, ...]] = []
        for some in batches(ids):
            rows += self._rows(f"SELECT id, vector FROM passages WHERE id IN ({marks(some)})", some)  # noqa: S608 - only question marks
        return vector_rows(rows)

    def vector_blocks(self, before: PassageId) -> Iterator[tuple[NDArray[np.int64], Vector]]:
        """Yield the vectors of all passages with ids below this one, in the order of ids, as `vectors` does."""
        above = 0
        query = "SELECT id, vector FROM passages WHERE id > ? AND id < ? ORDER BY id LIMIT 4096"
        while rows := self._rows(query, (above, before)):
            yield vector_rows(rows)
            above = rows[-1][0]

    def highest(self) -> PassageId:
        """Return the highest passage id there is; 0 in an empty library."""
        return number(self._rows("SELECT coalesce(max(id), 0) FROM passages"))

    def derived(self, name: str) -> Derived | None:
        """Return what is recorded of a derived index, None when nothing is that can be understood."""
        for row in self._rows("SELECT version, highest, files, dead FROM derived WHERE name = ?", (name,)):
            with suppress(ValueError, TypeError):
                return Derived(int(row[0]), int(row[1]), dict(json.loads(row[2])), int(row[3]))
        return None

    def integrity(self) -> list[str]:
        """Return SQLite's own findings about the file; an empty list when it is sound."""
        try:
            rows = [str(row[0]) for row in self._rows("PRAGMA integrity_check")]
        except LibraryCorrupt as exc:
            return [exc.message]
        return [row for row in rows if row != "ok"]

    # Writing

    @contextmanager
    def transaction(self) -> Iterator["Writing"]:
        """Open the one write transaction; leaving it without an error is the commit."""
        with self._mapped(), self._transaction("IMMEDIATE") as connection:
            yield Writing(connection)

    def tidy(self) -> None:
        """Bring the write-ahead log into the database and empty it, so that no file holds what was removed; if no reader is in the way."""
        with self._mapped():
            connection = self._connections.get()
            connection.execute("PRAGMA busy_timeout = 0")
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.execute("PRAGMA busy_timeout = 10000")

    # Below: connections

    def _rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        # All at once: a statement that is left half read would keep what it sees, and the log, from moving on.
        with self._mapped():
            return self._connections.get().execute(query, parameters).fetchall()

    def _is_blank(self) -> bool:
        """Tell whether nothing was ever written to the file, as when a program died while it made the library."""
        connection = self._connections.get()
        made = connection.execute("PRAGMA application_id").fetchone()[0]
        return not made and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]

    def _create(self, settings: Callable[[], Mapping[str, str]], create: bool) -> None:
        if not create:
            raise LibraryError(f"There is no library in {self._path.parent}.", f"Make one: quoth add PATH --library {self._path.parent}")
        self._connections.get().execute(f"PRAGMA page_size = {_PAGE}")  # without effect on a database that was begun
        with self._transaction("IMMEDIATE") as connection:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return  # another program made it between the look and the lock
            for statement in _SCHEMA.strip().split(";\n"):
                connection.execute(statement.rstrip(";"))
            values = {**settings(), "generation": "0", "documents": "0"}
            connection.executemany("INSERT INTO settings VALUES (?, ?)", sorted(values.items()))
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")

    def _verify(self) -> None:
        connection = self._connections.get()
        if connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION:
            raise LibraryCorrupt(f"{self._path.name} is not a library of Quoth.", "Name another folder with --library.")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != FORMAT:
            hint = "Use the version of Quoth that made it, or add the stories to a new folder: quoth add PATH --library NEW"
            raise LibraryError(f"This library has format {version}; this version of Quoth reads format {FORMAT}.", hint)
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            # Only now: a database of somebody else is not changed. Who may not write, or comes second, reads it as it is.
            with suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA journal_mode = WAL").fetchall()

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[sqlite3.Connection]:
        connection = self._connections.get(writing=kind == "IMMEDIATE")
        try:
            connection.execute(f"BEGIN {kind}")
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            try:
                connection.rollback()
            except sqlite3.Error:
                self._connections.drop()
            raise

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        """Turn SQLite's errors into ours, once, here."""
        try:
            with self._connections.in_use():
                yield
        except sqlite3.Error as exc:
            raise _mapped_error(exc) from exc
        except OSError as exc:
            raise LibraryReadOnly(f"The library cannot be opened or written: {exc.strerror}.", _LOOK) from exc


class Writing:
    """The statements of one write transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def remove(self, id: str) -> bool:
        """Remove a document and its passages; tells whether it was there."""
        row = self._connection.execute("SELECT first, passages FROM documents WHERE id = ?", (id,)).fetchone()
        if row is None:
            return False
        self._connection.execute("DELETE FROM passages WHERE id >= ? AND id < ?", (row[0], row[0] + row[1]))
        self._connection.execute("DELETE FROM documents WHERE id = ?", (id,))
        return True

    def add(self, addition: Addition) -> list[tuple[PassageId, Entry]]:
        """Insert a document and its entries; returns them with the ids that they were given."""
        next_id = int(self._connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'passages'").fetchone()[0])
        rows = list(enumerate(addition.entries, start=next_id))
        self._connection.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)", (passage_row(id, entry) for id, entry in rows))
        row = document_row(addition, next_id)
        self._connection.execute(f"INSERT INTO documents ({RECORD}, checksum) VALUES ({marks(row)})", row)  # noqa: S608 - only question marks
        return rows

    def next_generation(self) -> None:
        """Count this commit."""
        self._connection.execute("UPDATE settings SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")
        self._connection.execute("UPDATE settings SET value = (SELECT count(*) FROM documents) WHERE key = 'documents'")

    def set_derived(self, name: str, derived: Derived) -> None:
        """Record a derived index as good."""
        values = (name, derived.version, derived.highest, json.dumps(dict(derived.files), sort_keys=True), derived.dead)
        self._connection.execute("INSERT OR REPLACE INTO derived VALUES (?, ?, ?, ?, ?)", values)


def _mapped_error(exc: sqlite3.Error) -> LibraryError:
    text = str(exc)
    if isinstance(exc, sqlite3.ProgrammingError):
        return LibraryError("The library was closed.", "Open it again.")
    if isinstance(exc, sqlite3.OperationalError) and ("locked" in text or "busy" in text):
        return LibraryLocked("Another program is writing to this library.", "Wait until it is done, then try again.")
    if "full" in text:
        return LibraryReadOnly("The disk is full; the library is as it was.", "Free some space, then try again.")
    if isinstance(exc, sqlite3.OperationalError) and any(word in text for word in ("readonly", "unable to open", "disk I/O", "attempt to write")):
        return LibraryReadOnly(f"The library cannot be opened or written: {text}.", _LOOK)
    return LibraryCorrupt(f"The library's database is damaged: {text}.", ANEW)
