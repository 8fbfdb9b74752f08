"""What the tools take: as strict as `/ask`, and nothing that is not known."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import ConfigDict, Field, ValidationError

from corpus import QuothError
from qa import Mode
from web.errors import refusal
from web.schemas import HISTORY_TURNS, Body, ClaimBody, DocumentIds, Question, TurnBody

MOST_HITS = 20

A = TypeVar("A", bound=Body)

_Documents = Annotated[
    DocumentIds | None,
    Field(description="Ids of the only stories to look in, 1 to 100 (list_documents gives them); without it, all stories."),
]


class ArgumentsWrong(QuothError):
    """An argument is missing, unknown, of the wrong type or out of range."""


class Arguments(Body):
    """What an agent sends; JSON has types of its own, so a 1 is no `true`."""

    model_config = ConfigDict(strict=True)


class AskArguments(Arguments):
    """A question, with what was said before it."""

    question: Annotated[Question, Field(description="One question in plain words, 1 to 2,000 characters.")]
    documents: _Documents = None
    history: Annotated[
        list[TurnBody] | None,
        Field(
            max_length=HISTORY_TURNS,
            description=(
                "The turns before, oldest first, at most 6, when the question leans on them ('And where did she study?'): "
                "each `question`, its `answer`, and the ids of the `documents` that the answer quoted."
            ),
        ),
    ] = None
    limit: Annotated[int, Field(ge=1, le=10, description="Most quotes for the answer, 1 to 10.")] = 3
    mode: Annotated[
        Mode | None,
        Field(description="Who words the answer: `extractive`, the stories; `model`, a language model, checked; by default as the server is set."),
    ] = None


class SearchArguments(Arguments):
    """Words to look for."""

    query: Annotated[Question, Field(description="What to look for, in plain words, 1 to 2,000 characters.")]
    documents: _Documents = None
    k: Annotated[int, Field(ge=1, le=MOST_HITS, description="How many passages at most, 1 to 20.")] = 5


class VerifyArguments(Arguments):
    """Quotes to check."""

    claims: Annotated[
        list[ClaimBody],
        Field(min_length=1, max_length=50, description="1 to 50 claims: each a `quote`, and the `document_id` it is said to come from, if known."),
    ]


class NoArguments(Arguments):
    """Nothing."""


def read(model: type[A], given: Mapping[str, Any]) -> A:
    """Read the arguments of a call.

    Raises:
        ArgumentsWrong: They do not fit; the message names the first that is wrong and never repeats what was sent.
    """
    # By way of bytes, as a lone surrogate could not be sent back; it becomes a question mark.
    written = json.dumps(given, ensure_ascii=False).encode("utf-8", "replace")
    try:
        return model.model_validate_json(written)
    except ValidationError as exc:
        refused = refusal(exc)
        hint = refused.hint if refused.kind.startswith("question_") else "The tool's input schema describes every argument."
        raise ArgumentsWrong(refused.message, hint) from None
