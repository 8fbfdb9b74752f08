"""What was removed on the page and can be put back for a minute: in memory alone, then gone."""

import asyncio
from collections import OrderedDict

from index import Addition

KEPT_SECONDS = 60.0
_MOST = 20


class Removed:
    """The last documents removed, by id; used on the event loop only.

    Args:
        seconds: How long each is kept.
    """

    def __init__(self, seconds: float = KEPT_SECONDS) -> None:
        self._seconds = seconds
        self._kept: OrderedDict[str, tuple[Addition, asyncio.TimerHandle]] = OrderedDict()

    def keep(self, taken: Addition) -> None:
        """Keep a document for its time; the oldest goes when there are too many."""
        id = taken.document.id
        self._drop(id)
        self._kept[id] = taken, asyncio.get_running_loop().call_later(self._seconds, self._drop, id)
        while len(self._kept) > _MOST:
            self._drop(next(iter(self._kept)))

    def title(self, id: str) -> str | None:
        """Title of a document that can be put back, else None."""
        kept = self._kept.get(id)
        return kept[0].document.title if kept else None

    def take(self, id: str) -> Addition | None:
        """Hand a document out, once."""
        kept = self._kept.get(id)
        self._drop(id)
        return kept[0] if kept else None

    def clear(self) -> None:
        """Forget everything."""
        for id in list(self._kept):
            self._drop(id)

    def _drop(self, id: str) -> None:
        kept = self._kept.pop(id, None)
        if kept is not None:
            kept[1].cancel()
