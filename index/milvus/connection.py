"""Calls to Milvus: pymilvus is imported here, its errors become ours here, and Milvus Lite's server is started and ended here."""

import logging
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Any

from corpus import MissingExtra

from ..errors import EngineUnavailable, LibraryLocked
from .address import Address

MOST = 16_384
"""Rows that Milvus returns of one search or one look at a table."""

_PAGE = 8_000
_CONNECT_SECONDS = 10.0
_CALL_SECONDS = 60.0
# Milvus Lite's server takes a client for rude that asks every ten seconds whether it is still there, as pymilvus does.
_QUIET = {"grpc.keepalive_time_ms": 24 * 3600 * 1000, "grpc.keepalive_permit_without_calls": False}
_GUARD = threading.Lock()
_SERVERS: dict[str, "_Server"] = {}


class _Server:
    """Milvus Lite on one file, shared by the engines of this program.

    It is served by threads that look at its tables while others change them, which it does not bear: calls take turns.
    """

    def __init__(self) -> None:
        self.turn = threading.RLock()
        self.users = 0


class Connection:
    """A connection to a cluster, or to Milvus Lite. Safe to use from several threads.

    Args:
        address: Where to.
        token: `user:password` or an API key, where the cluster wants one.

    Raises:
        MissingExtra: pymilvus is not installed.
        EngineUnavailable: Nobody answers there, or the token is wrong.
        LibraryLocked: Another program uses the file of Milvus Lite.
    """

    def __init__(self, address: Address, token: str = "") -> None:
        try:
            import pymilvus  # type: ignore[import-untyped]  # it says nothing of types
            from grpc import RpcError  # type: ignore[import-untyped]  # nor does this
        except ImportError as exc:
            raise MissingExtra("A library in Milvus needs the package pymilvus.", "pip install 'quoth[milvus]'") from exc
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # whatever it has to say is raised too
        self.pymilvus: Any = pymilvus
        self.address = address
        self._failures = (pymilvus.MilvusException, RpcError)
        self._turn: AbstractContextManager[object] = nullcontext()
        self._path = str(Path(address.uri).resolve()) if address.is_lite else ""
        self._closed = False
        self._client = self._lite() if address.is_lite else self._connect(address.uri, token)

    def call(self, name: str, *values: object, **options: object) -> Any:  # noqa: ANN401 - whatever pymilvus returns
        """Call a method of `MilvusClient`, with a limit of time.

        Raises:
            EngineUnavailable: Milvus does not answer, or refuses.
        """
        with self._turn:
            try:
                return getattr(self._client, name)(*values, timeout=_CALL_SECONDS, **options)
            except self._failures as exc:
                raise self._unavailable(exc) from exc

    def rows(self, collection: str, wanted: str, fields: Sequence[str]) -> list[dict[str, Any]]:
        """Return the rows for which an expression holds, however many.

        Raises:
            EngineUnavailable: Milvus does not answer.
        """
        found = list(self.call("query", collection, filter=wanted, output_fields=list(fields), limit=MOST))
        return found if len(found) < MOST else self._all_rows(collection, wanted, fields)

    def count(self, collection: str, wanted: str) -> int:
        """Count the rows for which an expression holds."""
        return int(self.call("query", collection, filter=wanted, output_fields=["count(*)"])[0]["count(*)"])

    def close(self) -> None:
        """Let go of the connection; the last user of Milvus Lite on a file ends its server."""
        if self._closed:
            return
        self._closed = True
        with suppress(*self._failures):
            self._client.close()
        if self.address.is_lite:
            self._leave()

    def _all_rows(self, collection: str, wanted: str, fields: Sequence[str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        pages = self.call("query_iterator", collection, batch_size=_PAGE, filter=wanted, output_fields=list(fields))
        with self._turn:
            try:
                while page := pages.next():
                    found += page
            except self._failures as exc:
                raise self._unavailable(exc) from exc
            finally:
                pages.close()
        return found

    def _connect(self, uri: str, token: str) -> Any:  # noqa: ANN401 - MilvusClient
        try:
            return self.pymilvus.MilvusClient(uri, token=token, db_name=self.address.database, timeout=_CONNECT_SECONDS)
        except self._failures as exc:
            raise self._unavailable(exc) from exc

    def _lite(self) -> Any:  # noqa: ANN401 - MilvusClient
        with _GUARD:
            server = _SERVERS.setdefault(self._path, _Server())
            try:
                client = self.pymilvus.MilvusClient(self._path, grpc_options=_QUIET)
            except self._failures as exc:
                if not server.users:
                    del _SERVERS[self._path]
                message = f"Milvus Lite cannot open {self.address.uri}: {_said(exc)}."
                raise LibraryLocked(message, "One program at a time can use such a file.") from exc
            server.users += 1
            self._turn = server.turn
            return client

    def _leave(self) -> None:
        from milvus_lite.server_manager import server_manager_instance  # type: ignore[import-untyped]  # nor does this

        with _GUARD:
            server = _SERVERS[self._path]
            server.users -= 1
            if not server.users:
                del _SERVERS[self._path]
                server_manager_instance.release_server(self._path)

    def _unavailable(self, exc: Exception) -> EngineUnavailable:
        hint = "Is it running, is the address right, and is QUOTH_MILVUS_TOKEN set if it wants one?"
        return EngineUnavailable(f"Milvus at {self.address.uri} does not answer as it should: {_said(exc)}.", hint)


def _said(exc: Exception) -> str:
    """Return the first line of what an error says."""
    text = str(getattr(exc, "message", "") or exc).strip()
    return (text.splitlines() or [type(exc).__name__])[0].rstrip(".")[:300]
