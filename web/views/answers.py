"""An answer as the page, the stream and the form show it: one view, one template."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from index import Catalogue, Library
from qa import Answer, Citation, meant

from .passages import PassageView, considered_views
from .pieces import Piece, marked
from .places import Strip, percent, place_words

_MARKER = re.compile(r"\[(\d{1,3})\]")
_SURENESS = ((0.9, "very sure"), (0.7, "fairly sure"), (0.5, "rather sure"), (0.3, "not very sure"))


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A quote with its answer marked, and its place in words."""

    citation: Citation
    pieces: tuple[Piece, ...]
    place: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Everything that the template `answer.html` shows.

    Attributes:
        found: The answer.
        pieces: Its words, cut at the markers.
        quotes: Its quotes.
        strips: One for each story that is quoted.
        sureness: Its confidence in words.
        stories: Title and address of each story that could be meant, when there are several.
        why: The passages that were considered; empty for an abstention, which shows no source.
        link: Permanent address of the question.
        closest: Address of the passages that come closest, for an abstention.
        further: Address of questions that the story quoted answers, too; empty for an abstention.
        data: The answer as JSON without its passages, for copying and for the next question's history.
    """

    found: Answer
    pieces: tuple[Piece, ...]
    quotes: tuple[QuoteView, ...]
    strips: tuple[Strip, ...]
    sureness: str
    stories: tuple[tuple[str, str], ...]
    why: tuple[PassageView, ...]
    link: str
    closest: str
    further: str
    data: str


def answer_view(library: Library, found: Answer, scope: Sequence[str] = ()) -> AnswerView:
    """Gather what is shown of an answer.

    Args:
        library: Where its stories are.
        found: The answer, with the passages considered.
        scope: Ids of the documents that the question was limited to.
    """
    catalogue = library.documents()
    places = [_place(catalogue, citation) for citation in found.citations]
    return AnswerView(
        found, tuple(answer_pieces(found)),
        tuple(QuoteView(citation, tuple(quote_pieces(citation)), place) for citation, place in zip(found.citations, places, strict=True)),
        _strips(catalogue, found.citations), confidence_words(found.confidence), _stories(catalogue, found),
        () if found.abstained else tuple(considered_views(library, catalogue, found)),
        _address("/", q=found.understood_as, documents=scope), _address("/search", q=found.understood_as, documents=scope),
        _further(found), json.dumps(_data(found, places), ensure_ascii=False),
    )  # fmt: skip


def answer_pieces(answer: Answer) -> list[Piece]:
    """Cut an answer at its markers, so that each becomes a link; a marker without a citation stays text."""
    known = {citation.marker for citation in answer.citations}
    pieces, at = [], 0
    for found in _MARKER.finditer(answer.answer):
        number = int(found[1])
        if number in known:
            pieces += [Piece(answer.answer[at : found.start()]), Piece(found[0], marker=number)]
            at = found.end()
    return [piece for piece in [*pieces, Piece(answer.answer[at:])] if piece.text]


def plain_answer(text: str) -> str:
    """An earlier answer without its markers, whose quotes are no longer shown."""
    return re.sub(r" ?\[\d{1,3}\]", "", text)


def quote_pieces(citation: Citation) -> list[Piece]:
    """Cut a quote at its answer's ends; where the answer is the whole quote, nothing is marked."""
    if (citation.answer_start, citation.answer_end) == (citation.start, citation.end):
        return [Piece(citation.quote)]
    return marked(citation.quote, citation.start, citation.answer_start, citation.answer_end)


def confidence_words(confidence: float) -> str:
    """Say a probability in words."""
    return next((words for least, words in _SURENESS if confidence >= least), "unsure")


def _place(catalogue: Catalogue, citation: Citation) -> str:
    record = catalogue.get(citation.document_id)
    return citation.place if record is None else place_words(citation.place, citation.start, record.characters)


def _strips(catalogue: Catalogue, citations: Sequence[Citation]) -> tuple[Strip, ...]:
    strips = []
    for id in dict.fromkeys(citation.document_id for citation in citations):
        if id in catalogue:
            record = catalogue[id]
            marks = [(one.marker, percent(one.start, record.characters)) for one in citations if one.document_id == id]
            strips.append(Strip(record.title, tuple(marks)))
    return tuple(strips)


def _stories(catalogue: Catalogue, found: Answer) -> tuple[tuple[str, str], ...]:
    ids = [id for id in meant(found) if id in catalogue]
    return tuple((catalogue[id].title, _address("/", q=found.understood_as, documents=[id])) for id in ids) if len(ids) > 1 else ()


def _further(found: Answer) -> str:
    if not found.citations:
        return ""
    first = found.citations[0]
    return _address("/questions", document=first.document_id, near=first.end, others="true", asked=[found.question, found.understood_as])


def _data(found: Answer, places: Sequence[str]) -> dict[str, Any]:
    written = found.as_dict()
    del written["passages"]
    for citation, place in zip(written["citations"], places, strict=True):
        citation["place"] = place
    return written


def _address(path: str, **values: str | int | Sequence[str]) -> str:
    return f"{path}?{urlencode(values, doseq=True)}"
