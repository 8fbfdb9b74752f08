"""`quoth eval`: figures on paper, as JSON and as a page; floors; files that are wrong."""

import io
import json
import re
from collections.abc import Collection, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from qa import FIGURES, Evaluation, Mode, Question, Result
from tests.terminal.conftest import Parrot, Quoth
from web.plots import latency_plot
from web.report import report
from web.terminal import measured

# The parrot quotes the first sentence of the first document that it may look in, half sure, and says no where it is told `not`.
ROWS: list[dict[str, object]] = [
    {"question": "Where did he live?", "document": "tale", "restrict": ["tale"], "answers": "fox", "quote": "a red\nbarn", "kind": "where"},
    {"question": "Who sang?", "document": "tale", "quote": "The fox", "id": "b2", "kind": "who"},
    {"question": "Why not ?", "unanswerable": True, "other": "song"},
    {"question": "Who wept?", "unanswerable": True},
]
HOSTILE = "<script>hit=1</script><img src=x onerror=hit=1>\"'><svg onload=hit=1>{{ 7 * 7 }}\x1b[2J\u202e"


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A file of four questions: one right, one from another story, an abstention that is right, and one missing."""
    return write(tmp_path / "questions.jsonl", ROWS)


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """Write a file of questions."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def column(out: str, at: int) -> dict[str, str]:
    """Return a column of the table of figures by name."""
    cells = [row.split() for row in out.splitlines() if row.strip()]
    names = {figure.name for figure in FIGURES}
    return {row[0]: row[at] for row in cells if row[0] in names}


def test_the_figures_are_tabled(quoth: Quoth, shelf: Path, questions: Path) -> None:
    code, out, err = quoth("eval", questions)
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "questions.jsonl: 4 questions (2 that the stories answer, 2 that they don't), 2 documents"
    values = column(out, 1)
    assert {name: values.pop(name).isdecimal() for name in ("latency_p50", "latency_p95")} == {"latency_p50": True, "latency_p95": True}
    told = {"exact_match": "1.000", "token_f1": "1.000", "rouge_l": "1.000", "quote_first": "0.500", "quote_any": "0.500", "wrong_story": "0.500"}
    assert {name: values[name] for name in told} == told
    assert (values["recall_1"], values["auroc"], values["right"], values["ece"]) == ("1.000", "0.750", "0.500", "0.000")
    assert {name: count for name, count in column(out, 2).items() if name in ("rouge_l", "quote_first", "right", "latency_p50")} == {
        "rouge_l": "1", "quote_first": "2", "right": "4", "latency_p50": "3",
    }  # fmt: skip


def test_kinds_and_misses_are_shown(quoth: Quoth, shelf: Path, questions: Path) -> None:
    out = quoth("eval", questions)[1]
    kinds = out[out.index("kind ") :].splitlines()
    assert re.split(" {2,}", kinds[0].strip()) == [
        "kind", "asked", "right", "quote first", "rouge l", "wrong story", "abstained answerable", "abstained unanswerable",
    ]  # fmt: skip
    assert [row.split() for row in kinds[1:4]] == [
        ["-", "2", "0.500", "-", "-", "-", "-", "0.500"],
        ["where", "1", "1.000", "1.000", "1.000", "0.000", "0.000", "-"],
        ["who", "1", "0.000", "0.000", "-", "1.000", "0.000", "-"],
    ]
    assert out[out.index("Misses") :] == (
        "Misses: 2, the most confident first\n"
        "another story, 50% sure  (line 2 · b2 · who)\n"
        "    Who sang?\n"
        "    expected  “The fox” (tale)\n"
        "    answered  sa (song: “Mina sang by the river.”)\n"
        "answered, though the stories don't tell, 50% sure  (line 4)\n"
        "    Who wept?\n"
        "    expected  that the stories don't tell\n"
        "    answered  sa (song: “Mina sang by the river.”)\n"
    )


