"""What the reader reads at once: passages that were found, neighbours joined."""

from collections.abc import Sequence
from dataclasses import dataclass

from index import Catalogue, Hit

# Passages that are read as one at most: longer windows cost more to read than they tell.
_JOINED = 2


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of one document: `document.text[start:end] == text`.

    Attributes:
        document_id: The document.
        start: Offset of its first character, in code points.
        end: Offset after its last.
        text: Its words.
        rows: Ids of the passages that it is made of.
        score: Fused score of the best of these passages.
        headings: Offsets in the document where a heading or a chapter's title starts: these name a place and answer nothing.
        title: The document's title.
    """

    document_id: str
    start: int
    end: int
    text: str
    rows: tuple[int, ...]
    score: float
    headings: frozenset[int] = frozenset()
    title: str = ""


def windows(hits: Sequence[Hit], most: int, catalogue: Catalogue) -> list[Window]:
    """Return the windows of the best hits, best first, at most `most`; hits that touch become one window, two at a time."""
    found: list[Window] = []
    for run in _runs(hits[:most]):
        score = max(hit.score for hit in run)
        text = "".join(hit.passage.text for hit in run)
        first, last = run[0].passage, run[-1].passage
        record = catalogue.get(first.document_id)
        sections = record.sections if record else ()
        headings = frozenset(section.start for section in sections if section.kind != "page" and first.start <= section.start < last.end)
        title = record.title if record else ""
        found.append(Window(first.document_id, first.start, last.end, text, tuple(hit.id for hit in run), score, headings, title))
    return sorted(found, key=lambda window: (-window.score, window.rows))


def _runs(hits: Sequence[Hit]) -> list[list[Hit]]:
    runs: list[list[Hit]] = []
    for hit in sorted(hits, key=lambda hit: (hit.passage.document_id, hit.passage.start)):
        before = runs[-1][-1].passage if runs else None
        if before is not None and len(runs[-1]) < _JOINED and (before.document_id, before.end) == (hit.passage.document_id, hit.passage.start):
            runs[-1].append(hit)
        else:
            runs.append([hit])
    return runs
