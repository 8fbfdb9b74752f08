"""What chat programs send and get; unlike our own routes these ignore every field that they do not know, as each program sends others."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_MESSAGES = 400

ModelId = Annotated[str, Field(min_length=1, max_length=200, examples=["quoth"])]


class Told(BaseModel):
    """What a chat program sends."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class PartBody(Told):
    """A part of a message; only those of the type `text` are read."""

    type: str = "text"
    text: str | None = None


class MessageBody(Told):
    """One message: what a person said (`user`), or what was answered (`assistant`); others are ignored."""

    role: Annotated[str, Field(examples=["user"])]
    content: Annotated[str | list[PartBody] | None, Field(examples=["Where was Lily born?"])] = None

    @property
    def text(self) -> str:
        """Its words."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text" and part.text)
        return self.content or ""


class ConversationBody(Told):
    """A conversation that ends with a question; `temperature`, `tools`, `max_tokens` and the like change nothing."""

    model: Annotated[ModelId, Field(description="One of those that `/v1/models` lists.")]
    messages: Annotated[
        list[MessageBody],
        Field(min_length=1, max_length=MOST_MESSAGES, description="Oldest first, 1 to 400; the last of the role `user` is the question."),
    ]
    stream: Annotated[bool | None, Field(description="Whether the answer comes as events.")] = None


class ModelBody(BaseModel):
    """A model to choose; `created` is when the newest story was added, in seconds since 1970, 0 where there is none."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelsBody(BaseModel):
    """The models to choose from."""

    object: Literal["list"]
    data: list[ModelBody]


class QuoteBody(BaseModel):
    """A citation: where its marker stands in `content`, and where its quote stands in the story; every offset counts code points."""

    url: str
    title: str
    start_index: int
    end_index: int
    marker: int
    document_id: str
    source: str
    place: str
    start: int
    end: int
    quote: str
    answer_start: int
    answer_end: int


class AnnotationBody(BaseModel):
    """A citation, in the form in which OpenAI's models cite pages of the web."""

    type: Literal["url_citation"]
    url_citation: QuoteBody


class ReplyBody(BaseModel):
    """The answer: Markdown in which nothing that a story says is markup, and what it rests on."""

    role: Literal["assistant"]
    content: str
    annotations: list[AnnotationBody]


class ChoiceBody(BaseModel):
    """The one answer."""

    index: int
    message: ReplyBody
    logprobs: None
    finish_reason: Literal["stop"]


class FactsBody(BaseModel):
    """What `/ask` says of an answer besides its words and citations."""

    abstained: bool
    reason: str | None
    confidence: float
    understood_as: str
    mode: Literal["extractive", "model"]
    dropped: int
    notice: str | None
    generation: int


class CompletionBody(BaseModel):
    """An answer as OpenAI-compatible servers give it."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[ChoiceBody]
    quoth: FactsBody
