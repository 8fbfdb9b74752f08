"""The library as it is listed, and one document of it as it is read."""

from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool

from corpus import Document
from index import DocumentRecord, Hit, Library, UnknownDocument
from web.responses import Page
from web.schemas import DocumentBody
from web.service import Service

_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """What the library's page shows besides its stories.

    Attributes:
        outcomes: What became of the files of an upload; None when nothing was uploaded.
        page: Which page of the list, from 1.
        removed: Id of the document that was just removed.
    """

    outcomes: list[dict[str, Any]] | None = None
    page: int = 1
    removed: str | None = None


def record_dict(record: DocumentRecord) -> dict[str, Any]:
    """A document of the library as the contract writes it."""
    return {name: getattr(record, name) for name in DocumentBody.model_fields}


def listing(library: Library) -> dict[str, Any]:
    """The whole library as the contract writes it, by title."""
    records = sorted(library.documents().values(), key=lambda record: (record.title.casefold(), record.id))
    return {"documents": [record_dict(record) for record in records], "generation": library.generation}


def hit_dict(library: Library, hit: Hit) -> dict[str, Any]:
    """A passage that was found, as `/search` writes it."""
    record = library.documents().get(hit.passage.document_id)
    return {
        "document_id": hit.passage.document_id,
        "title": record.title if record else "",
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
        "dense_rank": hit.dense_rank,
        "dense_score": hit.dense_score,
        "lexical_rank": hit.lexical_rank,
        "lexical_score": hit.lexical_score,
        "fused_rank": hit.rank,
        "fused_score": hit.score,
    }


async def library_page(service: Service, shown: Shown) -> Page:
    """The library's page; of a large library one part of the list."""
    removed = service.removed.title(shown.removed) if shown.removed else None

    def page() -> Page:
        documents = listing(service.chatbot.library)["documents"]
        pages = max(1, -(-len(documents) // _ON_A_PAGE))
        at = min(shown.page, pages)
        values = {
            "documents": documents[(at - 1) * _ON_A_PAGE : at * _ON_A_PAGE],
            "count": len(documents),
            "page": at,
            "pages": pages,
            "outcomes": shown.outcomes,
            "removed": (shown.removed, removed) if removed is not None else None,
            "settings": service.settings,
        }
        return Page("documents.html", values)

    return await run_in_threadpool(page)


def record_of(library: Library, document_id: str) -> DocumentRecord:
    """The record of a document.

    Raises:
        UnknownDocument: No document has this id.
    """
    record = library.documents().get(document_id)
    if record is None:
        raise UnknownDocument(f"No document has the id {document_id}.", "See the ids: quoth list")
    return record


async def document_of(service: Service, document_id: str) -> tuple[Document, DocumentRecord]:
    """Read a document and its record.

    Raises:
        UnknownDocument: No document has this id.
    """
    library = service.chatbot.library

    def read() -> tuple[Document, DocumentRecord]:
        document = library.document(document_id)
        return document, library.documents()[document_id]

    return await run_in_threadpool(read)
