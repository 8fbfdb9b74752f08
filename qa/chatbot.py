"""The chatbot: one path from a question to an answer, `stream`; `ask` drains it."""

import math
import re
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from index import Catalogue, Hit, Library, SentenceEmbedder, UnknownDocument

from .alternatives import alone, is_choice
from .answer import Answer, Considered, Delta, Done, Event, PassagesFound, Turn
from .cite import cite
from .compose import compose
from .decide import Decision, decide, join, refuse_early
from .errors import AnswerError, QuestionEmpty, QuestionTooLong
from .names import Names
from .overview import KINDS, only_compares, overview
from .reader import Reader, Reading, TrainedReader
from .reader_network import ReaderNetwork
from .understand import Query, understand
from .windows import windows

LONGEST = 2_000
MOST_CITATIONS = 10
_CONSIDERED = 20
_READ = 6
_SIDE_BY_SIDE = 4
_TRIES = 5


class Chatbot:
    """Answers questions from a library. Safe to use from several threads.

    Args:
        library: Where the stories are.
        reader: What finds the answers in them.
    """

    def __init__(self, library: Library, reader: Reader) -> None:
        self.library = library
        self._reader = reader
        self._names: tuple[Catalogue, Names] | None = None

    def ask(
        self,
        question: str,
        *,
        documents: Collection[str] | None = None,
        history: Sequence[Turn] = (),
        limit: int = 3,
        explain: bool = False,
    ) -> Answer:
        """Answer a question: `stream`, drained.

        Raises:
            AnswerError: The question is empty or longer than 2,000 characters.
            UnknownDocument: One of `documents` is not in the library.
            LibraryError: The library cannot be read.
        """
        for event in self.stream(question, documents=documents, history=history, limit=limit, explain=explain):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream ends with Done")

    def stream(
        self,
        question: str,
        *,
        documents: Collection[str] | None = None,
        history: Sequence[Turn] = (),
        limit: int = 3,
        explain: bool = False,
    ) -> Iterator[Event]:
        """Answer a question as events: the passages found, the answer piece by piece, and the whole answer last.

        Args:
            question: 1 to 2,000 characters.
            documents: Look only in these documents; None for all.
            history: The turns before this one, oldest first; the last six count.
            limit: How many citations at most, 1 to 10.
            explain: Whether the answer lists the passages that were considered.
        """
        started = time.perf_counter()
        _check(question)
        for _ in range(_TRIES):
            catalogue = self.library.documents()
            query = self._understand(question, catalogue, documents, history)
            hits, readings, decision = self._find(query, catalogue, limit)
            considered = _considered(hits, readings, catalogue)
            yield PassagesFound(considered)
            # Text that was deleted or changed while it was read is never quoted: then the question is answered anew.
            citations = cite(self.library, decision.readings)
            if citations is not None:
                break
        else:
            raise AnswerError("The library is changing too fast to quote from.", "Ask again in a moment.")
        words = compose(query.kind, citations) if citations else decision.words
        yield from _pieces(words)
        took = round((time.perf_counter() - started) * 1000)
        shown = considered if explain else ()
        confidence, refused = round(decision.confidence, 4), not citations
        yield Done(Answer(question, query.text, words, refused, decision.reason, confidence, citations, shown, catalogue.generation, took))

    def _understand(self, question: str, catalogue: Catalogue, documents: Collection[str] | None, history: Sequence[Turn]) -> Query:
        for id in documents or ():
            if id not in catalogue:
                raise UnknownDocument(f"No document has the id {id}.", "See the ids: quoth list")
        return understand(question, history[-6:], self._names_of(catalogue), self._occurs, documents)

    def _find(self, query: Query, catalogue: Catalogue, limit: int) -> tuple[list[Hit], list[Reading], Decision]:
        refused = refuse_early(query, len(catalogue))
        if refused is not None:
            return [], [], refused
        limit = min(limit, MOST_CITATIONS)
        parts = self._parts(query, catalogue)
        if len(parts) > 1:
            found = [self._find_part(part, catalogue, limit) for part in parts]
            hits, readings = [hit for some, _, _ in found for hit in some], [reading for _, some, _ in found for reading in some]
            return hits, readings, join([decision for _, _, decision in found], limit, only_best=query.several and is_choice(query))
        return self._find_part(query, catalogue, limit)

    def _parts(self, query: Query, catalogue: Catalogue) -> list[Query]:
        """Return what is to be answered one by one: the questions in one, or the stories that are set side by side."""
        if query.several and query.documents is not None and len(query.documents) <= _SIDE_BY_SIDE:
            return [self._side(query, id, catalogue) for id in sorted(query.documents)]
        names = self._names_of(catalogue)
        return [understand(part, [], names, self._occurs, query.documents) for part in query.parts] or [query]

    def _side(self, query: Query, document: str, catalogue: Catalogue) -> Query:
        """Return what a question that sets stories side by side asks of one of them."""
        if only_compares(query) and not is_choice(query):
            return replace(query, documents=frozenset([document]), several=False, parts=(), kind="about")
        text = alone(query, document)
        if text != query.text:
            return understand(text, [], self._names_of(catalogue), self._occurs, [document])
        return replace(query, documents=frozenset([document]), several=False, parts=())

    def _find_part(self, query: Query, catalogue: Catalogue, limit: int) -> tuple[list[Hit], list[Reading], Decision]:
        refused = refuse_early(query, len(catalogue))
        if refused is not None:
            return [], [], refused
        told = overview(query, self.library, catalogue) if query.kind in KINDS else None
        if told is not None:
            return [], [], replace(told, readings=told.readings[:limit])
        hits = self.library.search(query.text, _CONSIDERED, query.documents)
        readings = self._reader.read(query, windows(hits, _READ, catalogue))
        return hits, readings, decide(query, readings, self._reader.threshold, limit)

    def _names_of(self, catalogue: Catalogue) -> Names:
        known = self._names
        if known is None or known[0] is not catalogue:
            known = (catalogue, Names.of(self.library, catalogue))
            self._names = known
        return known[1]

    def _occurs(self, word: str) -> bool:
        """Tell whether a word stands in the library, letter by letter but for capitals."""
        entries = self.library.passages([ranked.id for ranked in self.library.engine.lexical(word, _CONSIDERED)])
        wanted = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
        return any(wanted.search(entry.passage.text) for entry in entries.values())


