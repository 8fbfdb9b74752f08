"""What is known of the stories that questions were made for: the questions, and which of them Quoth answers."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from index import DocumentRecord

from .tales import Made

_MOST_STORIES = 256
_Key = tuple[str, str, int, int]


@dataclass(slots=True)
class Story:
    """What is known of one document as it was at one addition.

    Attributes:
        made: The questions made of it, in the order in which they are tried; None before they were made.
        general: The questions that fit any story, as of a generation; None before.
        verdicts: Whether Quoth answers a question as it should, and the generation of the library that it was asked of.
    """

    made: tuple[Made, ...] | None = None
    general: tuple[int, tuple[str, ...]] | None = None
    verdicts: dict[str, tuple[int, bool]] = field(default_factory=dict)

    @property
    def verified(self) -> list[str]:
        """The questions that Quoth answered, in the order in which they were asked."""
        return [question for question, (_, holds) in self.verdicts.copy().items() if holds]


class Memory:
    """Stories by document, the least recently used forgotten first. Safe to use from several threads."""

    def __init__(self, most: int = _MOST_STORIES) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._stories: OrderedDict[_Key, Story] = OrderedDict()

    def of(self, record: DocumentRecord) -> Story:
        """Return what is known of a document; what was known of one that it replaced is not."""
        with self._lock:
            story = self._stories.setdefault(_key(record), Story())
            self._stories.move_to_end(_key(record))
            while len(self._stories) > self._most:
                self._stories.popitem(last=False)
            return story

    def known(self, record: DocumentRecord) -> list[str]:
        """Return the verified questions of a document, none if nothing is known of it."""
        with self._lock:
            story = self._stories.get(_key(record))
        return story.verified if story is not None else []


def _key(record: DocumentRecord) -> _Key:
    return record.id, record.fingerprint, record.first, record.passages
