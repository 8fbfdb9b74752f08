"""Where the expected quotes stand in a library."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus import normalise
from index import Library

from .question import Place, Problem, Question

_SHOWN = 60


def placed(questions: Sequence[Question], library: Library) -> list[Question | Problem]:
    """Look up the documents that questions name and the places of their quotes; white space makes no difference.

    Returns:
        The questions with their places, by line, and every problem: an unknown document, a quote that its document doesn't hold.

    Raises:
        LibraryError: The library cannot be read.
    """
    problems = {question.line: list(_unknown(question, library)) for question in questions}
    sought = {question: _where(question, library) for question in questions if question.quotes and not problems[question.line]}
    places: dict[Question, list[tuple[str, Place]]] = {question: [] for question in sought}
    # By document, so that each is read once and one is held at a time.
    for id in sorted(set().union(*sought.values())):
        text = _Squeezed(library.document(id).text)
        for question in (asked for asked, ids in sought.items() if id in ids):
            places[question] += [(quote, Place(id, *span)) for quote in question.quotes for span in text.find(quote)]
    for question, found in places.items():
        held = {quote for quote, _ in found}
        problems[question.line] += [_not_there(question, quote) for quote in question.quotes if quote not in held]
    made: list[Question | Problem] = []
    for question in sorted(questions, key=lambda question: question.line):
        made += problems[question.line] or [replace(question, places=tuple(place for _, place in places.get(question, [])))]
    return made


def _where(question: Question, library: Library) -> frozenset[str]:
    """Return the documents that a question's quotes are looked for in: its own; without one, all that are asked."""
    return frozenset([question.document] if question.document is not None else question.restrict or library.documents())


def _unknown(question: Question, library: Library) -> Iterator[Problem]:
    known = library.documents()
    for id in question.documents:
        if id not in known:
            near = difflib.get_close_matches(id, known, n=1)
            yield Problem(question.line, f"No document has the id {id}.", f"Did you mean {near[0]}?" if near else "See the ids: quoth list")


def _not_there(question: Question, quote: str) -> Problem:
    shown = quote if len(quote) <= _SHOWN else f"{quote[:_SHOWN].rstrip()}…"
    expected = "Copy the words from the text, letter by letter (quoth show prints it); only white space may differ."
    holder = f"The document {question.document} doesn't hold" if question.document is not None else "No document holds"
    return Problem(question.line, f"{holder} the quote “{' '.join(shown.split())}”.", expected)


class _Squeezed:
    """A text without its white space that remembers where its characters stood."""

    def __init__(self, text: str) -> None:
        self._at = [at for at, character in enumerate(text) if not character.isspace()]
        self._text = "".join(text.split())

    def find(self, words: str) -> list[tuple[int, int]]:
        """Return every range of the text that holds these words, in order."""
        wanted = "".join(normalise(words).split())
        spans, start = [], self._text.find(wanted) if wanted else -1
        while start >= 0:
            spans.append((self._at[start], self._at[start + len(wanted) - 1] + 1))
            start = self._text.find(wanted, start + 1)
        return spans
