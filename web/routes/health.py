"""How the server is: alive, ready, and what it has counted."""

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from web.openapi import ERROR_COMPONENT, also, refusals
from web.responses import Json
from web.schemas import StatusBody
from web.service import service_of

router = APIRouter(tags=["server"])


@router.get(
    "/healthz",
    response_model=StatusBody,
    responses=refusals() | ERROR_COMPONENT,
    openapi_extra={"x-curl": "curl http://127.0.0.1:8000/healthz"},
)
async def health() -> Response:
    """Whether the server is alive; needs no token and answers however busy it is."""
    return Json({"status": "ok"})


@router.get(
    "/readyz",
    response_model=StatusBody,
    responses=refusals(503),
    openapi_extra={"x-curl": "curl http://127.0.0.1:8000/readyz"},
)
async def readiness(request: Request) -> Response:
    """Whether questions are answered: the library is open and the models are warm; 503 with the reason if not."""
    _ = service_of(request).chatbot
    return Json({"status": "ready"})


@router.get(
    "/metrics",
    response_class=Response,
    responses=also("text/plain", description="Prometheus' text format.") | refusals(),
    openapi_extra={"x-curl": "curl http://127.0.0.1:8000/metrics"},
)
async def metrics(request: Request) -> Response:
    """Counters and latencies; no question's text is in them."""
    return Response(service_of(request).metrics.text(), media_type=CONTENT_TYPE_LATEST)
