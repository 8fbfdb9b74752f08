"""How often one address may ask: a bucket of tokens each, and a bound on the number of buckets."""

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from starlette.types import Scope

from web.errors import QuotaExceeded

_MOST_CLIENTS = 10_000


def client_address(scope: Scope) -> str:
    """Name the client by its address; of IPv6, the network of 64 bits that one household holds."""
    host = str((scope.get("client") or ("unknown", 0))[0])
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return address.exploded[:19] if isinstance(address, IPv6Address) else host


class Quota:
    """So many a minute for each client, all at once if they like; used on the event loop only.

    Args:
        per_minute: 0 is no limit.
        clock: Seconds, monotonic.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> None:
        """Take one from the client's bucket.

        Raises:
            QuotaExceeded: It is empty.
        """
        if not self._per_minute:
            return
        now = self._clock()
        left, since = self._buckets.pop(client, (float(self._per_minute), now))
        left = min(self._per_minute, left + (now - since) * self._per_minute / 60)
        self._buckets[client] = (max(left - 1, 0.0) if left >= 1 else left, now)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        if left < 1:
            raise QuotaExceeded
