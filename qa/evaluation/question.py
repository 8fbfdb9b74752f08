"""A question with what is expected of its answer, and what can be wrong with a file of them."""

from dataclasses import dataclass

from corpus import QuothError

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A range of a document's text, offsets in code points."""

    document: str
    start: int
    end: int

    def touches(self, document: str, start: int, end: int) -> bool:
        """Tell whether a range of a document shares a character with this one."""
        return document == self.document and start < self.end and end > self.start


@dataclass(frozen=True, slots=True)
class Question:
    """One row of a questions file.

    Attributes:
        line: Number of the line where the row begins, from 1.
        text: The question, 1 to 2,000 characters with at least one word.
        id: What the file calls it; the line's number where it has no name.
        document: Id of the story that answers it, None where the file names none.
        answers: Short answers as people give them, best first.
        quotes: Words of the document that prove the answer; any of them counts.
        unanswerable: Whether the stories don't tell.
        kind: Label for the breakdown; None where there is none.
        restrict: Ids of the only documents to ask; None for all.
        other: Id of the document that tells what the question ascribes to somebody else; None where there is none.
        places: Where the quotes stand in the document, every occurrence; empty until they were looked up.
    """

    line: int
    text: str
    id: str
    document: str | None = None
    answers: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    unanswerable: bool = False
    kind: str | None = None
    restrict: tuple[str, ...] | None = None
    other: str | None = None
    places: tuple[Place, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """Every document id that the row mentions, each once."""
        mentioned = (self.document, *(self.restrict or ()), self.other)
        return tuple(dict.fromkeys(id for id in mentioned if id is not None))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line (counted from 1) and what should stand there instead, a sentence each."""

    line: int
    what: str
    expected: str


class QuestionsWrong(QuothError):
    """A questions file cannot be used; nothing was asked.

    Args:
        name: The file's name.
        problems: All that is wrong with it, at least one.

    Attributes:
        listed: The first 20 problems, as lines `NAME:LINE: WHAT EXPECTED`; empty when there is only one, which is then the message itself.
    """

    def __init__(self, name: str, problems: list[Problem]) -> None:
        first, *others = ordered = sorted(problems, key=lambda problem: problem.line)
        self.problems = tuple(ordered)
        self.listed: list[str] = []
        if not others:
            super().__init__(f"{name}, line {first.line}: {first.what}", first.expected)
            return
        self.listed = [f"{name}:{problem.line}: {problem.what} {problem.expected}" for problem in ordered[:MOST_LISTED]]
        shown = f"; the first {MOST_LISTED} are listed above" if len(ordered) > MOST_LISTED else ""
        super().__init__(f"{name} has {len(ordered)} problems{shown}. Nothing was asked.", "Correct these lines; quoth eval --help shows the format.")
