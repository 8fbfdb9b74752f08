"""Our own templates, filled in with autoescape; data is never a template."""

from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).resolve().parents[1]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = "{:,}".format
    environment.filters["day"] = _day
    environment.filters["coded"] = lambda text: enumerate(text.split("`"))
    environment.filters["segment"] = partial(quote, safe="")
    return environment


def _day(moment: str) -> str:
    """The day of an ISO 8601 moment as people write it; what is no moment stays as it is."""
    try:
        return f"{datetime.fromisoformat(moment):%-d %B %Y}"
    except ValueError:
        return moment


def render(template: str, values: dict[str, Any]) -> str:
    """Fill in one of our own templates; data is never a template."""
    return _environment().get_template(template).render(values)
