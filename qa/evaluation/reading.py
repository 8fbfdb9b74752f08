"""From a file of questions to questions that can be asked of a library."""

from pathlib import Path

from corpus import QuothError
from index import Library

from .fields import question
from .places import placed
from .question import Problem, Question, QuestionsWrong
from .rows import rows


def read_questions(path: Path, library: Library) -> tuple[Question, ...]:
    """Read a questions file (`.csv`, else JSON Lines) and look up its documents and quotes.

    Raises:
        QuestionsWrong: Something is wrong with the file; all of it is said at once.
        QuothError: There is no such file.
        LibraryError: The library cannot be read.
    """
    if not path.exists() or path.is_dir():
        raise QuothError(f"There is no file {path}.", "Name a file of questions, .jsonl or .csv; quoth eval --help shows the format.")
    read = rows(path.read_bytes(), is_csv=path.suffix.lower() == ".csv")
    problems = [row for row in read if isinstance(row, Problem)]
    made: list[Question] = []
    for row in read:
        if not isinstance(row, Problem):
            became = question(row)
            if isinstance(became, Question):
                made.append(became)
            else:
                problems += became
    found = placed(made, library)
    problems += [each for each in found if isinstance(each, Problem)]
    if problems:
        raise QuestionsWrong(path.name, problems)
    return tuple(each for each in found if isinstance(each, Question))
