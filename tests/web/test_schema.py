"""Whatever is sent, what comes back is in the schema and never a 5xx; made from the application's own OpenAPI."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation, Case, CheckFunction, GenerationMode
from starlette.types import Receive, Scope, Send

from tests.web.fakes import BASE, open_real, wait
from tests.web.fakes import settings as web_settings
from web.app import create_app


NOT_OURS: list[CheckFunction] = []
OPERATIONS = [
    f"{method.upper()} {path}"
    for path, methods in create_app(lambda: pytest.fail("opened"), web_settings()).openapi()["paths"].items()
    for method in methods
]


@pytest.fixture(scope="module")
def operations(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, APIOperation]]:
    """The operations of an application of its own, as documents are added to it and removed from it."""
    folder = shutil.copytree(made, tmp_path_factory.mktemp("described") / "library")
    app = create_app(lambda: open_real(folder), web_settings(allowed_hosts=["testserver", "127.0.0.1"]))

    async def open_already(scope: Scope, receive: Receive, send: Send) -> None:
        """The application without its lifespan, which schemathesis would end after every test."""
        if scope["type"] == "lifespan":
            for moment in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{moment}.complete"})
        else:
            await app(scope, receive, send)

    with TestClient(app, base_url=BASE) as client:
        wait(client, app)
        schema = schemathesis.openapi.from_asgi("/openapi.json", open_already)
        yield {operation.label: operation for operation in (found.ok() for found in schema.get_all_operations())}


@pytest.mark.parametrize("label", OPERATIONS)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_response_is_in_the_schema(
    operations: dict[str, APIOperation], label: str, mode: GenerationMode
) -> None:
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operations[label].as_strategy(generation_mode=mode))
    def check(case: Case) -> None:
        case.call_and_validate(excluded_checks=NOT_OURS)

    check()


def test_every_operation_documents_the_one_error_shape(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            errors = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
            assert {"400", "401", "403", "413", "421", "500"} <= set(errors), (method, path)
            for answer in errors.values():
                assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorBody"}
