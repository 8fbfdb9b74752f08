"""A file of questions: what is read from it, and every way in which it can be wrong."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import QuothError, discover
from index import Library
from qa.evaluation import Problem, Question, QuestionsWrong, read_questions
from qa.evaluation.question import Place
from qa.evaluation.rows import EXAMPLE, Row, rows
from tests.conftest import FakeEmbedder

TALE = "The fox lived in a red barn.\nHe feared the old dog. The fox slept.\n"
LINE = f"One object a line is expected: {EXAMPLE}"
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=4)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library with a tale and a song, which no test changes."""
    folder = tmp_path_factory.mktemp("stories")
    (folder / "tale.txt").write_text(TALE, encoding="utf-8")
    (folder / "song.txt").write_text("Mina sang by the river.\n", encoding="utf-8")
    with Library.open(tmp_path_factory.mktemp("library"), FakeEmbedder()) as library:
        assert [outcome.status for outcome in library.add(discover([folder]))] == ["added", "added"]
        yield library


@pytest.fixture
def read(shelf: Library, tmp_path: Path) -> Callable[..., tuple[Question, ...]]:
    """Read the bytes of a file."""

    def reading(data: bytes | str, name: str = "questions.jsonl") -> tuple[Question, ...]:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read_questions(path, shelf)

    return reading


Read = Callable[..., tuple[Question, ...]]


def problems(read: Read, data: bytes | str, name: str = "questions.jsonl") -> list[Problem]:
    """Return what is wrong with a file."""
    with pytest.raises(QuestionsWrong) as caught:
        read(data, name)
    return list(caught.value.problems)


def lines(*values: object) -> str:
    """Write JSON Lines."""
    return "".join(json.dumps(value) + "\n" for value in values)


FULL = {
    "id": "a01", "question": " Where did the fox live? ", "document": "tale", "answers": ["a red barn", "in a barn"], "quote": "red barn. He",
    "unanswerable": False, "kind": "where", "restrict": ["tale", "song"], "other": "song", "note": {"anything": 1},
}  # fmt: skip
READ = Question(
    1, "Where did the fox live?", "a01", "tale", ("a red barn", "in a barn"), ("red barn. He",), False, "where", ("tale", "song"), "song",
    (Place("tale", 19, 31),),
)  # fmt: skip


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_json_lines_are_read(read: Read, mark: bytes, end: str) -> None:
    text = end.join([json.dumps(FULL), "", '{"question": "Who sang?", "id": 7, "document": null, "unanswerable": null}'])
    assert read(mark + text.encode()) == (READ, Question(3, "Who sang?", "7"))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_csv_is_read_as_json_is(read: Read, mark: bytes) -> None:
    header = "id,Question ,document,answers,quote,unanswerable,kind,restrict,other,note\r\n"
    first = 'a01, Where did the fox live? ,tale,a red barn | in a barn,"red barn. He",no,where,tale | song,song,x\r\n'
    second = ',"Who\nsang, if\nany?",,,,,,,,\r\n\r\n,Who wept?,,,,YES,,,,\r\n'
    expected = Question(2, READ.text, *(getattr(READ, name) for name in Question.__dataclass_fields__ if name not in ("line", "text")))
    assert read(mark + (header + first + second).encode(), "questions.CSV") == (
        expected,
        Question(3, "Who\nsang, if\nany?", "3"),
        Question(7, "Who wept?", "7", unanswerable=True),
    )


@pytest.mark.parametrize(("said", "meant"), [("true", True), ("False", False), ("1", True), ("0", False), ("Yes", True), ("no", False), (" ", None)])
def test_a_table_says_yes_in_several_ways(said: str, meant: bool | None) -> None:
    assert rows(f"question,unanswerable\nWho?,{said}\n".encode(), is_csv=True) == [Row(2, {"question": "Who?", "unanswerable": meant})]


def test_a_quote_stands_wherever_its_words_do(read: Read) -> None:
    (question,) = read(lines({"question": "Who?", "document": "tale", "quote": ["The\n fox", "He  feared\tthe old dog."]}))
    assert question.places == (Place("tale", 0, 7), Place("tale", 52, 59), Place("tale", 29, 51))
    assert [TALE[place.start : place.end] for place in question.places] == ["The fox", "The fox", "He feared the old dog."]


def test_a_quote_without_a_document_is_looked_for_in_all_that_are_asked(read: Read) -> None:
    both, one = read(lines({"question": "Who?", "quote": ["The fox slept", "Mina sang"]}, {"question": "Who?", "quote": "the", "restrict": "song"}))
    assert both.places == (Place("song", 0, 9), Place("tale", 52, 65))
    assert one.places == (Place("song", 13, 16),)