def test_figures_that_cannot_be_had_are_a_dash(quoth: Quoth, shelf: Path, tmp_path: Path) -> None:
    code, out, err = quoth("eval", write(tmp_path / "bare.jsonl", [{"question": "Who?"}]))
    assert (code, err) == (0, "")
    values = column(out, 1)
    assert {name for name, value in values.items() if value != "-"} == {"abstained_answerable", "latency_p50", "latency_p95"}
    assert "Misses" not in out


def test_json_is_one_object_and_nothing_else(quoth: Quoth, shelf: Path, questions: Path) -> None:
    outputs = [quoth("eval", questions, "--json", "--floor", "right=0.9") for _ in range(2)]
    assert [(code, err) for code, _, err in outputs] == [(1, "right is 0.5, below its floor of 0.9.\n")] * 2
    assert [(out.count("\n"), out.isascii()) for _, out, _ in outputs] == [(1, True)] * 2
    first, second = (json.loads(out) for _, out, _ in outputs)
    assert list(first) == [
        "file", "library", "questions", "unanswerable", "figures", "measured_on", "kinds", "risk_coverage", "reliability", "misses", "fell_short",
    ]  # fmt: skip
    assert (first["library"], first["questions"], first["unanswerable"]) == ({"documents": 2, "generation": 1}, 4, 2)
    assert first["fell_short"] == ["right is 0.5, below its floor of 0.9."]
    assert first["misses"][0]["expected"] == {"document": "tale", "answers": [], "quote": ["The fox"], "unanswerable": False}
    for told in (first, second):
        for part in (told, *told["kinds"].values()):
            part["figures"] = {name: value for name, value in part["figures"].items() if not name.startswith("latency")}
    assert first == second


@pytest.mark.parametrize(
    ("floors", "code", "err"),
    [
        (["quote_first=0.5", "wrong_story=0.5"], 0, ""),
        (["quote_first=0.51"], 1, "quote_first is 0.5, below its floor of 0.51.\n"),
        (["wrong_story = 0.4", "right=0.6"], 1, "wrong_story is 0.5, above its ceiling of 0.4.\nright is 0.5, below its floor of 0.6.\n"),
        (["latency_p95=1e9", "recall_1=1"], 0, ""),
    ],
)
def test_a_floor_decides_how_it_ends(quoth: Quoth, shelf: Path, questions: Path, floors: list[str], code: int, err: str) -> None:
    given = [argument for floor in floors for argument in ("--floor", floor)]
    ended, out, told = quoth("eval", questions, *given)
    assert (ended, told) == (code, err)
    assert out.startswith("questions.jsonl: 4 questions")


def test_a_floor_that_was_not_measured_is_missed(quoth: Quoth, shelf: Path, tmp_path: Path) -> None:
    code, _, err = quoth("eval", write(tmp_path / "bare.jsonl", [{"question": "Who?"}]), "--floor", "auroc=0", "--floor", "ece=1")
    assert code == 1
    assert err == (
        "auroc could not be measured on these questions; its floor is 0.\nece could not be measured on these questions; its ceiling is 1.\n"
    )


NAMES = ", ".join(figure.name for figure in FIGURES)


@pytest.mark.parametrize(
    ("floor", "error"),
    [
        ("quote_frist=0.8", f"quoth: There is no figure quote_frist.\n       Did you mean quote_first? There are: {NAMES}.\n"),
        ("xyz=1", f"quoth: There is no figure xyz.\n       There are: {NAMES}.\n"),
        ("=1", f"quoth: There is no figure =1.\n       There are: {NAMES}.\n"),
        ("right", "quoth: The floor of right is no number: ''.\n       Write it so: --floor right=0.8\n"),
        ("right=nan", "quoth: The floor of right is no number: 'nan'.\n       Write it so: --floor right=0.8\n"),
    ],
)
def test_a_wrong_floor_is_said_before_anything_is_asked(quoth: Quoth, tmp_path: Path, floor: str, error: str) -> None:
    assert quoth("eval", tmp_path / "nothing.jsonl", "--floor", floor) == (2, "", error)


