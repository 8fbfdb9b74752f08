"""What several routes take in their addresses."""

from typing import Annotated

from fastapi import Path, Query

DocumentId = Annotated[str, Path(min_length=1, max_length=200, description="The document's id.")]
Scope = Annotated[list[str] | None, Query(max_length=100, description="Look only in these documents.")]


def whole_number(given: str | None) -> int | None:
    """Read a number that an address carries; what is none is as if it were not there."""
    return int(given) if given and given.isascii() and given.isdecimal() and len(given) <= 12 else None
