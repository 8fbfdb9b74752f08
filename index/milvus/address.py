"""Which cluster, database and collections an address names: `http://HOST:19530`, `…/NAME` or `…/DATABASE/NAME`."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..errors import LibraryError

PORT = 19530
_SCHEMES = {"http": "http", "https": "https", "tcp": "http", "grpc": "http"}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_FORM = "Write it as http://HOST:19530, or http://HOST:19530/NAME for one of several libraries there; a name has letters, digits and _ only."


@dataclass(frozen=True, slots=True)
class Address:
    """Where a library lies in Milvus.

    Attributes:
        uri: What pymilvus connects to: the cluster, or the file `….db` of Milvus Lite.
        database: The database there; empty for the default one.
        name: What the names of the library's collections begin with.
    """

    uri: str
    database: str = ""
    name: str = "quoth"

    @property
    def is_lite(self) -> bool:
        """Whether this is a file of this machine, served by Milvus Lite within this program."""
        return self.uri.endswith(".db") and "://" not in self.uri


def is_address(where: str) -> bool:
    """Tell whether this names a cluster; anything else is a folder."""
    scheme, mark, _ = where.partition("://")
    return bool(mark) and scheme.lower() in _SCHEMES


def parse_address(where: str) -> Address:
    """Return what an address names.

    Raises:
        LibraryError: It is not of the form, or holds a password, which would end up in logs.
    """
    try:
        parts = urlsplit(where)
        host, port = parts.hostname, parts.port or PORT
    except ValueError as exc:
        raise LibraryError(f"{where} is no address of a Milvus cluster.", _FORM) from exc
    if parts.username or parts.password:
        raise LibraryError("The address of the library holds a user or a password.", "Leave it out and set QUOTH_MILVUS_TOKEN.")
    names = [name for name in parts.path.split("/") if name]
    if not host or parts.query or parts.fragment or len(names) > 2 or not all(_NAME.fullmatch(name) for name in names):
        raise LibraryError(f"{where} is no address of a Milvus cluster.", _FORM)
    shown = f"[{host}]" if ":" in host else host
    *database, name = names or ["quoth"]
    return Address(f"{_SCHEMES[parts.scheme.lower()]}://{shown}:{port}", "".join(database), name)
