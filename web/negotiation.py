"""What a request would rather have: a page, JSON, or events."""

from collections.abc import Mapping

PAGE = "text/html"
JSON = "application/json"
EVENTS = "text/event-stream"


def accepted(header: str) -> dict[str, float]:
    """Read an `Accept` header into media types and their weights; what is malformed weighs 0."""
    weights = {}
    for entry in header[:2000].split(","):
        media, *parameters = (part.strip().lower() for part in entry.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                weight = _weight(value.strip())
        if media:
            weights[media] = weight
    return weights


def _weight(value: str) -> float:
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0


def names_page(headers: Mapping[str, str]) -> bool:
    """Whether a page was asked for by name, as browsers do; a program that takes anything gets JSON."""
    weights = accepted(headers.get("accept", ""))
    return weights.get(PAGE, 0.0) > 0 and weights[PAGE] >= weights.get(JSON, 0.0)


def names_json(headers: Mapping[str, str]) -> bool:
    """Whether JSON was asked for by name; who takes anything gets the page."""
    weights = accepted(headers.get("accept", ""))
    return weights.get(JSON, 0.0) > 0 and not names_page(headers)


def names_events(headers: Mapping[str, str]) -> bool:
    """Whether the answer was asked for as server-sent events."""
    weights = accepted(headers.get("accept", ""))
    return weights.get(EVENTS, 0.0) > 0 and weights[EVENTS] >= weights.get(JSON, 0.0)


def takes_page(headers: Mapping[str, str]) -> bool:
    """Whether a page would be taken, too, however little it is wanted."""
    return accepted(headers.get("accept", "")).get(PAGE, 0.0) > 0
