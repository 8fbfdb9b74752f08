"""What became of one question: the answer held against what was expected of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..answer import Answer, Citation, Considered
from .question import Question
from .words import best, exact_match, rouge_l, token_f1

_ENOUGH = 0.5  # token F1 from which an answer counts as right where nothing but answers is expected

# Every way to miss, with what a person would call it.
MISSES = {
    "answered": "answered, though the stories don't tell",
    "abstained": "abstained, though the stories tell",
    "story": "another story",
    "place": "another place of the story",
    "words": "other words",
}


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one question and how right it was. None stands for what was not asked for, never for a zero.

    Attributes:
        question: What was asked and expected.
        abstained: Whether it was answered with an abstention.
        reason: Why, a code of `qa.REASONS`; None for an answer.
        confidence: Stated probability that the decision, answer or abstention, is right.
        answer: The whole answer as a person reads it.
        short: The words that answer, in the first quote; empty for an abstention.
        quote: The first quote; empty for an abstention.
        document: The document quoted first; None for an abstention.
        passage_rank: Rank, from 1, of the first passage that overlaps an expected quote; 0 where none of those considered does.
        story_rank: The same of the first passage of the expected document.
        first_quote: Whether the first citation overlaps an expected quote.
        any_quote: Whether any citation does.
        story: Whether the first citation is from the expected document; None for abstentions too.
        exact: Exact match of `short` with the best of the expected answers, 0 or 1.
        f1: Token F1 likewise.
        rouge: ROUGE-L F1 likewise.
        right: Whether the decision was right.
        miss: How it was wrong, a key of `MISSES`; None where it was not.
        milliseconds: From question to answer, by the clock on the wall; None where it was not representative.
    """

    question: Question
    abstained: bool
    reason: str | None
    confidence: float
    answer: str
    short: str
    quote: str
    document: str | None
    passage_rank: int | None
    story_rank: int | None
    first_quote: bool | None
    any_quote: bool | None
    story: bool | None
    exact: float | None
    f1: float | None
    rouge: float | None
    right: bool | None
    miss: str | None
    milliseconds: float | None

    @property
    def told(self) -> float:
        """How far the stories seem to tell, whatever was decided: every answer more than every abstention, which less the surer it is."""
        return -self.confidence if self.abstained else self.confidence

    def as_dict(self) -> dict[str, Any]:
        """What a person wants to know of it when it was a miss, ready for `json.dumps`."""
        asked = self.question
        expected = {"document": asked.document, "answers": list(asked.answers), "quote": list(asked.quotes), "unanswerable": asked.unanswerable}
        given = {"answer": self.answer, "short": self.short, "quote": self.quote, "document": self.document, "reason": self.reason}
        about = {"line": asked.line, "id": asked.id, "kind": asked.kind, "question": asked.text, "other": asked.other, "miss": self.miss}
        return about | {"confidence": self.confidence, "expected": expected, "given": given}


def judge(question: Question, answer: Answer, milliseconds: float | None, text_of: Callable[[str], str]) -> Result:
    """Hold an answer against what was expected.

    Args:
        question: What was asked and expected.
        answer: What was answered, with the passages that were considered.
        milliseconds: How long it took; None where that says nothing.
        text_of: Returns a document's text by its id.
    """
    first = answer.citations[0] if answer.citations else None
    short = text_of(first.document_id)[first.answer_start : first.answer_end] if first else ""
    cited = [_in_place(question, citation) for citation in answer.citations]
    quoted, story = (None, None) if question.unanswerable else _sources(question, cited, first)
    exact, f1, rouge = _words(question, short)
    right = _right(question, answer, quoted, f1, story)
    return Result(
        question=question,
        abstained=answer.abstained,
        reason=answer.reason,
        confidence=answer.confidence,
        answer=answer.answer,
        short=short,
        quote=first.quote if first else "",
        document=first.document_id if first else None,
        passage_rank=_rank([_found(question, passage) for passage in answer.passages]) if question.places else None,
        story_rank=_rank([passage.document_id == question.document for passage in answer.passages]) if _has_story(question) else None,
        first_quote=quoted,
        any_quote=any(cited) if question.places else None,
        story=story,
        exact=exact,
        f1=f1,
        rouge=rouge,
        right=right,
        miss=_miss(question, answer, story, quoted) if right is False else None,
        milliseconds=milliseconds,
    )


def _has_story(question: Question) -> bool:
    return question.document is not None and not question.unanswerable


def _in_place(question: Question, citation: Citation) -> bool:
    return any(place.touches(citation.document_id, citation.start, citation.end) for place in question.places)


def _found(question: Question, passage: Considered) -> bool:
    return any(place.touches(passage.document_id, passage.start, passage.end) for place in question.places)


def _rank(hits: Sequence[bool]) -> int:
    return hits.index(True) + 1 if True in hits else 0


def _sources(question: Question, cited: Sequence[bool], first: Citation | None) -> tuple[bool | None, bool | None]:
    """Tell whether the first quote and its story are the expected ones; an abstention has no quote in place, and no wrong story."""
    quoted = bool(cited) and cited[0] if question.places else None
    story = first.document_id == question.document if first is not None and question.document is not None else None
    return quoted, story


def _words(question: Question, short: str) -> tuple[float | None, float | None, float | None]:
    if not question.answers:
        return None, None, None
    exact, f1, rouge = (best(measure, short, question.answers) if short else 0.0 for measure in (exact_match, token_f1, rouge_l))
    return exact, f1, rouge


def _right(question: Question, answer: Answer, quoted: bool | None, f1: float | None, story: bool | None) -> bool | None:
    """Tell whether the decision was right, by the strictest thing that was expected: the quote, else the words, else the story."""
    if answer.abstained or question.unanswerable:
        return answer.abstained == question.unanswerable
    if quoted is not None:
        return quoted
    return f1 >= _ENOUGH if f1 is not None else story


def _miss(question: Question, answer: Answer, story: bool | None, quoted: bool | None) -> str:
    if question.unanswerable:
        return "answered"
    if answer.abstained:
        return "abstained"
    if story is False:
        return "story"
    return "words" if quoted is None else "place"
