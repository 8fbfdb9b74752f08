"""One shape for every error: `{"error": {"kind", "message", "hint"}}`, or the same words on a page.

What can be raised is mapped here, once, by a table from class to status and kind.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

import corpus
import index
import qa
from corpus import QuothError
from web.text import printable


class Refused(QuothError):
    """The server will not do what was asked; the classes below say why."""

    message_text = "The request was refused."
    hint_text = ""

    def __init__(self, message: str = "", hint: str = "") -> None:
        super().__init__(message or self.message_text, hint or self.hint_text)


class Overloaded(Refused):
    """Too many questions are being answered or waiting."""

    message_text = "Too many questions are waiting."
    hint_text = "Ask again in a few seconds."


class DeadlineExceeded(Refused):
    """An answer took longer than it may."""

    message_text = "The answer took too long and was given up."
    hint_text = "Ask again, or ask about fewer documents."


class NotReady(Refused):
    """The library is not open yet, or no longer."""

    message_text = "The library is still being opened."
    hint_text = "Try again in a few seconds."


class OpeningFailed(Refused):
    """The library or its models could not be opened when the server started."""

    message_text = "The library could not be opened."
    hint_text = "The server's log says why; `quoth check` looks for damage."


class BodyTooLarge(Refused):
    """The request's body is larger than the route takes."""


class TooManyFiles(Refused):
    """An upload holds more files than it may."""


class NoFiles(Refused):
    """An upload holds no file."""

    message_text = "The upload holds no file."
    hint_text = "Choose one or more; a program sends them as multipart/form-data, in parts named `files`."


class NotRemoved(Refused):
    """What is to be put back was not removed, or its time is over."""

    message_text = "There is nothing to put back under this id."
    hint_text = "A story can be put back for a minute after it was removed; add its file again."


class UnknownModel(Refused):
    """A chat program asks for a model that is not offered here."""

    message_text = "There is no model of this name here."
    hint_text = "GET /v1/models lists those to choose from; `quoth` is always there."


class WrongMediaType(Refused):
    """The body is of a type that the route does not read."""


class HostRefused(Refused):
    """The Host header names a server that this is not."""

    message_text = "This server does not answer to that host name."
    hint_text = "Use the address that `quoth serve` printed, or add the name to QUOTH_ALLOWED_HOSTS."


class OriginRefused(Refused):
    """The request comes from a page of another site."""

    message_text = "Requests from pages of other sites are refused."
    hint_text = "Open Quoth's own page and do it there."


class TokenNeeded(Refused):
    """No token, or not the right one."""

    message_text = "This server needs a token, and the request shows none that it knows."
    hint_text = "Send `Authorization: Bearer TOKEN`, or sign in at /login."


class QuotaExceeded(Refused):
    """One address asks too often."""

    message_text = "Too many requests from this address."
    hint_text = "Wait a little and try again."


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error as it is sent."""

    status: int
    kind: str
    message: str
    hint: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The error's JSON."""
        return {"error": {"kind": self.kind, "message": self.message, "hint": self.hint}}


TABLE: Mapping[type[QuothError], tuple[int, str]] = {
    Overloaded: (503, "overloaded"),
    DeadlineExceeded: (503, "deadline_exceeded"),
    NotReady: (503, "not_ready"),
    OpeningFailed: (503, "opening_failed"),
    BodyTooLarge: (413, "body_too_large"),
    TooManyFiles: (413, "too_many_files"),
    NoFiles: (422, "no_files"),
    NotRemoved: (404, "not_removed"),
    UnknownModel: (404, "unknown_model"),
    WrongMediaType: (415, "unsupported_media_type"),
    HostRefused: (421, "host_refused"),
    OriginRefused: (403, "origin_refused"),
    TokenNeeded: (401, "token_needed"),
    QuotaExceeded: (429, "quota_exceeded"),
    corpus.UnsupportedFormat: (415, "unsupported_format"),
    corpus.UnreadableFile: (422, "unreadable_file"),
    corpus.EmptyDocument: (422, "empty_document"),
    corpus.TooLarge: (413, "too_large"),
    corpus.CorpusError: (422, "corpus_error"),
    corpus.MissingExtra: (503, "missing_extra"),
    index.UnknownDocument: (404, "unknown_document"),
    index.LibraryCorrupt: (503, "library_corrupt"),
    index.LibraryMismatch: (503, "library_mismatch"),
    index.LibraryLocked: (503, "library_locked"),
    index.LibraryReadOnly: (507, "library_read_only"),
    index.EngineUnavailable: (503, "engine_unavailable"),
    index.LibraryError: (503, "library_error"),
    index.ModelMissing: (503, "model_missing"),
    qa.QuestionEmpty: (422, "question_empty"),
    qa.QuestionTooLong: (422, "question_too_long"),
    qa.QuestionsWrong: (422, "questions_wrong"),
    qa.LLMUnavailable: (503, "llm_unavailable"),
    qa.AnswerError: (503, "answer_error"),
    QuothError: (500, "failed"),
}

