"""The network unplugged: every attempt to leave this machine fails as it does on one without a network.

`tests/conftest.py` runs this in the tests' own process and puts its folder on PYTHONPATH, so that every Python that a
test starts runs it before anything else. An audit hook sees the calls of any library and cannot be taken out again.
"""

import errno
import ipaddress
import sys

_CONNECTING = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
_NAMING = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0}


def unplug() -> None:
    """Refuse, from now on, every connection to and every look-up of a host other than this one."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    at = _CONNECTING.get(event, _NAMING.get(event))
    if at is None:
        return
    where = arguments[at]
    if isinstance(where, tuple):
        where = where[0]
    elif event in _CONNECTING:
        return  # a socket of the file system, or one that is connected
    if not (_is_here(where) or (event in _NAMING and _is_number(where))):
        raise OSError(errno.ENETUNREACH, f"the tests are offline: {event} to {where!r}")


def _is_here(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in ("", "localhost"):
        return True
    if not _is_number(host):
        return False
    address = ipaddress.ip_address(str(host))
    return address.is_loopback or address.is_unspecified


def _is_number(host: object) -> bool:
    """Whether an address is written as one, so that nobody is asked for it."""
    try:
        ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return True


unplug()
