"""From readings to citations: whole sentences, exact offsets, each checked against what the library holds now."""

from collections.abc import Sequence

from index import Library

from .answer import Citation
from .reader import Reading


def cite(library: Library, readings: Sequence[Reading]) -> tuple[Citation, ...] | None:
    """Return one citation a reading, in their order; None when the text has changed since it was read."""
    records = library.documents()
    found: list[Citation] = []
    for marker, reading in enumerate(readings, start=1):
        record = records.get(reading.window.document_id)
        if record is None or not _still_there(library, reading):
            return None
        where = library.place(record, reading.start)
        found.append(
            Citation(
                marker, record.id, record.title, record.source, reading.start, reading.end, reading.text,
                reading.answer_start, reading.answer_end, where,
            )
        )  # fmt: skip
    return tuple(found)


def _still_there(library: Library, reading: Reading) -> bool:
    """Tell whether the passages that were read are in the library as they were."""
    window = reading.window
    entries = library.passages(window.rows)
    return len(entries) == len(window.rows) and "".join(entries[row].passage.text for row in window.rows) == window.text
