"""The models that chat programs can choose: Quoth itself, in its ways to word an answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qa import Mode
from web.errors import UnknownModel
from web.service import Service

# None: as the server is set.
_MODES: Mapping[str, Mode | None] = {"quoth": None, "quoth-extractive": "extractive", "quoth-model": "model"}


def models(service: Service) -> list[dict[str, Any]]:
    """List the models; `quoth-model` only where a language model is set up.

    Raises:
        QuothError: The library is not open.
    """
    records = service.chatbot.library.documents().values()
    created = int(max((datetime.fromisoformat(record.added_at).timestamp() for record in records), default=0))
    return [{"id": id, "object": "model", "created": created, "owned_by": "quoth"} for id in _offered(service)]


def mode_of(service: Service, id: str) -> Mode | None:
    """Return how a model words its answers; None for as the server is set.

    Raises:
        UnknownModel: There is no such model.
        QuothError: The library is not open.
    """
    if id not in _offered(service):
        raise UnknownModel
    return _MODES[id]


def _offered(service: Service) -> list[str]:
    written = service.chatbot.model is not None
    return [id for id, mode in _MODES.items() if mode != "model" or written]
