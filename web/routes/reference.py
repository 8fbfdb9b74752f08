"""`/docs`: every route with its fields and errors, made on the server from OpenAPI, without a script from elsewhere."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from web.openapi import refusals
from web.responses import Page

router = APIRouter(tags=["server"])


@router.get("/docs", response_class=HTMLResponse, responses=refusals())
async def reference(request: Request) -> Response:
    """Describe every route; the same as JSON is at /openapi.json."""
    description: dict[str, Any] = request.app.openapi()
    operations = [
        _operation(path, method, operation, description) for path, methods in description["paths"].items() for method, operation in methods.items()
    ]
    return Page("reference.html", {"info": description["info"], "operations": operations})


def _operation(path: str, method: str, operation: dict[str, Any], description: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": f"{method}-{path.strip('/').replace('/', '-') or 'chat'}".replace("{", "").replace("}", ""),
        "method": method.upper(),
        "path": path,
        "text": operation.get("description", operation.get("summary", "")),
        "curl": operation.get("x-curl"),
        "fields": [*_parameters(operation), *_body_fields(operation, description)],
        "statuses": [(status, answer["description"]) for status, answer in operation["responses"].items()],
    }


def _parameters(operation: dict[str, Any]) -> list[dict[str, str]]:
    return [_field(parameter["name"], parameter["in"], parameter.get("required", False), parameter) for parameter in operation.get("parameters", [])]


def _body_fields(operation: dict[str, Any], description: dict[str, Any]) -> list[dict[str, str]]:
    fields = []
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema = _resolved(content["schema"], description)
        for name, property_ in schema.get("properties", {}).items():
            fields.append(_field(name, "body", name in schema.get("required", ()), property_))
    return fields


def _resolved(schema: dict[str, Any], description: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    resolved: dict[str, Any] = description["components"]["schemas"][name] if name else schema
    return resolved


def _field(name: str, where: str, required: bool, described: dict[str, Any]) -> dict[str, str]:
    return {
        "name": name,
        "where": where,
        "need": "required" if required else "optional",
        "text": described.get("description", ""),
    }
