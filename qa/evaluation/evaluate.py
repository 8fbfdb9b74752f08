"""A chatbot over a file of questions: one result each, and what they come to."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from index import Library

from ..chatbot import Chatbot
from .figures import Measured, figures
from .measures import Bin, RiskPoint, reliability, risk_coverage
from .question import Question
from .result import Result, judge

UNNAMED = "-"
_LIMIT = 3
_PLACES = 4


def evaluate(chatbot: Chatbot, questions: Sequence[Question]) -> Iterator[Result]:
    """Ask question after question and judge the answers in the stories' own words, each as soon as it is there.

    The first of several loads what the chatbot needs, so its time is not taken down.

    Raises:
        AnswerError: The library is changing too fast to quote from.
        LibraryError: The library cannot be read, or lost a document meanwhile.
    """
    text_of = _texts(chatbot.library)
    for number, question in enumerate(questions):
        started = time.perf_counter()
        answer = chatbot.ask(question.text, documents=question.restrict, explain=True, limit=_LIMIT, mode="extractive")
        took = (time.perf_counter() - started) * 1000
        yield judge(question, answer, took if number or len(questions) == 1 else None, text_of)


def _texts(library: Library) -> Callable[[str], str]:
    """Return what reads texts by id, each once as long as the library stays as it is."""
    texts: dict[tuple[int, str], str] = {}

    def text_of(id: str) -> str:
        key = (library.generation, id)
        if key not in texts:
            texts[key] = library.document(id).text
        return texts[key]

    return text_of


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All results of a file of questions, in its order, and of which library.

    Attributes:
        name: The file's name.
        results: One for each question.
        documents: How many documents the library holds.
        generation: The library's commit count.
    """

    name: str
    results: tuple[Result, ...]
    documents: int
    generation: int

    @property
    def unanswerable(self) -> int:
        """How many of the questions the stories don't answer."""
        return sum(result.question.unanswerable for result in self.results)

    @property
    def figures(self) -> dict[str, Measured]:
        """The figures over all questions; one that lacks what it is made from is not there."""
        return figures(self.results)

    @property
    def kinds(self) -> dict[str, tuple[int, dict[str, Measured]]]:
        """For every kind, by name, how many questions it has and their figures; what has no kind is `-`. Empty if no question has one."""
        if all(result.question.kind is None for result in self.results):
            return {}
        sorted_in: dict[str, list[Result]] = {}
        for result in self.results:
            sorted_in.setdefault(result.question.kind or UNNAMED, []).append(result)
        return {kind: (len(results), figures(results)) for kind, results in sorted(sorted_in.items())}

    @property
    def _decisions(self) -> list[tuple[Result, bool]]:
        return [(result, result.right) for result in self.results if result.right is not None]

    @property
    def risk_coverage(self) -> list[RiskPoint]:
        """The curve over all questions of which it is known whether the decision was right."""
        decisions = self._decisions
        return risk_coverage([(result.confidence, right) for result, right in decisions if not result.abstained], len(decisions))

    @property
    def reliability(self) -> list[Bin]:
        """Confidence against truth, of the same questions, in ten ranges."""
        return reliability([(result.confidence, right) for result, right in self._decisions])

    @property
    def misses(self) -> list[Result]:
        """Every wrong decision, the most confident first."""
        return sorted((result for result in self.results if result.miss is not None), key=lambda result: (-result.confidence, result.question.line))

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain values, ready for `json.dumps`."""
        measured = self.figures
        return {
            "file": self.name,
            "library": {"documents": self.documents, "generation": self.generation},
            "questions": len(self.results),
            "unanswerable": self.unanswerable,
            "figures": {name: each.value for name, each in measured.items()},
            "measured_on": {name: each.questions for name, each in measured.items()},
            "kinds": {
                kind: {"questions": count, "figures": {name: each.value for name, each in found.items()}}
                for kind, (count, found) in self.kinds.items()
            },
            "risk_coverage": [_rounded(asdict(point)) for point in self.risk_coverage],
            "reliability": [_rounded(asdict(each)) for each in self.reliability],
            "misses": [result.as_dict() for result in self.misses],
        }  # fmt: skip


def _rounded(values: dict[str, float | None]) -> dict[str, float | None]:
    return {name: value if value is None else round(value, _PLACES) for name, value in values.items()}
