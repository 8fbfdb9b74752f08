"""Removing a document, and for a minute putting it back."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from web.errors import NotRemoved
from web.openapi import refusals
from web.parameters import DocumentId
from web.quota import client_address
from web.service import Service, service_of
from web.shelf import document_of

router = APIRouter(tags=["documents"])


async def _may_change(request: Request) -> Service:
    service = service_of(request)
    service.upload_quota.take(client_address(request.scope))
    return service


@router.delete(
    "/documents/{document_id}",
    status_code=204,
    responses=refusals(404, 422, 429, 503, 507),
    openapi_extra={"x-curl": "curl -X DELETE http://127.0.0.1:8000/documents/ID"},
)
async def remove(request: Request, document_id: DocumentId) -> Response:
    """Remove a document; from the moment this returns it is never quoted again."""
    service = await _may_change(request)
    await document_of(service, document_id)  # an unknown one is refused at once, not behind an upload
    library = service.chatbot.library
    await service.write(lambda: library.remove([document_id]))
    return Response(status_code=204)


@router.post(
    "/documents/{document_id}/remove",
    response_class=Response,
    status_code=303,
    responses=refusals(404, 422, 429, 503, 507),
    openapi_extra={"x-curl": "curl -X POST http://127.0.0.1:8000/documents/ID/remove"},
)
async def remove_by_form(request: Request, document_id: DocumentId) -> Response:
    """Remove a document from the page, whose forms can only post; for a minute it can be put back.

    What can be put back is kept in memory alone, and nothing quotes it.
    """
    service = await _may_change(request)
    await document_of(service, document_id)
    library = service.chatbot.library
    service.removed.keep(await service.write(lambda: library.take(document_id)))
    return RedirectResponse(f"/documents?removed={quote(document_id, safe='')}", 303)


@router.post(
    "/documents/{document_id}/restore",
    response_class=Response,
    status_code=303,
    responses=refusals(404, 422, 429, 503, 507),
    openapi_extra={"x-curl": "curl -X POST http://127.0.0.1:8000/documents/ID/restore"},
)
async def restore(request: Request, document_id: DocumentId) -> Response:
    """Put back a document that was removed on the page less than a minute ago."""
    service = await _may_change(request)
    library, taken = service.chatbot.library, service.removed.take(document_id)
    if taken is None:
        raise NotRemoved
    try:
        await service.write(lambda: library.put_back(taken))
    except BaseException:
        service.removed.keep(taken)
        raise
    return RedirectResponse("/documents", 303)