def open_chatbot(folder: Path, embedder: str | None = None, *, create: bool = True) -> Chatbot:
    """Open the library in a folder for asking.

    Args:
        folder: The library's folder.
        embedder: Name or folder of a sentence-transformers model; None for the one that comes with Quoth.
        create: Whether to make the library where there is none.
    """
    model = SentenceEmbedder(embedder)
    library = Library.open(folder, model, create=create)
    return Chatbot(library, TrainedReader(ReaderNetwork()))


def _check(question: str) -> None:
    if not any(c.isalnum() for c in question):
        raise QuestionEmpty("The question holds no words.", "Ask in plain words, for instance: Where was Lily born?")
    if len(question) > LONGEST:
        raise QuestionTooLong(f"The question is {len(question):,} characters long; the most is {LONGEST:,}.", "Ask it in fewer words.")


def _considered(hits: Sequence[Hit], readings: Sequence[Reading], catalogue: Catalogue) -> tuple[Considered, ...]:
    scores: dict[int, float] = {}
    for reading in readings:
        for row in reading.window.rows:
            # Rounded, for the last digits of a vector depend on what it was embedded together with.
            scores[row] = max(scores.get(row, -math.inf), round(reading.score, 4))
    return tuple(
        Considered(
            hit.passage.document_id, catalogue[hit.passage.document_id].title if hit.passage.document_id in catalogue else "",
            hit.passage.start, hit.passage.end, hit.passage.text,
            hit.dense_rank, hit.dense_score, hit.lexical_rank, hit.lexical_score, hit.rank, hit.score, scores.get(hit.id),
        )
        for hit in hits
    )  # fmt: skip


def _pieces(words: str) -> Iterator[Event]:
    lines = words.splitlines(keepends=True)
    yield from (Delta(line) for line in lines)


