"""Answers held against what was expected, and the figures that come of it, worked out by hand."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import discover
from index import Library
from qa import Answer, Chatbot, Citation, Considered, Mode, Turn
from qa.evaluation import FIGURES, MISSES, Evaluation, Measured, Question, Result, RiskPoint, evaluate
from qa.evaluation.figures import figures
from qa.evaluation.question import Place
from qa.evaluation.result import judge
from tests.conftest import PROJECT, WordReader

TEXTS = {"tale": "The fox lived in a red barn. He feared the old dog.", "song": "Mina sang by the river."}
BARN = Question(1, "Where?", "1", "tale", ("a red barn",), ("red barn",), places=(Place("tale", 19, 27),))


def cited(document: str, start: int, end: int, answer: tuple[int, int] | None = None) -> Citation:
    """Quote a range of a text, the words that answer within it."""
    return Citation(1, document, "Tale", "tale.txt", start, end, TEXTS[document][start:end], *(answer or (start, end)))


def passage(document: str, start: int, end: int) -> Considered:
    """A passage that was considered."""
    return Considered(document, "Tale", start, end, TEXTS[document][start:end], 1, 0.5, None, None, 1, 0.5)


def said(*citations: Citation, confidence: float = 0.8, passages: Sequence[Considered] = ()) -> Answer:
    """An answer with these citations; an abstention without."""
    reason = None if citations else "low_confidence"
    return Answer("Where?", "Where?", "Words.", not citations, reason, confidence, citations, tuple(passages), 1, 7)


def judged(question: Question, answer: Answer, milliseconds: float | None = 5.0) -> Result:
    """Judge over the texts above."""
    return judge(question, answer, milliseconds, TEXTS.__getitem__)


FIRST, SECOND, SONG = cited("tale", 0, 28, (17, 27)), cited("tale", 29, 51), cited("song", 0, 23)


def test_a_right_answer() -> None:
    result = judged(BARN, said(FIRST, passages=[passage("song", 0, 23), passage("tale", 29, 51), passage("tale", 0, 29)]))
    assert result == Result(
        question=BARN, abstained=False, reason=None, confidence=0.8, answer="Words.", short="a red barn", quote="The fox lived in a red barn.",
        document="tale", passage_rank=3, story_rank=2, first_quote=True, any_quote=True, story=True, exact=1.0, f1=1.0, rouge=1.0, right=True,
        miss=None, milliseconds=5.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "answer", "first", "anywhere", "story", "right", "miss"),
    [
        (BARN, said(SECOND, FIRST), False, True, True, False, "place"),
        (BARN, said(SONG), False, False, False, False, "story"),
        (BARN, said(), False, False, None, False, "abstained"),
        (replace(BARN, places=(), quotes=()), said(FIRST), None, None, True, True, None),
        (replace(BARN, places=(), quotes=()), said(SECOND), None, None, True, False, "words"),
        (replace(BARN, places=(), quotes=()), said(SONG), None, None, False, False, "story"),
        (Question(1, "Who?", "1", "tale"), said(SECOND), None, None, True, True, None),
        (Question(1, "Who?", "1", "tale"), said(SONG), None, None, False, False, "story"),
        (Question(1, "Who?", "1"), said(SONG), None, None, None, None, None),
        (Question(1, "Who?", "1"), said(), None, None, None, False, "abstained"),
        (Question(1, "Who?", "1", unanswerable=True), said(), None, None, None, True, None),
        (Question(1, "Who?", "1", "tale", unanswerable=True, restrict=("song",)), said(SONG), None, None, None, False, "answered"),
    ],
)
def test_what_was_right_and_how_it_was_missed(
    question: Question, answer: Answer, first: bool | None, anywhere: bool | None, story: bool | None, right: bool | None, miss: str | None
) -> None:
    result = judged(question, answer)
    assert (result.first_quote, result.any_quote, result.story, result.right, result.miss) == (first, anywhere, story, right, miss)
    assert miss is None or miss in MISSES


def test_half_of_the_words_are_enough_where_only_words_are_expected() -> None:
    question = Question(1, "Where?", "1", answers=("barn", "an old red barn here"))
    results = [judged(question, said(cited("tale", 0, 28, span))) for span in ((17, 27), (4, 27))]
    # "a red barn" and "barn": 2 * 1 / (2 + 1); with the longer answer 2 * 2 / (2 + 4). "fox lived in a red barn": 2 * 2 / (5 + 4) at best.
    assert [(result.f1, result.right) for result in results] == [(2 / 3, True), (4 / 9, False)]


def test_an_abstention_scores_nothing_on_what_is_told() -> None:
    result = judged(BARN, said())
    assert (result.short, result.quote, result.document, result.exact, result.f1, result.rouge) == ("", "", None, 0.0, 0.0, 0.0)
    assert (result.passage_rank, result.story_rank) == (0, 0)


def test_an_abstention_is_confident_that_the_stories_do_not_tell() -> None:
    assert judged(BARN, said(confidence=0.75)).told == -0.75
    assert judged(BARN, said(FIRST, confidence=0.75)).told == 0.75


UNTOLD = Question(2, "Why?", "2", unanswerable=True, kind="why")
RESULTS = (
    judged(BARN, said(FIRST, confidence=0.9, passages=[passage("tale", 0, 29)]), None),
    judged(replace(BARN, line=3), said(SECOND, FIRST, confidence=0.6, passages=[passage("tale", 29, 51), passage("tale", 0, 29)]), 10.0),
    judged(replace(BARN, line=4), said(SONG, confidence=0.55, passages=[passage("song", 0, 23)]), 20.0),
    judged(replace(BARN, line=5), said(confidence=0.7, passages=[passage("song", 0, 23)] * 3 + [passage("tale", 0, 29)]), 30.0),
    judged(UNTOLD, said(confidence=0.8), 40.0),
    judged(replace(UNTOLD, line=6), said(SONG, confidence=0.6), 50.0),
)


def test_figures_by_value() -> None:
    # Ranks of the quote: 1, 2, none, 4. Short answers: "a red barn" (1), "He feared the old dog." (0), "Mina sang by the river." (0), none.
    # Told: 0.9, 0.6, 0.55, 0.3 against 0.2, 0.6: of eight pairs 1 + 0.5 in the second column's favour.
    # Answers by confidence: right 0.9, wrong 0.6 twice, wrong 0.55, among six questions.
    assert figures(RESULTS) == {
        "recall_1": Measured(0.25, 4), "recall_3": Measured(0.5, 4), "recall_5": Measured(0.75, 4), "recall_10": Measured(0.75, 4),
        "mrr": Measured(round((1 + 1 / 2 + 0 + 1 / 4) / 4, 4), 4),
        "story_recall_1": Measured(0.5, 4), "story_recall_3": Measured(0.5, 4), "story_recall_5": Measured(0.75, 4),
        "story_recall_10": Measured(0.75, 4), "story_mrr": Measured(round((1 + 1 + 0 + 1 / 4) / 4, 4), 4),
        "exact_match": Measured(0.25, 4), "token_f1": Measured(0.25, 4), "rouge_l": Measured(0.25, 4),
        "quote_first": Measured(0.25, 4), "quote_any": Measured(0.5, 4), "wrong_story": Measured(round(1 / 3, 4), 3),
        "right": Measured(round(2 / 6, 4), 6), "abstained_answerable": Measured(0.25, 4), "abstained_unanswerable": Measured(0.5, 2),
        "auroc": Measured(round((2 + 1.5 + 1 + 1) / 8, 4), 6),
        "risk_area": Measured(round((1 * 0 + 2 * 2 / 3 + 1 * 3 / 4) / 4, 4), 4),
        "ece": Measured(round((1 * 0.1 + 1 * 0.55 + 2 * 0.6 + 1 * 0.7 + 1 * 0.2) / 6, 4), 6),
        "latency_p50": Measured(30.0, 5), "latency_p95": Measured(48.0, 5),
    }  # fmt: skip


def test_a_figure_without_its_input_is_not_there() -> None:
    bare = [judged(Question(1, "Who?", "1"), said(FIRST), None)]
    assert figures(bare) == {"abstained_answerable": Measured(0.0, 1)}
    untold = [judged(UNTOLD, said(confidence=1.0), None)]
    assert figures(untold) == {"right": Measured(1.0, 1), "abstained_unanswerable": Measured(1.0, 1), "ece": Measured(0.0, 1)}
    assert figures([]) == {}


def test_every_figure_is_named_once_and_explained_in_the_documentation() -> None:
    names = [figure.name for figure in FIGURES]
    assert len(names) == len(set(names))
    told = (PROJECT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in told] == []


@pytest.mark.parametrize(("name", "low"), [("quote_first", False), ("wrong_story", True), ("ece", True), ("latency_p95", True), ("auroc", False)])
def test_a_floor_for_what_had_better_be_low_is_a_ceiling(name: str, low: bool) -> None:
    (figure,) = (figure for figure in FIGURES if figure.name == name)
    assert [figure.falls_short(value, 0.5) for value in (0.4, 0.5, 0.6)] == [not low, False, low]


@given(st.permutations(RESULTS))
def test_figures_know_no_order(results: list[Result]) -> None:
    assert figures(results) == figures(RESULTS)


def test_an_evaluation_is_plain_values() -> None:
    evaluation = Evaluation("questions.jsonl", RESULTS, 2, 5)
    told = evaluation.as_dict()
    assert {name: told[name] for name in ("file", "library", "questions", "unanswerable")} == {
        "file": "questions.jsonl", "library": {"documents": 2, "generation": 5}, "questions": 6, "unanswerable": 2,
    }  # fmt: skip
    assert told["figures"] == {name: each.value for name, each in figures(RESULTS).items()}
    assert told["measured_on"] == {name: each.questions for name, each in figures(RESULTS).items()}
    assert {kind: part["questions"] for kind, part in told["kinds"].items()} == {"-": 4, "why": 2}
    assert told["kinds"]["why"]["figures"]["abstained_unanswerable"] == 0.5
    assert "quote_first" not in told["kinds"]["why"]["figures"]
    assert evaluation.risk_coverage == [RiskPoint(0.9, 1 / 6, 0.0), RiskPoint(0.6, 3 / 6, 2 / 3), RiskPoint(0.55, 4 / 6, 3 / 4)]
    assert told["risk_coverage"][1] == {"confidence": 0.6, "coverage": 0.5, "risk": 0.6667}
    assert told["reliability"][6] == {"low": 0.6, "high": 0.7, "decisions": 2, "confidence": 0.6, "right": 0.0}
    assert [(miss["line"], miss["miss"], miss["confidence"]) for miss in told["misses"]] == [
        (5, "abstained", 0.7), (3, "place", 0.6), (6, "answered", 0.6), (4, "story", 0.55),
    ]  # fmt: skip
    assert told["misses"][1] == {
        "line": 3, "id": "1", "kind": None, "question": "Where?", "other": None, "miss": "place", "confidence": 0.6,
        "expected": {"document": "tale", "answers": ["a red barn"], "quote": ["red barn"], "unanswerable": False},
        "given": {
            "answer": "Words.", "short": "He feared the old dog.", "quote": "He feared the old dog.", "document": "tale", "reason": None,
        },
    }  # fmt: skip


def test_without_kinds_there_is_no_breakdown() -> None:
    assert Evaluation("a", RESULTS[:1], 1, 1).kinds == {}


class Scripted(Chatbot):
    """Quotes the first sentence of the first document it may look in, and remembers how it was asked."""

    def __init__(self, library: Library) -> None:
        super().__init__(library, WordReader())
        self.asked: list[tuple[str, Collection[str] | None, int, bool]] = []

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
        assert history == ()
        self.asked.append((question, documents, limit, explain))
        id = sorted(documents or self.library.documents())[0]
        text = self.library.document(id).text
        end = text.index(".") + 1
        return said(Citation(1, id, "Tale", "tale.txt", 0, end, text[:end], 4, 8))


def test_a_chatbot_is_asked_as_the_file_says(library: Library, tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert [outcome.status for outcome in library.add(discover([tmp_path / f"{name}.txt" for name in TEXTS]))] == ["added", "added"]
    chatbot = Scripted(library)
    questions = [Question(1, "Who?", "1"), Question(2, "Where?", "2", restrict=("tale",)), Question(3, "Why?", "3", restrict=("tale", "song"))]
    asking = evaluate(chatbot, questions)
    assert chatbot.asked == []
    first = next(asking)
    assert (chatbot.asked, first.short, first.milliseconds) == ([("Who?", None, 3, True)], " san", None)
    others = list(asking)
    assert chatbot.asked[1:] == [("Where?", ("tale",), 3, True), ("Why?", ("tale", "song"), 3, True)]
    assert [(result.question, result.document, result.short) for result in others] == [(questions[1], "tale", "fox "), (questions[2], "song", " san")]
    assert all(result.milliseconds is not None and result.milliseconds > 0 for result in others)
    assert [result.milliseconds is None for result in evaluate(chatbot, questions[:1])] == [False]


@pytest.mark.parametrize(
    ("document", "start", "end", "touches"),
    [("tale", 0, 19, False), ("tale", 0, 20, True), ("tale", 26, 40, True), ("tale", 27, 40, False), ("tale", 21, 22, True), ("song", 19, 27, False)],
)
def test_ranges_touch_where_they_share_a_character(document: str, start: int, end: int, touches: bool) -> None:
    assert Place("tale", 19, 27).touches(document, start, end) is touches
