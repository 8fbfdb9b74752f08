"""What an answer is made of: turns in, events and citations out.

Every class here is a frozen value; `as_dict` of an answer is the JSON of the `/ask` contract, the same on every path.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias
from urllib.parse import quote, urlencode

# How an answer is made: from the stories' own words, by a language model whose every sentence is checked, or by one if there is one.
Mode: TypeAlias = Literal["auto", "extractive", "model"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question with its answer, and the ids of the documents that the answer cited."""

    question: str
    answer: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that was checked against the text: `document.text[start:end] == quote`.

    Attributes:
        marker: The number in the answer that points here, from 1.
        document_id: Id of the document quoted.
        title: Its title.
        source: Its file name as people know it.
        start: Offset of the quote's first character, in code points.
        end: Offset after its last.
        quote: The words themselves: whole sentences.
        answer_start: Offset of the answer's first character within the quote's range.
        answer_end: Offset after its last.
        place: Where that is, for people: `Chapter 2`, `page 7`, or an empty string.
    """

    marker: int
    document_id: str
    title: str
    source: str
    start: int
    end: int
    quote: str
    answer_start: int
    answer_end: int
    place: str = ""

    @property
    def url(self) -> str:
        """Address of the quote on Quoth's own pages, relative to its root."""
        return f"/documents/{quote(self.document_id, safe='')}?{urlencode({'start': self.start, 'end': self.end})}"

    def as_dict(self) -> dict[str, Any]:
        """The citation as the contract of `/ask` writes it."""
        return asdict(self) | {"url": self.url}


@dataclass(frozen=True, slots=True)
class Considered:
    """A passage that was looked at on the way to an answer, with its ranks (from 1) and scores; None where it was not ranked."""

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
    reader_score: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its citations, or an abstention, which has none.

    Attributes:
        question: As it was asked.
        understood_as: As it was searched: a follow-up made stand-alone.
        answer: Short and readable; `[1]` points at the citation with marker 1. An abstention says so in a sentence.
        abstained: Whether the stories don't tell.
        reason: Why it abstained, a code from `qa.decide.REASONS`; None for an answer.
        confidence: Calibrated probability, 0 to 1, that the answer (or the abstention) is right.
        citations: Empty exactly when `abstained`.
        passages: The passages considered, best first; empty unless `explain` was asked for.
        generation: The library's commit count that was answered from.
        took_ms: Whole milliseconds from question to answer.
        mode: Whether its words are the stories' own (`extractive`) or a language model's (`model`), every sentence checked.
        dropped: How many sentences of a language model were dropped because the stories do not bear them out.
        notice: Why the answer is without the language model that was wanted; None if it is not, or none was.
    """

    question: str
    understood_as: str
    answer: str
    abstained: bool
    reason: str | None
    confidence: float
    citations: tuple[Citation, ...]
    passages: tuple[Considered, ...]
    generation: int
    took_ms: int
    mode: Literal["extractive", "model"] = "extractive"
    dropped: int = 0
    notice: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The answer as the contract of `/ask` writes it, ready for `json.dumps`."""
        return {
            "question": self.question,
            "understood_as": self.understood_as,
            "answer": self.answer,
            "abstained": self.abstained,
            "reason": self.reason,
            "confidence": self.confidence,
            "citations": [citation.as_dict() for citation in self.citations],
            "passages": [asdict(passage) for passage in self.passages],
            "mode": self.mode,
            "dropped": self.dropped,
            "notice": self.notice,
            "generation": self.generation,
            "took_ms": self.took_ms,
        }


@dataclass(frozen=True, slots=True)
class PassagesFound:
    """The search is over: the passages that will be read, best first."""

    passages: Sequence[Considered]


@dataclass(frozen=True, slots=True)
class Delta:
    """A further piece of the answer's text; the pieces joined are `Answer.answer`, unless its `notice` says that a language model failed."""

    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing new: a language model is being waited for, and whoever drains the stream may leave it here."""


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer; always the last event."""

    answer: Answer


Event = PassagesFound | Delta | Waiting | Done
