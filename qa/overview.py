"""Questions that ask for a part of a story as a whole: who somebody is, how it begins or ends, what it is about."""

import re
from collections.abc import Sequence

from corpus import sentences
from index import Catalogue, Entry, Library, telling_terms, terms

from .decide import Decision
from .reader import Reading
from .understand import Query
from .windows import Window

KINDS = frozenset({"about", "beginning", "ending", "summary"})
_SURE = 0.85
_TOLD, _LAST = 3, 2
_COMPARING = frozenset(terms("compare comparison contrast differ difference different similar alike common between versus vs story stories tell"))


def only_compares(query: Query) -> bool:
    """Tell whether a question sets people or stories side by side and asks nothing in particular of them."""
    named = {term for mention in query.mentions for term in terms(mention.name or mention.written)}
    return query.kind == "compare" and not set(telling_terms(query.text)) - named - _COMPARING


def overview(query: Query, library: Library, catalogue: Catalogue) -> Decision | None:
    """Return the sentences that tell it, None where the question does not say which story, or nothing there fits.

    Args:
        query: A question of one of `KINDS`.
        library: Where the stories are.
        catalogue: Their records.
    """
    documents = query.documents if query.documents is not None else frozenset(catalogue)
    if len(documents) != 1:
        return None
    (id,) = documents
    if id not in catalogue:
        return None
    record = catalogue[id]
    headings = frozenset(section.start for section in record.sections if section.kind != "page")
    entries = [entry for _, entry in sorted(library.passages(record.rows).items())]
    rows = {entry.passage.start: row for row, entry in library.passages(record.rows).items()}
    told = [found for entry in entries for found in _sentences(entry, rows[entry.passage.start], headings, record.title)]
    chosen = _chosen(query, told)
    return Decision(tuple(chosen), None, "", _SURE) if chosen else None


def _sentences(entry: Entry, row: int, headings: frozenset[int], title: str) -> list[Reading]:
    passage = entry.passage
    window = Window(passage.document_id, passage.start, passage.end, passage.text, (row,), 0.0, headings, title)
    spans = ((passage.start + start, passage.start + end) for start, end in sentences(passage.text))
    return [Reading(window, start, end, start, end, 0.0, _SURE, 1 - _SURE) for start, end in spans if start not in headings]


def _chosen(query: Query, told: Sequence[Reading]) -> list[Reading]:
    if query.kind == "ending":
        return list(told[-_LAST:])
    if query.kind == "beginning":
        return list(told[:_LAST])
    if query.kind == "summary":
        return [*told[:_LAST], *told[-1:]] if len(told) > _LAST else list(told)
    names = [mention.name for mention in query.mentions if mention.name]
    if not names:
        return []
    named = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
    return [reading for reading in told if named.search(reading.text)][:_TOLD]
