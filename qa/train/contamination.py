"""That nothing of the validation stories is learned from: no run of sixteen of their words may stand in any training text.

Shorter runs are formulas of the genre: "There lived an old man and his wife. The old man was a", thirteen words, opens two unrelated tales.
"""

import re
from collections.abc import Iterable, Iterator

from .groups import Group

_RUN = 16
_WORD = re.compile(r"\w+")


def shared_runs(validation: Iterable[str], training: Iterable[Group]) -> list[str]:
    """Return the runs of sixteen words, casefolded, that stand in both."""
    known = {run for text in validation for run in _runs(text)}
    return sorted({run for group in training for window in group.windows for run in _runs(window.text) if run in known})


def _runs(text: str) -> Iterator[str]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return (" ".join(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1))
