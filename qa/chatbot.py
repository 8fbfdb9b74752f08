"""The chatbot: one path from a question to an answer, `stream`; `ask` drains it."""

import math
import re
import time
from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from index import Catalogue, Hit, Library, UnknownDocument, open_embedder

from .alternatives import alone, is_choice
from .answer import Answer, Considered, Delta, Done, Event, Mode, PassagesFound, Turn, Waiting
from .cite import cite
from .compose import compose
from .decide import Decision, decide, join, refuse_early
from .errors import AnswerError, QuestionEmpty, QuestionTooLong
from .names import Names
from .overview import KINDS, only_compares, overview
from .reader import Reader, Reading, TrainedReader
from .reader_network import ReaderNetwork
from .understand import Query, understand
from .windows import Window, windows
from .wordings import alike, fused
from .writing import Draft, LanguageModel, Pen, Task

LONGEST = 2_000
MOST_CITATIONS = 10
_CONSIDERED = 20
_READ = 6
_SIDE_BY_SIDE = 4
_TRIES = 5
# A question of so many words may be worth searching for more than once.
_LONG = 15


class Chatbot:
    """Answers questions from a library. Safe to use from several threads.

    Args:
        library: Where the stories are.
        reader: What finds the answers in them.
        model: The language model that may write answers; None for none.
    """

    def __init__(self, library: Library, reader: Reader, model: LanguageModel | None = None) -> None:
        self.library = library
        self.model = model
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
        mode: Mode = "auto",
    ) -> Answer:
        """Answer a question: `stream`, drained.

        Raises:
            AnswerError: The question is empty or longer than 2,000 characters.
            UnknownDocument: One of `documents` is not in the library.
            LibraryError: The library cannot be read.
        """
        for event in self.stream(question, documents=documents, history=history, limit=limit, explain=explain, mode=mode):
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
        mode: Mode = "auto",
    ) -> Iterator[Event]:
        """Answer a question as events: the passages found, the answer piece by piece, and the whole answer last.

        Args:
            question: 1 to 2,000 characters.
            documents: Look only in these documents; None for all.
            history: The turns before this one, oldest first; the last six count.
            limit: How many citations at most, 1 to 10.
            explain: Whether the answer lists the passages that were considered.
            mode: `extractive` for the stories' own words, `model` for a language model's, each sentence checked, `auto` for these where there is a
                model. A model that fails, or of which no sentence is borne out, leaves the extractive answer and a notice.
        """
        started = time.perf_counter()
        _check(question)
        pen = Pen(self.model, mode)
        for _ in range(_TRIES):
            catalogue = self.library.documents()
            queries = yield from self._understand(question, catalogue, documents, history, pen)
            query, hits, readings, decision = self._find_best(queries, catalogue, limit)
            considered = _considered(hits, readings, catalogue)
            yield PassagesFound(considered)
            written = yield from self._written(query, readings, decision, catalogue, limit, pen)
            # Text that was deleted or changed while it was read is never quoted: then the question is answered anew.
            citations = cite(self.library, written.readings if written else decision.readings)
            if citations is not None:
                break
            pen.rest()
        else:
            raise AnswerError("The library is changing too fast to quote from.", "Ask again in a moment.")
        words = compose(query.kind, citations) if citations else decision.words
        if written is None:
            yield from _pieces(words)
        took = round((time.perf_counter() - started) * 1000)
        yield Done(
            Answer(
                question, query.text, written.text if written else words, not citations, decision.reason, round(decision.confidence, 4), citations,
                considered if explain else (), catalogue.generation, took,
                "model" if written else "extractive", pen.dropped.total(), pen.notice if citations or pen.void else None,
            )
        )  # fmt: skip

    def _understand(
        self, question: str, catalogue: Catalogue, documents: Collection[str] | None, history: Sequence[Turn], pen: Pen
    ) -> Generator[Waiting, None, list[Query]]:
        """Return the question made to stand alone: by the rules, and by the language model where that gives another one."""
        for id in documents or ():
            if id not in catalogue:
                raise UnknownDocument(f"No document has the id {id}.", "See the ids: quoth list")
        turns, names = history[-6:], self._names_of(catalogue)
        query = understand(question, turns, names, self._occurs, documents)
        reworded = (yield from pen.reword(question, turns)) if turns else None
        if reworded is None or alike(reworded, query.text):
            return [query]
        return [query, replace(understand(reworded, [], names, self._occurs, documents), question=question)]

    def _find_best(self, queries: Sequence[Query], catalogue: Catalogue, limit: int) -> tuple[Query, list[Hit], list[Reading], Decision]:
        """Answer a question that was understood in several ways: passages are searched for all of them, and the surest answer counts."""
        others = [query.text for query in queries]
        found = [(query, *self._find(query, catalogue, limit, [text for text in others if text != query.text])) for query in queries]
        return max(found, key=lambda one: (bool(one[3].readings), one[3].confidence if one[3].readings else 0.0))

    def _written(
        self, query: Query, readings: Sequence[Reading], decision: Decision, catalogue: Catalogue, limit: int, pen: Pen
    ) -> Generator[Delta | Waiting, None, Draft | None]:
        """Have the answer written by the language model, if one is wanted and the stories tell; None where it is to be told in their own words."""
        if not decision.readings:
            return None

        def further(words: str) -> list[Window]:
            return windows(self.library.search(words[:LONGEST], _CONSIDERED, query.documents), _READ, catalogue)

        # The reader chose the story; a model that is shown no other cannot take its words from another.
        chosen = {reading.window.document_id for reading in decision.readings}
        told = list(dict.fromkeys(one.window for one in (*decision.readings, *readings) if one.window.document_id in chosen))
        wide = query.several or bool(query.parts) or query.kind == "compare" or len(query.text.split()) >= _LONG

        task = Task(query.text, told, decision.readings[0], min(limit, MOST_CITATIONS), self._text, self._stands, further if wide else None)
        return (yield from pen.write(task))

    def _text(self, id: str) -> str:
        try:
            return self.library.document(id).text
        except UnknownDocument:  # it was removed a moment ago
            return ""

    def _stands(self, reading: Reading) -> bool:
        return cite(self.library, [reading]) is not None

    def _find(
        self, query: Query, catalogue: Catalogue, limit: int, others: Sequence[str] = ()
    ) -> tuple[list[Hit], list[Reading], Decision]:
        refused = refuse_early(query, len(catalogue))
        if refused is not None:
            return [], [], refused
        limit = min(limit, MOST_CITATIONS)
        parts = self._parts(query, catalogue)
        if len(parts) > 1:
            found = [self._find_part(part, catalogue, limit) for part in parts]
            hits, readings = [hit for some, _, _ in found for hit in some], [reading for _, some, _ in found for reading in some]
            return hits, readings, join([decision for _, _, decision in found], limit, only_best=query.several and is_choice(query))
        return self._find_part(query, catalogue, limit, others)

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

    def _find_part(
        self, query: Query, catalogue: Catalogue, limit: int, others: Sequence[str] = ()
    ) -> tuple[list[Hit], list[Reading], Decision]:
        refused = refuse_early(query, len(catalogue))
        if refused is not None:
            return [], [], refused
        told = overview(query, self.library, catalogue) if query.kind in KINDS else None
        if told is not None:
            return [], [], replace(told, readings=told.readings[:limit])
        hits = fused([self.library.search(text, _CONSIDERED, query.documents) for text in (query.text, *others)])[:_CONSIDERED]
        readings = self._reader.read(query, windows(hits, _READ, catalogue))
        return hits, readings, decide(query, readings, self._reader.threshold, limit)

    def _names_of(self, catalogue: Catalogue) -> Names:
        known = self._names
        if known is None or known[0] is not catalogue:
            known = (catalogue, Names.of(self.library, catalogue, known))
            self._names = known
        return known[1]

    def _occurs(self, word: str) -> bool:
        """Tell whether a word stands in the library, letter by letter but for capitals."""
        entries = self.library.passages([ranked.id for ranked in self.library.engine.lexical(word, _CONSIDERED)])
        wanted = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
        return any(wanted.search(entry.passage.text) for entry in entries.values())


def open_chatbot(
    where: Path | str, embedder: str | None = None, *, create: bool = True, model: LanguageModel | None = None, token: str = ""
) -> Chatbot:
    """Open a library for asking.

    Args:
        where: The library's folder, or the address of a Milvus cluster.
        embedder: `static`, or name or folder of a sentence-transformers model; None for the one that comes with Quoth.
        create: Whether to make the library where there is none.
        model: The language model that may write answers, a `RemoteModel` for instance; None for none.
        token: What a cluster wants to be shown.
    """
    library = Library.open(where, open_embedder(embedder), create=create, token=token)
    return Chatbot(library, TrainedReader(ReaderNetwork()), model)


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


