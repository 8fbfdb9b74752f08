"""Steps that change the disk, each of which can be made to fail or to be the last thing that a process does."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

# ruff: noqa: ANN401 - what is wrapped here takes and returns anything
from index.dense import DenseIndex
from index.lexical import LexicalIndex

Mode = Literal["count", "die", "fail"]
DIED = 137
_READS: tuple[str, ...] = ("SELECT", "BEGIN DEFERRED", "PRAGMA application_id", "PRAGMA user_version", "PRAGMA journal_mode", "PRAGMA synchronous")
_READS += ("PRAGMA busy_timeout", "PRAGMA secure_delete", "PRAGMA trusted_schema", "PRAGMA integrity_check")
_SQL = ("database or disk is full", "disk I/O error", "attempt to write a readonly database", "unable to open database file")
_CODES = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)


@dataclass(slots=True)
class Faults:
    """What happens at the steps of this process.

    Attributes:
        mode: Only count, die at the point, or fail at it.
        point: Which point, from 1; every step has two, one before it and one after it.
        lasting: Whether every later step that writes fails too, as on a full disk.
        kind: Which of the errors it is.
        reads: Whether reading statements count as steps.
        seen: How many points there were.
        names: What the steps were.
    """

    mode: Mode = "count"
    point: int = 0
    lasting: bool = False
    kind: int = 0
    reads: bool = False
    seen: int = 0
    names: list[str] | None = None
    active: bool = False

    def step(self, name: str, error: Callable[[int], Exception], call: Callable[[], Any], *, reading: bool = False) -> Any:
        """Make one call, with a point before it and one after it."""
        if not self.active or (reading and not self.reads):
            return call()
        self._point(f"before {name}", error, reading)
        result = call()
        try:
            self._point(f"after {name}", error, reading)
        except BaseException:
            del result  # nobody was given it: a cursor that this traceback held would hold a lock
            raise
        return result

    def _point(self, name: str, error: Callable[[int], Exception], reading: bool) -> None:
        self.seen += 1
        if self.names is not None:
            self.names.append(name)
        if self.mode == "die" and self.seen == self.point:
            os._exit(DIED)
        if self.mode == "fail" and (self.seen == self.point or (self.lasting and self.seen > self.point and not reading)):
            raise error(self.kind)


def _sql_error(kind: int) -> Exception:
    return sqlite3.OperationalError(_SQL[kind % len(_SQL)])


def _os_error(kind: int) -> Exception:
    code = _CODES[kind % len(_CODES)]
    return OSError(code, os.strerror(code))


def _tantivy_error(kind: int) -> Exception:
    return ValueError(f"An IO error occurred: '{os.strerror(_CODES[kind % len(_CODES)])}'")


def install(faults: Faults) -> None:
    """Put the steps under these faults, for the rest of this process."""

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            def call() -> sqlite3.Cursor:
                return sqlite3.Connection.execute(self, sql, parameters)

            cursor: sqlite3.Cursor = faults.step(f"sql {sql[:60]}", _sql_error, call, reading=sql.startswith(_READS))
            return cursor

        def rollback(self) -> None:
            # It needs no space, so it does not go on failing as writing does while the disk is full.
            faults.step("sql ROLLBACK", _sql_error, super().rollback, reading=True)

        def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:
            cursor = self.cursor()
            for row in parameters:  # each row is a step of its own
                faults.step(f"sql {sql[:60]}", _sql_error, partial(cursor.execute, sql, row))
            return cursor

    connect = sqlite3.connect
    _set(sqlite3, "connect", lambda *args, **options: connect(*args, **options, factory=Connection))

    for owner, names in ((os, ("fsync", "replace")), (Path, ("unlink", "touch", "mkdir", "write_text")), (shutil, ("rmtree",))):
        for name in names:
            _under(faults, owner, name)
    _under(faults, DenseIndex, "save")

    def commit(writer: Any) -> None:
        faults.step("tantivy commit", _tantivy_error, writer.commit)
        faults.step("tantivy wait", _tantivy_error, writer.wait_merging_threads)

    _set(LexicalIndex, "_commit", staticmethod(commit))


def _under(faults: Faults, owner: Any, name: str) -> None:
    real = getattr(owner, name)

    def stepped(*args: Any, **options: Any) -> Any:
        return faults.step(name, _os_error, lambda: real(*args, **options))

    _set(owner, name, stepped)


def _set(owner: Any, name: str, value: Any) -> None:
    setattr(owner, name, value)


def die_after_terms() -> None:
    """Make this process die at its next commit, between the terms and the transaction of the database."""
    faults = Faults(mode="count")
    install(faults)

    def commit(writer: Any) -> None:
        writer.commit()
        os._exit(DIED)

    _set(LexicalIndex, "_commit", staticmethod(commit))
