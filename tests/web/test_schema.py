"""Whatever is sent, what comes back is in the schema and never a 5xx; made from the application's own OpenAPI."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation, Case, CheckFunction, GenerationMode
from schemathesis.checks import negative_data_rejection, positive_data_acceptance
from schemathesis.core.result import Ok
from starlette.types import Receive, Scope, Send

from tests.web.fakes import BASE, open_real, wait
from tests.web.fakes import settings as web_settings
from web.app import create_app

Operation: TypeAlias = APIOperation[Any, Any, Any, Any]
AnyCase: TypeAlias = Case[Any]
DESCRIBED = create_app(lambda: pytest.fail("opened"), web_settings()).openapi()["paths"]
OPERATIONS = {f"{method.upper()} {path}": operation for path, methods in DESCRIBED.items() for method, operation in methods.items()}
WITH_INPUT = [name for name, operation in OPERATIONS.items() if operation.keys() & {"parameters", "requestBody"}]
FORMS = ("GET /", "POST /", "GET /login", "POST /login")  # plain forms: an unknown field harms nobody


@pytest.fixture(scope="module")
def operations(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Operation]]:
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
        # What is too long by the schema may be too long for a request as well.
        refusals = schema.config.checks.negative_data_rejection
        refusals.expected_statuses = [*refusals.expected_statuses, "413"]
        found = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
        yield {operation.label: operation for operation in found}


def _try(operation: Operation, mode: GenerationMode, excluded: list[CheckFunction]) -> None:
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: AnyCase) -> None:
        case.call_and_validate(excluded_checks=excluded)

    check()


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_fits_the_schema_gets_a_response_of_the_schema(operations: dict[str, Operation], name: str) -> None:
    # A schema cannot say that a question needs a letter, so what fits it may still be refused.
    _try(operations[name], GenerationMode.POSITIVE, [positive_data_acceptance])


@pytest.mark.parametrize("name", WITH_INPUT)
def test_what_does_not_fit_the_schema_is_refused(operations: dict[str, Operation], name: str) -> None:
    _try(operations[name], GenerationMode.NEGATIVE, [negative_data_rejection] if name in FORMS else [])


def test_every_operation_documents_the_one_error_shape(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            errors = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
            assert {"400", "401", "403", "413", "421", "500"} <= set(errors), (method, path)
            for answer in errors.values():
                assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorBody"}
