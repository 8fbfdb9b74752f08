"""Passages that were looked at: for `Why this answer` and for the search, each with its ranks as small bars."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index import Catalogue, Hit, Library, telling_terms, terms
from qa import Answer, Considered

from .pieces import Piece
from .places import place_words, story_url

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LEAST_ODDS = 12.0
_EXCERPT = 220


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure of a passage: what it is, how it is said, and how long its bar is, 0 to 1 (None: it has none)."""

    name: str
    said: str
    share: float | None


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as a list shows it.

    Attributes:
        title: Its story.
        place: Chapter, page, and how far into the story.
        url: Where it is read, highlighted.
        pieces: Its text, words that were asked for marked.
        bars: Its ranks.
        verdict: `quoted`, `read, not quoted`, `not read`; empty in a search.
    """

    title: str
    place: str
    url: str
    pieces: tuple[Piece, ...]
    bars: tuple[Bar, ...]
    verdict: str = ""


def hit_views(library: Library, question: str, hits: Sequence[Hit]) -> list[PassageView]:
    """What a search shows of its hits; a hit whose story is gone by now is left out."""
    catalogue, asked = library.documents(), frozenset(telling_terms(question))
    views = []
    for hit in hits:
        record = catalogue.get(hit.passage.document_id)
        if record is not None:
            start, end = _seen(hit.passage.text, hit.passage.start)
            place = place_words(library.place(record, start), start, record.characters)
            text = hit.passage.text.strip()
            bars = _rank_bars(hit.dense_rank, hit.lexical_rank, hit.rank, len(hits))
            views.append(PassageView(record.title, place, story_url(record.id, start, end), tuple(_found(text, asked)), bars))
    return views


def considered_views(library: Library, catalogue: Catalogue, answer: Answer) -> list[PassageView]:
    """What `Why this answer` shows of the passages that were considered, best first."""
    passages = [passage for passage in answer.passages if passage.document_id in catalogue]
    best = max((passage.reader_score for passage in passages if passage.reader_score is not None), default=0.0)
    views = []
    for passage in passages:
        record = catalogue[passage.document_id]
        start, end = _seen(passage.text, passage.start)
        text = " ".join(passage.text.split())
        cut = text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rsplit(' ', 1)[0]} …"
        bars = (*_rank_bars(passage.dense_rank, passage.lexical_rank, passage.fused_rank, len(passages)), _reader_bar(passage.reader_score, best))
        place = place_words(library.place(record, start), start, record.characters)
        views.append(PassageView(record.title, place, story_url(record.id, start, end), (Piece(cut),), bars, _verdict(passage, answer)))
    return views


def _verdict(passage: Considered, answer: Answer) -> str:
    for citation in answer.citations:
        if citation.document_id == passage.document_id and citation.start < passage.end and passage.start < citation.end:
            return "quoted"
    return "not read" if passage.reader_score is None else "read, not quoted"


def _rank_bars(dense: int | None, lexical: int | None, fused: int, of: int) -> tuple[Bar, ...]:
    return tuple(_rank_bar(name, rank, of) for name, rank in (("meaning", dense), ("words", lexical), ("together", fused)))


def _rank_bar(name: str, rank: int | None, of: int) -> Bar:
    return Bar(name, "not ranked", None) if rank is None else Bar(name, f"{rank}", max(0.0, 1 - (rank - 1) / max(1, of)))


def _reader_bar(score: float | None, best: float) -> Bar:
    """The reader's score is in log-odds without a zero of its own, so its bar is relative to the best one."""
    return Bar("reader", "not read", None) if score is None else Bar("reader", f"{score - best:+.1f}", max(0.0, 1 + (score - best) / _LEAST_ODDS))


def _seen(text: str, start: int) -> tuple[int, int]:
    """Offsets of a passage without the white space around it."""
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def _found(text: str, asked: Collection[str]) -> list[Piece]:
    """Mark the words that were asked for, in whatever form they stand there."""
    pieces, at = [], 0
    for word in _WORD.finditer(text):
        if any(term in asked for term in terms(word.group())):
            pieces += [Piece(text[at : word.start()]), Piece(word.group(), marked=True)]
            at = word.end()
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]
