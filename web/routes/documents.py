"""The library over HTTP: list, read, add, remove; as pages for browsers, as JSON for programs."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import PlainTextResponse, Response

from web.errors import NoFiles, TooManyFiles
from web.intake import Upload, add_uploads, outcome_dict
from web.negotiation import names_json, names_page
from web.openapi import also, refusals
from web.parameters import DocumentId, whole_number
from web.quota import client_address
from web.responses import Json, Page
from web.schemas import DocumentBody, DocumentsBody, UploadBody
from web.service import service_of
from web.shelf import Shown, document_of, library_page, listing, record_dict
from web.views import outline, story_blocks, story_strip

router = APIRouter(tags=["documents"])

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


@router.get(
    "/documents",
    response_model=DocumentsBody,
    responses=_PAGE | refusals(422, 503),
    openapi_extra={"x-curl": "curl http://127.0.0.1:8000/documents -H 'Accept: application/json'"},
)
async def documents(
    request: Request,
    page: Annotated[str | None, Query(description="Which page of a large library a browser is shown, from 1; JSON has all at once.")] = None,
    removed: Annotated[str | None, Query(max_length=200, description="The page offers to put this document back.")] = None,
) -> Response:
    """List the library, by title."""
    service = service_of(request)
    if names_json(request.headers):
        return Json(await run_in_threadpool(listing, service.chatbot.library))
    return await library_page(service, Shown(page=whole_number(page) or 1, removed=removed))


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
        return await library_page(service, Shown(outcomes=lines))
    return Json({"outcomes": lines, "generation": generation})


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
    story, record = await document_of(service_of(request), document_id)
    if names_json(request.headers):
        return Json(record_dict(record))

    def page() -> Page:
        first, last = whole_number(start), whole_number(end)
        blocks, strip = story_blocks(story, first, last), story_strip(story, first, last)
        return Page("story.html", {"story": story, "record": record, "blocks": blocks, "outline": outline(story), "strip": strip})

    return await run_in_threadpool(page)


@router.get(
    "/documents/{document_id}/text",
    response_class=PlainTextResponse,
    responses=_TEXT | refusals(404, 422, 503),
    openapi_extra={"x-curl": "curl http://127.0.0.1:8000/documents/ID/text"},
)
async def document_text(request: Request, document_id: DocumentId) -> Response:
    """The story's plain text: every `start` and `end` counts its code points."""
    story, _ = await document_of(service_of(request), document_id)
    return PlainTextResponse(story.text.encode("utf-8", "replace"))
