"""`/verify`: do these words stand there?"""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from qa import verify
from web.asking import while_connected
from web.openapi import refusals
from web.quota import client_address
from web.responses import Json
from web.schemas import VerdictsBody, VerifyBody
from web.service import service_of

router = APIRouter(tags=["ask"])


@router.post(
    "/verify",
    response_model=VerdictsBody,
    responses=refusals(404, 415, 422, 429, 503),
    openapi_extra={
        "x-curl": 'curl http://127.0.0.1:8000/verify -H \'Content-Type: application/json\' -d \'{"claims": [{"quote": "the town of Aktau"}]}\''
    },
)
async def verify_claims(request: Request, body: VerifyBody) -> Response:
    """Check that each quote stands in the library, and in the document it is said to come from.

    `found`: there, with its offsets. `misattributed`: elsewhere only, with where. `not_found`: nowhere.
    """
    service = service_of(request)
    service.ask_quota.take(client_address(request.scope))
    library = service.chatbot.library

    def verdicts() -> list[dict[str, Any]]:
        return [asdict(verify(library, claim.quote, claim.document_id)) for claim in body.claims]

    return Json({"results": await while_connected(request, service.pool.call(verdicts))})