def test_one_problem_is_two_lines(quoth: Quoth, shelf: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", [{"question": "Who?"}, {"question": "Who?", "document": "tail"}])
    assert quoth("eval", file, "--json") == (2, "", "quoth: a.jsonl, line 2: No document has the id tail.\n       Did you mean tale?\n")


def test_several_problems_are_listed(quoth: Quoth, shelf: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", [{"question": "Who?", "document": "tail"}, {"kind": "where"}])
    assert quoth("eval", file) == (
        2, "",
        "a.jsonl:1: No document has the id tail. Did you mean tale?\n"
        "a.jsonl:2: There is no `question`. Every row asks one, in plain words.\n"
        "quoth: a.jsonl has 2 problems. Nothing was asked.\n       Correct these lines; quoth eval --help shows the format.\n",
    )  # fmt: skip


def test_a_table_of_questions_does_as_well(quoth: Quoth, shelf: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.csv"
    file.write_text('question,document,quote,restrict\nWhere?,tale,a red barn | the old dog,tale\n"Who, then?",song,Mina,\n', encoding="utf-8")
    code, out, _ = quoth("eval", file, "--json", "--floor", "quote_first=1")
    assert (code, json.loads(out)["figures"]["quote_first"]) == (0, 1.0)


def test_a_file_or_a_library_that_is_not_there_is_said(quoth: Quoth, shelf: Path, questions: Path, tmp_path: Path) -> None:
    hint = "Name a file of questions, .jsonl or .csv; quoth eval --help shows the format."
    assert quoth("eval", tmp_path / "no.jsonl") == (2, "", f"quoth: There is no file {tmp_path}/no.jsonl.\n       {hint}\n")
    code, out, err = quoth("eval", questions, "--library", tmp_path / "nowhere")
    assert (code, out, err.splitlines()[0]) == (2, "", f"quoth: There is no library in {tmp_path}/nowhere.")
    assert quoth("remove", "tale", "song")[0] == 0
    hint = f"Add the stories that the questions are about: quoth add PATH --library {shelf}"
    assert quoth("eval", questions) == (2, "", f"quoth: This library is empty.\n       {hint}\n")


def test_stopping_says_how_far_it_came(quoth: Quoth, shelf: Path, questions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask, asked = Parrot.ask, []

    def interrupted(self: Parrot, question: str, *, documents: Collection[str] | None, limit: int, explain: bool, mode: Mode) -> object:
        asked.append(question)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return ask(self, question, documents=documents, limit=limit, explain=explain, mode=mode)

    monkeypatch.setattr(Parrot, "ask", interrupted)
    error = "quoth: Stopped after 2 of 4 questions; nothing is shown.\n       Run the same command again.\n"
    assert quoth("eval", questions) == (130, "", error)


class Page(HTMLParser):
    """What a browser would make of a page: tags with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_report_is_one_file_that_loads_nothing(quoth: Quoth, shelf: Path, questions: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    code, out, err = quoth("eval", questions, "--json", "--html", file, "--floor", "right=0.6")
    assert (code, err) == (1, f"The report is in {file}\nright is 0.5, below its floor of 0.6.\n")
    assert json.loads(out)["questions"] == 4
    text = file.read_text(encoding="utf-8")
    page = Page(text)
    assert page.open == []
    loading = {"src", "href", "data", "action", "background", "poster", "srcset"}
    assert [(tag, attributes) for tag, attributes in page.tags if loading & set(attributes) or tag in ("script", "link", "base", "iframe")] == []
    assert "url(" not in text and "@import" not in text
    assert ("meta", {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"}) in page.tags
    assert [tag for tag, _ in page.tags].count("svg") == 3
    words = " ".join(page.words.split())
    for said in ("right is 0.5, below its floor of 0.6.", "Who sang?", "another story 50% sure · line 2 · b2 · who", "Mina sang by the river.",
                 "that the stories don't tell", "2 of 4 questions, the most confident first."):  # fmt: skip
        assert said in words


def test_a_hostile_file_stays_text(quoth: Quoth, shelf: Path, tmp_path: Path) -> None:
    rows = [{"question": f"Who {HOSTILE}", "id": HOSTILE, "kind": HOSTILE, "answers": [HOSTILE], "document": "tale"}]
    file = write(tmp_path / "<b>a.jsonl", rows)
    code, out, err = quoth("eval", file, "--html", tmp_path / "report.html")
    assert code == 0
    assert not {"\x1b", "\u202e"} & set(out + err)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    page = Page(text)
    assert {tag for tag, _ in page.tags} & {"script", "img", "b"} == set()
    assert [attributes for _, attributes in page.tags if {"onload", "onerror"} & set(attributes)] == []
    assert "<script>hit=1</script>" in page.words and "{{ 7 * 7 }}" in page.words
    bad = write(tmp_path / "bad.jsonl", [{"question": "Who?", "document": HOSTILE}, {"question": "Who?", "other": HOSTILE}])
    assert not {"\x1b", "\u202e"} & set("".join(map(str, quoth("eval", bad))))


@pytest.mark.parametrize("where", ["nowhere/report.html", "."])
def test_a_report_that_cannot_be_written_is_said_first(quoth: Quoth, shelf: Path, questions: Path, tmp_path: Path, where: str) -> None:
    path = tmp_path / where
    error = f"quoth: The report cannot be written to {path}.\n       Name a file in a folder that is there: --html report.html\n"
    assert quoth("eval", questions, "--html", path) == (2, "", error)


def test_a_report_does_not_overwrite_the_questions(quoth: Quoth, shelf: Path, questions: Path) -> None:
    before = questions.read_bytes()
    error = "quoth: The report would overwrite the questions.\n       Name another file: --html report.html\n"
    assert quoth("eval", questions, "--html", questions) == (2, "", error)
    assert questions.read_bytes() == before


def missed(line: int) -> Result:
    """A question that was answered though the stories don't tell."""
    question = Question(line, "Who?", str(line), unanswerable=True)
    return Result(question, False, None, 0.5, "He.", "He", "He.", "tale", None, None, None, None, None, None, None, None, False, "answered", 5.0)


def test_the_report_has_every_miss_and_paper_the_worst(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluation = Evaluation("a.jsonl", tuple(missed(line) for line in range(1, 26)), 2, 1)
    assert re.findall(r"line (\d+)", report(evaluation, [])) == [str(line) for line in range(1, 26)]
    paper = Console(file=io.StringIO(), width=200)
    monkeypatch.setattr(measured, "out", lambda: paper)
    monkeypatch.setattr(measured, "say", paper.print)
    measured.report(evaluation, None)
    assert isinstance(paper.file, io.StringIO)
    told = paper.file.getvalue()
    assert "Misses: 25, the most confident first; all of them: --html FILE" in told
    assert re.findall(r"line (\d+)", told) == [str(line) for line in range(1, 11)]


def test_an_evaluation_without_a_miss_has_no_plots_of_nothing() -> None:
    page = report(Evaluation("a.jsonl", (), 2, 1), [])
    assert ("<svg" in page, "<p>None.</p>" in page) == (False, True)


@pytest.mark.parametrize(
    ("times", "last", "counts"),
    [
        ([5.0], "5 to 5.5 ms", 1),
        ([0.0], "0 to 0.01 ms", 1),
        ([12.0, 119.0, 120.0], "120 to 130 ms", 3),
        ([1.0] * 9 + [7_000.0], "7000 to 8000 ms", 10),
    ],
)
def test_times_are_sorted_into_round_ranges(times: list[float], last: str, counts: int) -> None:
    plot = latency_plot(times)
    assert len(plot.rows) <= 13
    assert plot.rows[-1][0] == last
    assert sum(int(count) for _, count in plot.rows) == counts == len(times)
    assert all(bar.height >= 0 and bar.width > 0 for bar in plot.bars)
