"""The pieces of the OpenAPI description that several routes share."""

from typing import Any

from web.schemas import ErrorBody

_WORDS = {
    400: "The request could not be read.",
    401: "The token is missing or wrong.",
    403: "The request comes from another site's page.",
    404: "Nothing is there.",
    408: "The body came too slowly.",
    413: "The body is too large.",
    415: "The body is of another type than this address reads.",
    421: "The Host header names another server.",
    422: "A field is missing, unknown or out of range.",
    429: "Too many requests from this address.",
    500: "Something went wrong inside Quoth.",
    503: "Not ready or overloaded; `Retry-After` says when to ask again.",
    507: "The library cannot be written: no permission, or no room.",
}
_ALWAYS = (400, 401, 403, 408, 413, 421, 500)


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the errors of a route: those given, and those that every route may answer with.

    By reference and not by model, as FastAPI would describe a model under the media type of the route's own response.
    """
    content = {
        "application/json": {"schema": {"$ref": f"#/components/schemas/{ErrorBody.__name__}"}},
        "text/html": {"schema": {"type": "string"}},
    }
    return {status: {"description": _WORDS[status], "content": content} for status in sorted({*_ALWAYS, *statuses})}


# What one route must add to `refusals`, so that the component which they all refer to is described.
ERROR_COMPONENT: dict[int | str, dict[str, Any]] = {500: {"model": ErrorBody, "description": _WORDS[500]}}


def also(media: str, schema: dict[str, Any] | None = None, description: str = "") -> dict[int | str, dict[str, Any]]:
    """Describe a 200 that may come as another media type than JSON."""
    described: dict[str, Any] = {"content": {media: {"schema": schema or {"type": "string"}}}}
    return {200: described | ({"description": description} if description else {})}
