"""What goes over the wire: requests, refusing what they do not know, and responses, as the contract has them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa import Mode

QUESTION_LENGTH = 2000
HISTORY_TURNS = 6

Question = Annotated[
    str,
    Field(min_length=1, max_length=QUESTION_LENGTH, pattern=r"\S", examples=["Where was Lily born?"]),
]
DocumentId = Annotated[str, Field(min_length=1, max_length=200, examples=["lily-baktybekova"])]
DocumentIds = Annotated[list[DocumentId], Field(min_length=1, max_length=100)]


class Body(BaseModel):
    """What a client sends; a field that is not known is refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TurnBody(Body):
    """One earlier question with its answer."""

    question: Question
    answer: Annotated[str, Field(max_length=4000)] = ""
    documents: Annotated[list[DocumentId], Field(max_length=100)] = []


class AskQuery(Body):
    """A question, as the query of `GET /ask` has it."""

    question: Annotated[Question, Field(description="1 to 2,000 characters.")]
    documents: Annotated[DocumentIds | None, Field(description="Look only in these documents.")] = None
    limit: Annotated[int, Field(ge=1, le=10, description="Most citations.")] = 3
    explain: Annotated[bool, Field(description="Return the passages that were considered, too.")] = False
    mode: Annotated[Mode | None, Field(description="Who words the answer; by default as the server is set.")] = None


class AskBody(AskQuery):
    """A question with the turns before it, oldest first; JSON has types of its own, so a 1 is no `true`."""

    model_config = ConfigDict(strict=True)

    history: Annotated[list[TurnBody], Field(max_length=HISTORY_TURNS, description="The turns before, oldest first: at most 6.")] = []


class CitationBody(BaseModel):
    """A quote: `text[start:end]` of the document, in code points."""

    marker: int
    document_id: str
    title: str
    source: str
    start: int
    end: int
    quote: str
    answer_start: int
    answer_end: int
    place: str
    url: str


class HitBody(BaseModel):
    """A passage that was found, with ranks from 1; null where it was not ranked."""

    document_id: str
    title: str
    start: int
    end: int
    text: str
    dense_rank: int | None
    dense_score: float | None
    lexical_rank: int | None
    lexical_score: float | None
    fused_rank: int
    fused_score: float


class ConsideredBody(HitBody):
    """A passage that was looked at on the way to an answer; null where it was not read."""

    reader_score: float | None


class HitsBody(BaseModel):
    """The passages that come closest, best first."""

    hits: list[HitBody]


class QuestionsBody(BaseModel):
    """Questions that the stories answer."""

    questions: list[str]


class AnswerBody(BaseModel):
    """An answer with its citations, or an abstention without."""

    question: str
    understood_as: str
    answer: str
    abstained: bool
    reason: str | None
    confidence: float
    citations: list[CitationBody]
    passages: list[ConsideredBody]
    mode: Literal["extractive", "model"]
    dropped: int
    notice: str | None
    generation: int
    took_ms: int


class ErrorDetail(BaseModel):
    """What happened, and what to do next."""

    kind: str
    message: str
    hint: str


class ErrorBody(BaseModel):
    """Every error, on every route."""

    error: ErrorDetail


class DocumentBody(BaseModel):
    """One document of the library."""

    id: str
    title: str
    source: str
    characters: int
    passages: int
    added_at: str


class DocumentsBody(BaseModel):
    """All documents, and the commit count they were read at."""

    documents: list[DocumentBody]
    generation: int


class OutcomeBody(BaseModel):
    """What became of one file of an upload."""

    source: str
    status: Literal["added", "replaced", "unchanged", "refused"]
    document_id: str | None
    title: str | None
    passages: int
    error: ErrorDetail | None


class UploadBody(BaseModel):
    """What became of an upload, file by file."""

    outcomes: list[OutcomeBody]
    generation: int


class ClaimBody(Body):
    """Words that are said to stand in a document."""

    quote: Annotated[str, Field(min_length=1, max_length=QUESTION_LENGTH, pattern=r"\S")]
    document_id: DocumentId | None = None


class VerifyBody(Body):
    """Claims to check."""

    claims: Annotated[list[ClaimBody], Field(min_length=1, max_length=50, description="1 to 50, each a `quote` and maybe a `document_id`.")]


class VerdictBody(BaseModel):
    """Whether the words stand there, and where."""

    status: Literal["found", "misattributed", "not_found"]
    document_id: str | None
    start: int | None
    end: int | None


class VerdictsBody(BaseModel):
    """One verdict a claim, in their order."""

    results: list[VerdictBody]


class StatusBody(BaseModel):
    """How the server is."""

    status: Literal["ok", "ready"]
