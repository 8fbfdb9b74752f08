"""`quoth ask` and `quoth chat`: words, JSON, pipes, follow-ups; and which library they mean."""

import io
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from corpus import discover
from index import Library
from qa import Turn
from tests.conftest import FakeEmbedder
from tests.terminal.conftest import Parrot, Quoth
from web.terminal.conversation import Asked, converse
from web.terminal.opening import Place


def test_an_answer_shows_its_quote_and_where_it_stands(quoth: Quoth, shelf: Path) -> None:
    code, out, err = quoth("ask", "Where", "did", "he", "live?", "--in", "tale")
    assert (code, err) == (0, "")
    assert out == (
        "The fox lived in a red barn. [1]\n\n"
        f"[1] Tale (tale.txt, Chapter 2)  quoth show tale --start 0 --end 28 --library {shelf}\n"
        "    The fox lived in a red barn.\n"
    )


def test_json_is_the_answer_and_nothing_else(quoth: Quoth, shelf: Path) -> None:
    code, out, err = quoth("ask", "--json", "--explain", "Wo wohnt er – «dort»?")
    with Library.open(shelf, FakeEmbedder()) as library:
        expected = Parrot(library).ask("Wo wohnt er – «dort»?", explain=True).as_dict()
    assert (code, err, out.count("\n"), out.isascii()) == (0, "", 1, True)
    assert json.loads(out) == json.loads(json.dumps(expected))


def test_an_abstention_is_a_no(quoth: Quoth, shelf: Path) -> None:
    assert quoth("ask", "Why not ?") == (1, "The stories don't tell.\n", "")


def test_each_line_of_a_pipe_is_a_question(quoth: Quoth, shelf: Path) -> None:
    code, out, err = quoth("ask", "--json", stdin="Where?\n\n  Why not\nWho?\n")
    answers = [json.loads(row) for row in out.splitlines()]
    assert (code, err) == (1, "")
    assert [(a["question"], a["abstained"]) for a in answers] == [("Where?", False), ("Why not", True), ("Who?", False)]
    assert [row for row in quoth("ask", stdin="Where?\nWhy not\n")[1].splitlines() if row.startswith(">")] == [
        "> Where?",
        "> Why not",
    ]


def test_explain_shows_what_was_considered(quoth: Quoth, shelf: Path) -> None:
    code, out, _ = quoth("ask", "Where?", "--explain")
    assert code == 0
    assert "50% sure; library at commit 1; 7 ms" in out
    assert [row.split()[:5] for row in out.splitlines()[-2:]] == [
        ["rank", "score", "dense", "words", "read"],
        ["1", "0.75", "1", "(0.50)", "-"],
    ]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["ask"], "quoth: The question is empty.\n       Type one: quoth ask Where was Lily born?\n"),
        (["ask", "?"], "quoth: The question holds no words.\n       Ask in words.\n"),
        (["ask", "Why?", "--in", "tail"], "quoth: No document has the id tail.\n       Did you mean tale?\n"),
        (["remove", "tale", "x"], "quoth: No document has the id x.\n       See the ids: quoth list\n"),
        (
            ["show", "tale", "--start", "9", "--end", "999"],
            "quoth: There is no range 9 to 999 in a text of 51 characters.\n       Give --start below --end.\n",
        ),
        (
            ["serve", "--host", "0.0.0.0"],
            "quoth: Quoth would be open to everyone who reaches 0.0.0.0, as no token is set.\n"
            "       Set QUOTH_TOKEN to a long secret, or listen on 127.0.0.1.\n",
        ),
        (
            ["serve", "--port", "70000"],
            "quoth: The setting port is wrong: Input should be less than or equal to 65535.\n"
            "       Correct it: --port, or the variable QUOTH_PORT.\n",
        ),
    ],
)
def test_an_error_is_two_lines(quoth: Quoth, shelf: Path, arguments: list[str], error: str) -> None:
    assert quoth(*arguments) == (2, "", error)


@pytest.mark.parametrize("arguments", [["frown"], ["ask", "--limit", "11", "Why?"], ["add"], ["show"], ["--nonsense"]])
def test_a_wrong_command_line_is_two_lines(quoth: Quoth, arguments: list[str]) -> None:
    code, out, err = quoth(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("quoth: ")
    assert err.splitlines()[1:] == ["       See how it is meant: quoth --help, or quoth COMMAND --help"]


@pytest.mark.parametrize("command", [["ask", "Why?"], ["list"], ["show", "x"], ["remove", "x"], ["check"], ["chat"]])
def test_a_named_library_that_is_not_there_is_not_made(quoth: Quoth, tmp_path: Path, command: list[str]) -> None:
    place = tmp_path / "nowhere"
    error = f"quoth: There is no library in {place}.\n       Make one: quoth add PATH --library {place}\n"
    assert quoth(*command, "--library", place) == (2, "", error)
    assert not place.exists()


def test_an_empty_library_says_how_it_is_filled(quoth: Quoth, shelf: Path) -> None:
    assert quoth("remove", "tale", "song")[0] == 0
    hint = f"This library is empty. Add stories to it: quoth add PATH --library {shelf}\n"
    assert quoth("ask", "Where?") == (1, "The stories don't tell.\n", hint)


def test_ones_own_library_begins_with_the_founding_stories(quoth: Quoth) -> None:
    code, out, err = quoth("list")
    assert code == 0
    assert err.startswith("First use: the founding stories go into ")
    assert [row.split("\t")[0] for row in out.splitlines()] == ["iris-baktybekova", "lily-baktybekova"]
    assert quoth("remove", "lily-baktybekova")[0] == 0
    code, out, err = quoth("list")
    assert (code, [row.split("\t")[0] for row in out.splitlines()], err) == (0, ["iris-baktybekova"], "")


def test_a_conversation_remembers_six_turns(library: Library, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    assert Counter(outcome.status for outcome in library.add(discover([folder]))) == {"added": 2}
    lines = ["?", *(f"Who is {number}?" for number in range(8)), "/quit", "Unheard?"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    parrot = Parrot(library)
    converse(parrot, Place(folder), Asked(None, 2, False, "auto"))
    assert [(question, len(history), limit) for question, history, limit in parrot.asked] == [
        ("?", 0, 2),
        *((f"Who is {number}?", min(number, 6), 2) for number in range(8)),
    ]
    assert parrot.asked[-1][1][0] == Turn("Who is 1?", "Mina sang by the river. [1]", ("song",))


@pytest.mark.parametrize("leaving", ["", "\n", "/quit\n"])
def test_chat_ends_well(quoth: Quoth, shelf: Path, leaving: str) -> None:
    assert quoth("chat", stdin=leaving) == (0, "", "")
