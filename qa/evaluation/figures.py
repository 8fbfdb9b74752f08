"""The figures by name: how each is made from results, and which of them had better be low."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .measures import auroc, calibration_error, mean, percentile, reliability, risk_area, risk_coverage
from .result import Result

Values = list[float]
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure's value and how many questions it rests on."""

    value: float
    questions: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        name: Its key in JSON and in floors.
        group: Under which heading it stands.
        meaning: What it says, in a few words.
        measure: Makes it from results; None where they lack what it needs.
        is_low_better: Whether a floor for it is a ceiling.
    """

    name: str
    group: str
    meaning: str
    measure: Callable[[Sequence[Result]], Measured | None]
    is_low_better: bool = False

    def falls_short(self, value: float, floor: float) -> bool:
        """Tell whether a value is on the wrong side of its floor; just on it is enough."""
        return value > floor if self.is_low_better else value < floor


def figures(results: Sequence[Result]) -> dict[str, Measured]:
    """Return every figure that the results can tell, rounded to four places, in the order of `FIGURES`."""
    measured = {figure.name: figure.measure(results) for figure in FIGURES}
    return {name: Measured(round(each.value, _PLACES), each.questions) for name, each in measured.items() if each is not None}


def _average(pick: Callable[[Result], float | None]) -> Callable[[Sequence[Result]], Measured | None]:
    """Make the measure that averages what `pick` says of each result, leaving out where it says None."""

    def measure(results: Sequence[Result]) -> Measured | None:
        values = _known(map(pick, results))
        average = mean(values)
        return None if average is None else Measured(average, len(values))

    return measure


def _known(values: Iterable[float | None]) -> Values:
    return [float(value) for value in values if value is not None]


def _within(rank: int | None, first: int) -> bool | None:
    return None if rank is None else 1 <= rank <= first


def _reciprocal(rank: int | None) -> float | None:
    return None if rank is None else 1 / rank if rank else 0.0


def _ranked(name: str, group: str, what: str, pick: Callable[[Result], int | None]) -> list[Figure]:
    """Recall among the first 1, 3, 5 and 10, and the mean reciprocal rank."""

    def recall(first: int) -> Callable[[Sequence[Result]], Measured | None]:
        return _average(lambda result: _within(pick(result), first))

    made = [Figure(f"{name}recall_{first}", group, f"{what} is among the first {first}", recall(first)) for first in (1, 3, 5, 10)]
    return [*made, Figure(f"{name}mrr", group, f"mean reciprocal rank of {what}", _average(lambda result: _reciprocal(pick(result))))]


def _auroc(results: Sequence[Result]) -> Measured | None:
    told = [result.told for result in results if not result.question.unanswerable]
    untold = [result.told for result in results if result.question.unanswerable]
    value = auroc(told, untold)
    return None if value is None else Measured(value, len(results))


def _risk_area(results: Sequence[Result]) -> Measured | None:
    known = [result for result in results if result.right is not None]
    answers = [(result.confidence, bool(result.right)) for result in known if not result.abstained]
    value = risk_area(risk_coverage(answers, len(known))) if known else None
    return None if value is None else Measured(value, len(answers))


def _calibration_error(results: Sequence[Result]) -> Measured | None:
    decisions = [(result.confidence, result.right) for result in results if result.right is not None]
    value = calibration_error(reliability(decisions))
    return None if value is None else Measured(value, len(decisions))


def _latency(share: float) -> Callable[[Sequence[Result]], Measured | None]:
    def measure(results: Sequence[Result]) -> Measured | None:
        times = _known(result.milliseconds for result in results)
        value = percentile(times, share)
        return None if value is None else Measured(round(value, 1), len(times))

    return measure


FIGURES: tuple[Figure, ...] = (
    *_ranked("", "Search", "a passage with the quote", lambda result: result.passage_rank),
    *_ranked("story_", "Search", "a passage of the story", lambda result: result.story_rank),
    Figure("exact_match", "Words", "the words that answer are an expected answer", _average(lambda result: result.exact)),
    Figure("token_f1", "Words", "F1 of the words that answer and an expected answer", _average(lambda result: result.f1)),
    Figure("rouge_l", "Words", "ROUGE-L F1 of the same, words not stemmed", _average(lambda result: result.rouge)),
    Figure("quote_first", "Sources", "the first quote is in the right place", _average(lambda result: result.first_quote)),
    Figure("quote_any", "Sources", "any quote is", _average(lambda result: result.any_quote)),
    Figure(
        "wrong_story", "Sources", "of those answered: the first quote is from another story",
        _average(lambda result: None if result.story is None else not result.story), True,
    ),
    Figure("right", "Deciding", "the decision to answer so, or to abstain, was right", _average(lambda result: result.right)),
    Figure(
        "abstained_answerable", "Deciding", "abstained, though the stories tell",
        _average(lambda result: None if result.question.unanswerable else result.abstained), True,
    ),
    Figure(
        "abstained_unanswerable", "Deciding", "abstained where the stories don't tell",
        _average(lambda result: result.abstained if result.question.unanswerable else None),
    ),
    Figure("auroc", "Deciding", "confidence tells what is told from what is not", _auroc),
    Figure("risk_area", "Deciding", "mean share of wrong answers along the risk-coverage curve", _risk_area, True),
    Figure("ece", "Deciding", "expected calibration error of the confidence", _calibration_error, True),
    Figure("latency_p50", "Time", "milliseconds from question to answer, median", _latency(0.5), True),
    Figure("latency_p95", "Time", "the same, 95 of 100", _latency(0.95), True),
)  # fmt: skip
