"""Opening a library in Milvus: made where there is none, and only with the embedder that made it."""

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import LibraryError, LibraryMismatch
from . import rows
from .connection import Connection
from .schema import Tables


def opened(connection: Connection, tables: Tables, made: Mapping[str, str], dimension: Callable[[], int], *, create: bool) -> int:
    """Have a library searched, making it if need be; returns the dimension of its vectors.

    Args:
        connection: Where it is.
        tables: Its collections.
        made: Name and fingerprint of the embedder.
        dimension: Length of its vectors, called for when it is needed.
        create: Whether to make the library where there is none.

    Raises:
        LibraryMismatch: It was made with another embedder.
        LibraryError: There is none.
    """
    where = f"{connection.address.uri}/{connection.address.name}"
    settings = _settings(connection, tables) if tables.exist() else None
    if settings is None:
        if not create:
            raise LibraryError(f"There is no library {where} in Milvus.", f"Make one: quoth add PATH --library {where}")
        tables.make(dimension())
        tables.load()
        row = rows.record_row(rows.SETTINGS_KEY, rows.SETTINGS, body={**made, "dimension": dimension()})
        connection.call("upsert", tables.records, [row])
        settings = _settings(connection, tables) or {}
    if settings.get("fingerprint") != made["fingerprint"]:
        known = settings.get("embedder", "?")
        raise LibraryMismatch(
            f"This library was made with the embedder {known}, not with {made['embedder']}.",
            f"Open it with --embedder {known}, or make a new one under another name: --library {connection.address.uri}/NAME",
        )
    return int(settings["dimension"])


def _settings(connection: Connection, tables: Tables) -> dict[str, Any] | None:
    tables.load()
    found = connection.rows(tables.records, f"kind == {rows.SETTINGS}", ["body"])
    return rows.body(found[0]) if found else None
