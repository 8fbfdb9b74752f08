"""Which stories a question may have meant."""

import pytest

from qa import Answer, Citation, Considered, meant


def _passage(document: str, score: float | None) -> Considered:
    return Considered(document, document.title(), 0, 9, "Once upon", 1, 0.5, 1, 2.0, 1, 7.0, score)


def _answer(cited: tuple[str, ...], *passages: Considered, abstained: bool = False) -> Answer:
    citations = tuple(Citation(number, id, id.title(), f"{id}.txt", 0, 4, "Once", 0, 4) for number, id in enumerate(cited, 1))
    return Answer("Who?", "Who?", "Somebody.", abstained, None, 0.5, citations, passages, 1, 1)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (_answer(("lily",)), ["lily"]),
        (_answer(("lily", "iris")), ["lily", "iris"]),
        (_answer(("lily",), _passage("lily", 8.6), _passage("iris", 8.0), _passage("fox", None)), ["lily", "iris"]),
        (_answer(("lily",), _passage("lily", 8.6), _passage("iris", 6.5)), ["lily"]),
        (_answer(("lily",), _passage("lily", -9.0), _passage("lily", 8.6), _passage("iris", 7.0), _passage("fox", 8.0)), ["lily", "fox", "iris"]),
        (_answer((), _passage("lily", 8.6), _passage("iris", 8.0), abstained=True), []),
    ],
)
def test_the_stories_quoted_and_those_read_nearly_as_well(answer: Answer, expected: list[str]) -> None:
    assert meant(answer) == expected
