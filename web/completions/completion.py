"""An answer as OpenAI-compatible servers give it, whole or as events that add up to the same."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qa import Answer
from web.completions.footnotes import footnoted
from web.completions.schemas import FactsBody


@dataclass(frozen=True, slots=True)
class Completion:
    """What is the same on every event of one answer.

    There is no `usage`, neither whole nor as an event: nothing is counted in tokens here, and what programs add up would be made up.

    Attributes:
        model: Id of the model, as it was asked for.
        origin: Scheme and host that the client sees.
        id: A name of its own.
        created: When it was asked for, in seconds since 1970.
    """

    model: str
    origin: str
    id: str = field(default_factory=lambda: f"chatcmpl-{secrets.token_hex(16)}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, answer: Answer) -> dict[str, Any]:
        """The answer at once."""
        said = footnoted(answer, self.origin)
        message = {"role": "assistant", "content": said.content, "annotations": list(said.annotations)}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return self._named("chat.completion", choice) | {"quoth": _facts(answer)}

    def first(self) -> dict[str, Any]:
        """The first event: who speaks."""
        return self._event({"role": "assistant", "content": ""})

    def events(self, answer: Answer) -> Iterator[dict[str, Any]]:
        """The answer piece by piece, then its citations, then its end."""
        said = footnoted(answer, self.origin)
        for piece in said.pieces:
            yield self._event({"content": piece})
        yield self._event({"annotations": list(said.annotations)}) | {"quoth": _facts(answer)}
        yield self._event({}, "stop")

    def _event(self, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        return self._named("chat.completion.chunk", {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish})

    def _named(self, form: str, choice: dict[str, Any]) -> dict[str, Any]:
        return {"id": self.id, "object": form, "created": self.created, "model": self.model, "choices": [choice]}


def _facts(answer: Answer) -> dict[str, Any]:
    told = answer.as_dict()
    return {name: told[name] for name in FactsBody.model_fields}
