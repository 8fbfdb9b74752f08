"""Naming the place that an offset lies in."""

from bisect import bisect_right

from corpus.document import Document, SectionKind


def place(document: Document, offset: int) -> str:
    """Names where an offset lies, from the outside in: `Chapter 2, The Pool`, `page 7`, or `""` if nothing is known.

    Args:
        document: The document.
        offset: Code points into `document.text`.
    """
    last = bisect_right(document.sections, offset, key=lambda section: section.start)
    labels: dict[SectionKind, str] = {}
    for section in reversed(document.sections[:last]):
        # A heading that stands before the chapter does not name a place in it.
        if section.kind == "heading" and "chapter" in labels:
            continue
        labels.setdefault(section.kind, section.label)
        if "chapter" in labels and "page" in labels:
            break
    page = labels.get("page")
    names = [labels.get("chapter", ""), labels.get("heading", ""), f"page {page}" if page else ""]
    title = document.title.casefold()
    return ", ".join(dict.fromkeys(name for name in names if name and name.casefold() != title))
