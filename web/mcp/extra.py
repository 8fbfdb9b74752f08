"""The optional packages that `quoth mcp` stands on."""

from importlib import import_module

from corpus import MissingExtra

STDIO = ("anyio", "mcp.server.stdio")
HTTP = ("mcp.server.streamable_http_manager", "starlette.applications", "uvicorn")


def must_have(modules: tuple[str, ...]) -> None:
    """Import what is needed, so that its lack is told before anything else is begun.

    Raises:
        MissingExtra: One of them is not installed; the hint is the pip line.
    """
    for name in modules:
        try:
            import_module(name)
        except ImportError as exc:
            missing = (exc.name or name).split(".")[0]
            raise MissingExtra(f"quoth mcp needs the package {missing}, which is not installed.", "Install it: pip install 'quoth[mcp]'") from exc
