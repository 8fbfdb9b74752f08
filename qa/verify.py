"""Is this quote in the stories, and in the one that it is attributed to?"""

from dataclasses import dataclass
from typing import Literal

from index import Library


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a claimed quote: `found` where it was said to be (or anywhere, if nowhere was named), `misattributed`, or `not_found`.

    `document_id`, `start` and `end` say where the words stand, offsets in code points; all None when they stand nowhere.
    """

    status: Literal["found", "misattributed", "not_found"]
    document_id: str | None = None
    start: int | None = None
    end: int | None = None


def verify(library: Library, quote: str, document_id: str | None = None) -> Verdict:
    """Look a quote up, letter by letter, in the document named first and then in every other, by id."""
    if not quote.strip():
        return Verdict("not_found")
    catalogue = library.documents()
    for id in sorted(catalogue, key=lambda id: (id != document_id, id)):
        start = library.document(id).text.find(quote)
        if start >= 0:
            status: Literal["found", "misattributed"] = "found" if document_id in (None, id) else "misattributed"
            return Verdict(status, id, start, start + len(quote))
    return Verdict("not_found")
