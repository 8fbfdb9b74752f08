"""Questions for the chat page: what one might ask first, and what next."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from corpus import Passage, QuothError
from index import Catalogue, DocumentRecord, terms

from ..answer import Answer
from ..chatbot import Chatbot
from ..names import Names
from .general import general
from .memory import Memory, Story
from .order import after, spread, vague
from .tales import Made, made

FLOOR = 0.5
_TRIES, _VAGUE_TRIES = 24, 6
_ENOUGH = 3
# Passages that questions are made of: a story of more is looked into here and there.
_MOST_PASSAGES = 80
_STRETCH = 4
_BEFORE, _AFTER = 6, 60
_OPENING = 3
# How many stories are looked at for each that is to be started with: some have nothing to ask at once.
_ROUNDS = 3
# Two questions that share more of their words than this are nearly one.
_ALIKE = 0.6
_ASKING = re.compile(r"\b(?:who|whom|what|where|when|why|how|many|did|does|do|was|were|is|are|had|has|have)\b", re.IGNORECASE)


class Suggestions:
    """Makes questions from the stories of a library that the library answers. Safe to use from several threads.

    Args:
        chatbot: What answers them.
    """

    def __init__(self, chatbot: Chatbot) -> None:
        self._chatbot = chatbot
        self._memory = Memory()
        self._names: tuple[Catalogue, Names] | None = None

    def of(self, document: str, asked: Collection[str] = (), near: int | None = None) -> Iterator[str]:
        """Yield questions that a story answers, best first, each verified by asking it; nothing for a document that is not there.

        Verifying takes the time of an answer, so take no more than are shown. What was verified stays known when this is left off.

        Args:
            document: Id of the story.
            asked: Questions that were asked before: neither they nor their like come again.
            near: An offset in the story; questions about what comes after it come first.
        """
        try:
            yield from self._of(document, asked, near)
        except QuothError:
            return  # the library was closed or changed under the question: there is nothing to suggest

    def starters(self, most: int = 4) -> Iterator[str]:
        """Yield starter questions as `of` does, at most `most`, one of each story looked at before a second of any.

        Those that name nobody and nothing in particular, as `Who killed the giant?`, come last: there is no story before one's eyes yet.
        """
        catalogue = self._chatbot.library.documents()
        given: list[str] = []
        waiting = [self.of(record.id, given) for record in self._looked_at(catalogue, most)]
        held: list[str] = []
        while waiting and len(given) < most:
            story = waiting.pop(0)
            question = next(story, None)
            if question is None or question in given:
                continue
            waiting.append(story)
            if not _particular(question) and len(held) < most:
                held.append(question)
                continue
            given.append(question)
            yield question
        yield from islice((question for question in held if question not in given), max(0, most - len(given)))

    def start(self, most: int = 4) -> list[str]:
        """Return starter questions, at most `most`, without asking any: of every story looked at the best one known, else a general one.

        Stories that have verified questions come first, then others from all over the library. Takes some milliseconds.
        """
        catalogue = self._chatbot.library.documents()
        every = (self._told(record, catalogue) for record in self._looked_at(catalogue, most))
        told = list(islice((questions for questions in every if questions), max(0, most)))
        rows = ([questions[place] for questions in told if place < len(questions)] for place in range(most))
        return list(dict.fromkeys(question for row in rows for question in row))[:most]

    def _of(self, document: str, asked: Collection[str], near: int | None) -> Iterator[str]:
        record = self._chatbot.library.documents().get(document)
        if record is None:
            return
        story, given = self._memory.of(record), _Given(asked)
        ordered = self._ordered(record, story, near)
        yield from self._verified(record, story, given, [one for one in ordered if not vague(one)][:_TRIES])
        for question in self._general(record, story):
            if len(given.questions) < _ENOUGH and given.new(question) and self._holds(record, story, question):
                given.add(question)
                yield question
        yield from self._verified(record, story, given, [one for one in ordered if vague(one)][:_VAGUE_TRIES])

    def _verified(self, record: DocumentRecord, story: Story, given: "_Given", ordered: Iterable[Made]) -> Iterator[str]:
        """Yield those of some questions that are not like one given before, and that Quoth answers as it should."""
        for one in ordered:
            if given.allows(one.candidate.question, one.start) and self._holds(record, story, one.candidate.question, one):
                given.add(one.candidate.question, one.start)
                yield one.candidate.question

    def _ordered(self, record: DocumentRecord, story: Story, near: int | None) -> list[Made]:
        if story.made is None:
            story.made = tuple(made(self._passages(record, _rows(record)), record.names))
        if near is None:
            return spread(story.made)
        if record.passages <= _MOST_PASSAGES:
            return after(story.made, near)
        at = record.first + min(record.passages, near * record.passages // max(1, record.characters))
        rows = [row for row in range(at - _BEFORE, at + _AFTER) if row in record.rows]
        return after(made(self._passages(record, rows), record.names), near)

    def _holds(self, record: DocumentRecord, story: Story, question: str, one: Made | None = None) -> bool:
        """Tell whether Quoth answers a question from this story, and from the very words that it was made of, if it was."""
        catalogue = self._chatbot.library.documents()
        if catalogue.get(record.id) != record:
            return False
        known = story.verdicts.get(question)
        if known is None or known[0] != catalogue.generation:
            answer = self._chatbot.ask(question, limit=1, mode="extractive")
            known = (answer.generation, _right(answer, record, one))
            story.verdicts[question] = known
        return known[1]

    def _general(self, record: DocumentRecord, story: Story) -> tuple[str, ...]:
        catalogue = self._chatbot.library.documents()
        known = story.general
        if known is None or known[0] != catalogue.generation:
            opening = "".join(passage.text for passage in self._passages(record, list(record.rows)[:_OPENING]))
            known = (catalogue.generation, tuple(general(record, catalogue, self._names_of(catalogue), opening)))
            story.general = known
        return known[1]

    def _names_of(self, catalogue: Catalogue) -> Names:
        known = self._names
        if known is None or known[0] is not catalogue:
            known = (catalogue, Names.of(self._chatbot.library, catalogue, known))
            self._names = known
        return known[1]

    def _passages(self, record: DocumentRecord, rows: list[int]) -> list[Passage]:
        return [entry.passage for _, entry in sorted(self._chatbot.library.passages(rows).items()) if entry.passage.document_id == record.id]

    def _looked_at(self, catalogue: Catalogue, most: int) -> list[DocumentRecord]:
        """Return the stories to start with: those with verified questions, and others at even distances; some more than are needed."""
        ids = sorted(catalogue)
        known = [id for id in ids if self._memory.known(catalogue[id])]
        step = max(1, len(ids) // max(1, most))
        rounds = (id for first in range(min(step, _ROUNDS)) for id in ids[first::step])
        return [catalogue[id] for id in dict.fromkeys([*known, *rounds])]

    def _told(self, record: DocumentRecord, catalogue: Catalogue) -> list[str]:
        known = self._memory.known(record)
        return sorted(known, key=lambda question: not _particular(question)) or list(self._general(record, self._memory.of(record)))


class _Given:
    """The questions that were given or asked, so that none comes twice in other words, nor two about one sentence."""

    def __init__(self, asked: Collection[str]) -> None:
        self.questions: list[str] = []
        self._asked = {question.casefold() for question in asked}
        self._words = [_words(question) for question in asked]
        self._sentences: set[int] = set()

    def allows(self, question: str, sentence: int | None = None) -> bool:
        mine = _words(question)
        return sentence not in self._sentences and not any(_alike(mine, other) for other in self._words)

    def new(self, question: str) -> bool:
        """Tell whether a question is none of those given, however much it is like one: how a story begins is not how it ends."""
        return question.casefold() not in self._asked

    def add(self, question: str, sentence: int | None = None) -> None:
        self.questions.append(question)
        self._asked.add(question.casefold())
        self._words.append(_words(question))
        if sentence is not None:
            self._sentences.add(sentence)


def _particular(question: str) -> bool:
    """Tell whether a question names somebody or something."""
    return any(word[0].isupper() for word in question.split()[1:])


def _right(answer: Answer, record: DocumentRecord, one: Made | None) -> bool:
    if answer.abstained or answer.confidence < FLOOR or answer.understood_as != answer.question:
        return False
    cited = answer.citations[0]
    if cited.document_id != record.id or one is None:
        return cited.document_id == record.id
    start, end = one.answer
    return cited.start < one.end and one.start < cited.end and cited.answer_start < end and start < cited.answer_end


def _rows(record: DocumentRecord) -> list[int]:
    """Return the passages that questions are made of: all, or short stretches at even distances."""
    if record.passages <= _MOST_PASSAGES:
        return list(record.rows)
    stretches = _MOST_PASSAGES // _STRETCH
    firsts = (place * (record.passages - _STRETCH) // (stretches - 1) for place in range(stretches))
    return [record.first + first + offset for first in firsts for offset in range(_STRETCH)]


def _words(question: str) -> frozenset[str]:
    return frozenset(terms(_ASKING.sub(" ", question)))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return one == other or len(one & other) > _ALIKE * len(one | other)