# Where what an error says to do next is a command to type, and is done otherwise here.
_HINTS = {
    "unknown_document": "The library, at /documents, lists every story.",
}

_HTTP_KINDS = {
    400: ("bad_request", "The request could not be read.", "Check its form: /docs describes every route."),
    404: ("not_found", "There is nothing at this address.", "The library lists every story, /docs every address."),
    405: ("method_not_allowed", "This address does not take that method.", "The Allow header names those it takes."),
    408: ("body_too_slow", "The request came too slowly and was given up.", "Send it again."),
    413: ("body_too_large", "The request is too large.", "Send less at once."),
}

_QUESTION_KINDS = {
    "missing": ("question_missing", "The question is missing.", "Send `question`: 1 to 2,000 characters."),
    "string_too_long": (
        "question_too_long",
        "The question is longer than 2,000 characters.",
        "Ask it in fewer words, or as several questions.",
    ),
    "string_too_short": ("question_empty", "The question is empty.", "Type a question."),
    "string_pattern_mismatch": ("question_empty", "The question is empty.", "Type a question."),
}

_FIELD_KINDS = {
    "extra_forbidden": "unknown_field",
    "json_invalid": "invalid_json",
    "missing": "missing_field",
}

INTERNAL = Refusal(
    500,
    "internal_error",
    "Something went wrong inside Quoth.",
    "Try again; if it happens again, the server's log has the details.",
)


def refusal(error: Exception) -> Refusal:
    """Turn anything that was raised into the error that is sent; what is unknown says nothing of itself."""
    if isinstance(error, QuothError):
        status, kind = next(TABLE[known] for known in type(error).__mro__ if known in TABLE)
        hint = _HINTS.get(kind, error.hint)
        return Refusal(status, kind, printable(error.message, 500), printable(hint, 500), _headers(error, status))
    if isinstance(error, RequestValidationError | ValidationError):
        return _invalid(error.errors())
    if isinstance(error, HTTPException):
        return _http(error)
    return INTERNAL


def _headers(error: QuothError, status: int) -> dict[str, str]:
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    if status == 429:
        return {"Retry-After": "10"}
    if status == 503 and not isinstance(error, OpeningFailed):
        return {"Retry-After": str(random.randint(3, 7))}  # noqa: S311 (spreads clients out, guards nothing)
    return {}


def _http(error: HTTPException) -> Refusal:
    phrase = HTTPStatus(error.status_code).phrase
    kind, message, hint = _HTTP_KINDS.get(error.status_code, (phrase.lower().replace(" ", "_"), f"{phrase}.", ""))
    return Refusal(error.status_code, kind, message, hint, dict(error.headers or {}))


def _invalid(errors: Sequence[Any]) -> Refusal:
    """Name the first field that is wrong; what was sent is never repeated."""
    first = errors[0]
    where = tuple(part for part in first["loc"] if part not in ("body", "query", "path"))
    kind = first["type"]
    if where == ("question",) and kind in _QUESTION_KINDS:
        return Refusal(422, *_QUESTION_KINDS[kind])
    if kind == "json_invalid":
        return Refusal(422, "invalid_json", "The body is not valid JSON.", "Send one JSON object; /docs has examples.")
    name = _field(where) or "the body"
    if kind == "extra_forbidden":
        return Refusal(422, "unknown_field", f"The field {name} is not known.", "/docs lists the fields of each route.")
    message = printable(f"{name}: {first['msg']}", 300)
    return Refusal(422, _FIELD_KINDS.get(kind, "invalid_request"), message, "/docs describes every field.")


def _field(where: Sequence[str | int]) -> str:
    name = ""
    for part in where:
        name += f"[{part}]" if isinstance(part, int) else f".{printable(part, 60)}" if name else printable(part, 60)
    return printable(name, 200)
