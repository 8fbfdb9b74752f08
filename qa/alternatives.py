"""People of different stories side by side in a question, `Lily or Iris`, `both Lily and Iris`: what is asked of each story by itself."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from .mention import FullName, full_names
from .names import together
from .understand import Query

_BETWEEN = re.compile(r"(?:'s|’s|')?\s*(?:,|&|\band\b|\bor\b|,\s*(?:and|or)\b)\s*(?:the |[A-Z]\w+\.? )?")
_CHOICE = re.compile(r"\bor\b")
_BEFORE = re.compile(r"\b(?:both|either) (?:of )?$")


def alone(query: Query, document: str) -> str:
    """Return the question with those names only, of people side by side, that are a document's own.

    `Did Iris or Lily sing?` becomes `Did Lily sing?` for Lily's story.
    """
    text = query.text
    for run in reversed(list(_runs(query))):
        own = next((name for name in run if document in together(name.mentions)), None)
        if own is not None:
            before = _BEFORE.sub("", text[: run[0].start])
            text = before + text[own.start : own.end] + text[run[-1].end :]
    return text


def is_choice(query: Query) -> bool:
    """Tell whether one of several people is asked for: `Lily or Iris`."""
    return any(_CHOICE.search(query.text[one.end : other.start]) for run in _runs(query) for one, other in pairwise(run))


def _runs(query: Query) -> Iterator[list[FullName]]:
    """Yield the names that stand side by side, two or more of them."""
    run: list[FullName] = []
    for name in [*full_names(query.text, query.mentions), None]:
        if name is not None and (not run or _BETWEEN.fullmatch(query.text[run[-1].end : name.start])):
            run.append(name)
            continue
        # In `Who went to Paris, Iris or Lily?` Paris is no alternative: it is of the same story as one of them.
        while len(run) > 1 and any(together(one.mentions) & together(other.mentions) for one, other in combinations(run, 2)):
            run = run[1:]
        if len(run) > 1:
            yield run
        run = [name] if name is not None else []
