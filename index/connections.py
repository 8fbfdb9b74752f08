"""SQLite connections to one database file: one for each thread, closed with the library or soon after their thread has ended."""

import os
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .errors import LibraryError, LibraryReadOnly

_PRAGMAS = ("synchronous = FULL", "secure_delete = ON", "busy_timeout = 10000", "trusted_schema = OFF")
_Stamp = tuple[int, int, int, bool]


@dataclass(frozen=True, slots=True)
class _Held:
    connection: sqlite3.Connection
    stamp: _Stamp | None  # of the file when it was opened as one that nobody changes


class Connections:
    """The connections to one database file. Every method may be called from several threads at once.

    Args:
        path: The database file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: dict[threading.Thread, _Held] = {}
        self._guard = threading.Condition(threading.Lock())
        self._uses: Counter[threading.Thread] = Counter()
        self._closed = False

    def get(self, *, writing: bool = False) -> sqlite3.Connection:
        """Return this thread's connection.

        Args:
            writing: Whether it is to write; then it is tried anew whether the folder may be written.

        Raises:
            LibraryError: The library was closed.
            LibraryReadOnly: The folder may only be read, and holds a commit that cannot be read without writing.
            sqlite3.Error: There is no such file, or it cannot be opened.
        """
        thread = threading.current_thread()
        held = self._held.get(thread)
        if held is not None and held.stamp is not None and (writing or held.stamp != self._stamp()):
            self.drop()  # somebody else may write in the folder after all, and did
            held = None
        if held is None:
            self._close_ended()
            held = self._connect()
            self._keep(thread, held)
        return held.connection

    def drop(self) -> None:
        """Close this thread's connection, which ends a transaction that could not be ended; the next use opens another."""
        with self._guard:
            held = self._held.pop(threading.current_thread(), None)
        if held is not None:
            _close(held)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep this thread's connection from being closed under a statement, which SQLite does not survive. May be nested.

        Raises:
            LibraryError: The library was closed.
        """
        thread = threading.current_thread()
        with self._guard:
            if self._closed and thread not in self._uses:
                raise _was_closed()
            self._uses[thread] += 1
        try:
            yield
        finally:
            with self._guard:
                self._uses[thread] -= 1
                if not self._uses[thread]:
                    del self._uses[thread]
                    self._guard.notify_all()

    def close(self) -> None:
        """Close every thread's connection, for good, as soon as the other threads are through with what they have begun."""
        thread = threading.current_thread()
        with self._guard:
            self._closed = True
            self._guard.wait_for(lambda: not self._uses.keys() - {thread})
            held = list(self._held.values())
            self._held.clear()
        for one in held:
            _close(one)

    def _keep(self, thread: threading.Thread, held: _Held) -> None:
        with self._guard:
            if self._closed:
                _close(held)
                raise _was_closed()
            self._held[thread] = held

    def _close_ended(self) -> None:
        """Close the connections of threads that ended. SQLite then uses their file descriptors for the next connection."""
        with self._guard:
            ended = [self._held.pop(other) for other in list(self._held) if not other.is_alive()]
        for held in ended:
            _close(held)

    def _connect(self) -> _Held:
        try:
            return _Held(self._connect_shared(), None)
        except sqlite3.OperationalError as exc:
            if not self._path.exists() or not any(word in str(exc) for word in ("readonly", "unable to open")):
                raise
            return self._connect_immutable(exc)

    def _connect_shared(self) -> sqlite3.Connection:
        # `mode=rw`: a database that is gone is an error, never made anew by looking.
        uri = f"{self._uri()}?mode=rw"
        connection = sqlite3.connect(uri, uri=True, timeout=10, isolation_level=None, check_same_thread=False)
        try:
            for pragma in (*_PRAGMAS, "user_version"):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect_immutable(self, cause: sqlite3.Error) -> _Held:
        """Open the file in a folder that may only be read: nothing in it changes, so SQLite needs no side files."""
        stamp = self._stamp()
        if stamp[-1]:
            message = "The library's folder may only be read, and a program that wrote to it did not finish."
            raise LibraryReadOnly(message, "Open it once where the folder can be written, then try again.") from cause
        connection = sqlite3.connect(f"{self._uri()}?immutable=1", uri=True, isolation_level=None, check_same_thread=False)
        return _Held(connection, stamp)

    def _stamp(self) -> _Stamp:
        """Return what tells whether the file changed, and whether commits lie beside it."""
        beside = f"{self._path}-wal"
        try:
            status = self._path.stat()
            return status.st_mtime_ns, status.st_size, status.st_ino, os.path.exists(beside) and os.path.getsize(beside) > 0
        except OSError:  # it is gone, or going; opening it again says so
            return 0, 0, 0, False

    def _uri(self) -> str:
        return self._path.absolute().as_uri()


def _was_closed() -> LibraryError:
    return LibraryError("The library was closed.", "Open it again.")


def _close(held: _Held) -> None:
    with suppress(sqlite3.Error):
        # A statement that somebody still holds, as a traceback does, keeps a closed connection's transaction open.
        held.connection.rollback()
    with suppress(sqlite3.Error):
        held.connection.close()