def test_a_line_separator_within_a_text_ends_no_line(read: Read) -> None:
    text = json.dumps({"question": "Who\u2028sang?"}, ensure_ascii=False)
    assert read(text) == (Question(1, "Who\u2028sang?", "1"),)


@pytest.mark.parametrize(
    ("data", "line", "what", "expected"),
    [
        ("", 1, "The file holds no questions.", f"Write some: {EXAMPLE}"),
        ("\ufeff\n \n", 1, "The file holds no questions.", f"Write some: {EXAMPLE}"),
        (b'{"question": "Who?"}\n{"question": "W\xe9?"}', 2, "The file is not UTF-8.", "Save it as UTF-8."),
        (lines({"question": "Who?"}).encode("utf-16"), 1, "The file is not UTF-8.", "Save it as UTF-8."),
        ('\n[{"question": "Who?"}]', 2, "The file begins with a list.", f"Write one object a line, without a list around them: {EXAMPLE}"),
        ('{"question": "Who?"}\n{"question": }', 2, "This is not JSON: Expecting value at character 14.", LINE),
        ('{"question": "Who?"},', 1, "This is not JSON: Extra data at character 21.", LINE),
        ('"Who?"', 1, "This is a text, not an object.", LINE),
        ('{"question": ' + "[" * 100_000, 1, "This is JSON that nobody can read: a number too long, or too deep a nesting.", LINE),
        ('{"question": ' + "9" * 5_000 + "}", 1, "This is JSON that nobody can read: a number too long, or too deep a nesting.", LINE),
        ("{}", 1, "There is no `question`.", "Every row asks one, in plain words."),
        ('{"question": " ?! "}', 1, "`question` holds no words.", "Every row asks one, in plain words."),
        ('{"question": 3}', 1, "`question` is a number.", "A text is expected."),
        ('{"question": "a\\ud800"}', 1, "`question` holds half a character.", "Write the character itself in UTF-8, or both halves of its escape."),
        (lines({"question": "a" * 2001}), 1, "`question` is 2,001 characters long.", "The most is 2,000."),
        ('{"question": "Who?", "id": true}', 1, "`id` is true or false.", "A text is expected."),
        ('{"question": "Who?", "kind": ["a"]}', 1, "`kind` is a list.", "A text is expected."),
        ('{"question": "Who?", "document": {}}', 1, "`document` is an object.", "A text is expected."),
        ('{"question": "Who?", "answers": 3}', 1, "`answers` is a number.", "A list of texts is expected."),
        ('{"question": "Who?", "quote": ["a", 3]}', 1, "`quote` is a list with something else than texts in it.", "A list of texts is expected."),
        ('{"question": "Who?", "unanswerable": "no"}', 1, "`unanswerable` is a text.", "true or false is expected."),
        (
            '{"question": "Who?", "unanswerable": true, "answers": ["a"]}', 1,
            "`unanswerable` is true, yet there is `answers`.", "Leave out the one or the other.",
        ),
        (
            '{"question": "Who?", "unanswerable": true, "document": "tale", "quote": "fox"}', 1,
            "`unanswerable` is true, yet there is `quote`.", "Leave out the one or the other.",
        ),
        (
            '{"question": "Who?", "quote": "the  Fox"}', 1,
            "No document holds the quote “the Fox”.",
            "Copy the words from the text, letter by letter (quoth show prints it); only white space may differ.",
        ),
        (
            '{"question": "Who?", "document": "tale", "restrict": "song"}', 1,
            "`restrict` leaves out the document tale, which answers.", "Name it there too, or say `unanswerable`.",
        ),
        ('{"question": "Who?", "document": "tail"}', 1, "No document has the id tail.", "Did you mean tale?"),
        ('{"question": "Who?", "restrict": ["x"]}', 1, "No document has the id x.", "See the ids: quoth list"),
        ('{"question": "Who?", "other": "x"}', 1, "No document has the id x.", "See the ids: quoth list"),
        (
            '{"question": "Who?", "document": "tale", "quote": ["fox", "the  Fox"]}', 1,
            "The document tale doesn't hold the quote “the Fox”.",
            "Copy the words from the text, letter by letter (quoth show prints it); only white space may differ.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(read: Read, data: bytes | str, line: int, what: str, expected: str) -> None:
    assert problems(read, data) == [Problem(line, what, expected)]


COLUMNS = "Name the columns in the first row, parted by commas: id,question,document,answers,quote,unanswerable"
MARKS = "A cell that holds a comma, a quotation mark or a line end is put into quotation marks."


@pytest.mark.parametrize(
    ("data", "line", "what", "expected"),
    [
        ("", 1, "The file holds no questions.", "Write some: first a header, then a row for each"),
        ("question\n", 1, "The file holds no questions.", "Write some: first a header, then a row for each"),
        ("\nid;question\n1;Who?\n", 2, "There is no column `question`; the columns are: id;question.", COLUMNS),
        ("question,kind,Question\n", 1, "There are two columns `question`.", "Name each column once."),
        ("question,kind\nWho?\n", 2, "The row has 1 cell, the header 2.", "Give every row as many cells as the header, empty ones too."),
        ("question\nWho, then?\n", 2, "The row has 2 cells, the header 1.", "Give every row as many cells as the header, empty ones too."),
        ('question\nWho?\n"Who?\nAnd\n', 3, "This is not CSV: unexpected end of data.", MARKS),
        ("question,unanswerable\nWho?,maybe\n", 2, "`unanswerable` is 'maybe'.", "Write true or false, yes or no, 1 or 0, or nothing."),
        ("question,kind\n,where\n", 2, "There is no `question`.", "Every row asks one, in plain words."),
        ('question\n"Who\nsang?"\n"?\n!"\n', 4, "`question` holds no words.", "Every row asks one, in plain words."),
    ],
)
def test_what_is_wrong_with_a_table_is_said(read: Read, data: str, line: int, what: str, expected: str) -> None:
    assert problems(read, data, "questions.csv") == [Problem(line, what, expected)]


def test_one_problem_is_the_message_itself(read: Read) -> None:
    with pytest.raises(QuestionsWrong) as caught:
        read("{}")
    wrong = caught.value
    assert (wrong.message, wrong.hint) == ("questions.jsonl, line 1: There is no `question`.", "Every row asks one, in plain words.")
    assert wrong.listed == []


def test_all_problems_are_said_at_once_by_line(read: Read) -> None:
    data = lines({"question": "Who?", "document": "x"}, {"question": 1, "kind": 2}, {"question": "Who?"}, "?")
    with pytest.raises(QuestionsWrong) as caught:
        read(data)
    assert caught.value.listed == [
        "questions.jsonl:1: No document has the id x. See the ids: quoth list",
        "questions.jsonl:2: `question` is a number. A text is expected.",
        "questions.jsonl:2: `kind` is a number. A text is expected.",
        f"questions.jsonl:4: This is a text, not an object. {LINE}",
    ]
    assert caught.value.message == "questions.jsonl has 4 problems. Nothing was asked."


def test_at_most_twenty_problems_are_listed(read: Read) -> None:
    with pytest.raises(QuestionsWrong) as caught:
        read("{}\n" * 33)
    wrong = caught.value
    assert [line.split(":")[1] for line in wrong.listed] == [str(number) for number in range(1, 21)]
    assert wrong.message == "questions.jsonl has 33 problems; the first 20 are listed above. Nothing was asked."


@pytest.mark.parametrize("name", ["nothing.jsonl", "."])
def test_a_file_that_is_not_there_is_said(shelf: Library, tmp_path: Path, name: str) -> None:
    with pytest.raises(QuothError) as caught:
        read_questions(tmp_path / name, shelf)
    assert caught.value.message == f"There is no file {tmp_path / name}."


@given(st.lists(st.dictionaries(st.sampled_from(["question", "id", "kind", "answers", "note"]), VALUES, max_size=4), max_size=4))
def test_every_object_becomes_a_row_of_its_line(values: Sequence[dict[str, object]]) -> None:
    data = "\n\n".join(json.dumps(value) for value in values).encode()
    expected: list[Row | Problem] = [Row(2 * at + 1, value) for at, value in enumerate(values)]
    assert rows(data, is_csv=False) == (expected or [Problem(1, "The file holds no questions.", f"Write some: {EXAMPLE}")])


@given(st.lists(st.tuples(st.text("ab,\"\n| é'", min_size=1), st.text("xy,\n")), min_size=1, max_size=5))
def test_every_row_that_a_program_writes_is_read(written: Sequence[tuple[str, str]]) -> None:
    paper = io.StringIO()
    csv.writer(paper).writerows([("question", "note"), *written])
    read = rows(paper.getvalue().encode(), is_csv=True)
    expected = [asked.strip() or None for asked, note in written if asked.strip() or note.strip()]
    assert [row.values["question"] for row in read if isinstance(row, Row)] == expected


@given(st.binary(max_size=60), st.booleans())
def test_any_bytes_give_rows_or_problems(data: bytes, is_csv: bool) -> None:
    assert rows(data, is_csv=is_csv) != []
