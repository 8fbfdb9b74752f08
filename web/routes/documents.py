"""The library over HTTP: list, read, add, remove; as pages for browsers, as JSON for programs."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from corpus import Document
from index import DocumentRecord, Library
from web.errors import NoFiles, TooManyFiles
from web.intake import Upload, add_uploads, outcome_dict
from web.negotiation import names_json, names_page
from web.openapi import also, refusals
from web.quota import client_address
from web.responses import Json, Page
from web.schemas import DocumentBody, DocumentsBody, UploadBody
from web.service import Service, service_of
from web.views import outline, story_blocks

router = APIRouter(tags=["documents"])

DocumentId = Annotated[str, Path(min_length=1, max_length=200, description="The document's id.")]
_PAGE = also("text/html", description="A page for browsers, JSON for who asks for it.")
_TEXT = also("text/plain", description="The text as offsets count in it, in UTF-8.")
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1}},
                }
            }
        },
    }
}


def record_dict(record: DocumentRecord) -> dict[str, Any]:
    """A document of the library as the contract writes it."""
    return {name: getattr(record, name) for name in DocumentBody.model_fields}


def _listing(library: Library) -> dict[str, Any]:
    records = sorted(library.documents().values(), key=lambda record: (record.title.casefold(), record.id))
    return {"documents": [record_dict(record) for record in records], "generation": library.generation}


async def _library_page(service: Service, outcomes: list[dict[str, Any]] | None = None) -> Page:
    listing = await run_in_threadpool(_listing, service.chatbot.library)
    values = {**listing, "outcomes": outcomes, "settings": service.settings}
    return await run_in_threadpool(Page, "documents.html", values)


@router.get(
    "/documents",
    response_model=DocumentsBody,
    responses=_PAGE | refusals(503),
    openapi_extra={"x-curl": "curl http://127.0.0.1:8000/documents -H 'Accept: application/json'"},
)
async def documents(request: Request) -> Response:
    """List the library, by title."""
    service = service_of(request)
    if names_json(request.headers):
        return Json(await run_in_threadpool(_listing, service.chatbot.library))
    return await _library_page(service)


@router.post(
    "/documents",
    response_model=UploadBody,
    responses=_PAGE | refusals(415, 422, 429, 503, 507),
    openapi_extra=_FORM | {"x-curl": "curl http://127.0.0.1:8000/documents -F files=@story.md -F files=@other.epub"},
)
async def upload(request: Request) -> Response:
    """Add files; each gets an outcome of its own, and is answered about from the moment that says `added`."""
    service = service_of(request)
    service.upload_quota.take(client_address(request.scope))
    library = service.chatbot.library
    most = service.settings.upload_files
    async with request.form(max_files=most + 1, max_fields=most) as form:
        files = [part for part in form.getlist("files") if isinstance(part, UploadFile) and part.filename]
        if not files:
            raise NoFiles
        if len(files) > most:
            raise TooManyFiles(f"An upload may hold {most} files.", "Send the rest in another request.")
        uploads = [Upload(part.filename, part.size or 0, part.file) for part in files]
        largest = service.settings.upload_file_bytes
        outcomes, generation = await service.write(lambda: (add_uploads(library, uploads, largest), library.generation))
    for outcome in outcomes:
        service.metrics.files.labels(outcome.status).inc()
    lines = [outcome_dict(outcome) for outcome in outcomes]
    if names_page(request.headers):
        return await _library_page(service, lines)
    return Json({"outcomes": lines, "generation": generation})


async def _document(service: Service, document_id: str) -> tuple[Document, DocumentRecord]:
    """Read a document and its record.

    Raises:
        UnknownDocument: No document has this id.
    """
    library = service.chatbot.library

    def read() -> tuple[Document, DocumentRecord]:
        document = library.document(document_id)
        return document, library.documents()[document_id]

    return await run_in_threadpool(read)


@router.get(
    "/documents/{document_id}",
    response_model=DocumentBody,
    responses=_PAGE | refusals(404, 422, 503),
    openapi_extra={"x-curl": "curl http://127.0.0.1:8000/documents/ID -H 'Accept: application/json'"},
)
async def document(
    request: Request,
    document_id: DocumentId,
    start: Annotated[str | None, Query(description="Where the quote to highlight starts.")] = None,
    end: Annotated[str | None, Query(description="Where it ends.")] = None,
) -> Response:
    """Show a story, with a quote highlighted; a range that is none is ignored."""
    story, record = await _document(service_of(request), document_id)
    if names_json(request.headers):
        return Json(record_dict(record))

    def page() -> Page:
        blocks = story_blocks(story, _offset(start), _offset(end))
        return Page("story.html", {"story": story, "record": record, "blocks": blocks, "outline": outline(story)})

    return await run_in_threadpool(page)


def _offset(given: str | None) -> int | None:
    return int(given) if given and given.isascii() and given.isdecimal() and len(given) <= 12 else None


@router.get(
    "/documents/{document_id}/text",
    response_class=PlainTextResponse,
    responses=_TEXT | refusals(404, 422, 503),
    openapi_extra={"x-curl": "curl http://127.0.0.1:8000/documents/ID/text"},
)
async def document_text(request: Request, document_id: DocumentId) -> Response:
    """The story's plain text: every `start` and `end` counts its code points."""
    story, _ = await _document(service_of(request), document_id)
    return PlainTextResponse(story.text.encode("utf-8", "replace"))


async def _remove(request: Request, document_id: str) -> None:
    service = service_of(request)
    service.upload_quota.take(client_address(request.scope))
    await _document(service, document_id)  # an unknown one is refused at once, not behind an upload
    library = service.chatbot.library
    await service.write(lambda: library.remove([document_id]))


@router.delete(
    "/documents/{document_id}",
    status_code=204,
    responses=refusals(404, 422, 429, 503, 507),
    openapi_extra={"x-curl": "curl -X DELETE http://127.0.0.1:8000/documents/ID"},
)
async def remove(request: Request, document_id: DocumentId) -> Response:
    """Remove a document; from the moment this returns it is never quoted again."""
    await _remove(request, document_id)
    return Response(status_code=204)


@router.post(
    "/documents/{document_id}/remove",
    response_class=Response,
    status_code=303,
    responses=refusals(404, 422, 429, 503, 507),
    openapi_extra={"x-curl": "curl -X POST http://127.0.0.1:8000/documents/ID/remove"},
)
async def remove_by_form(request: Request, document_id: DocumentId) -> Response:
    """Remove a document from the page, whose forms can only post."""
    await _remove(request, document_id)
    return RedirectResponse("/documents", 303)
