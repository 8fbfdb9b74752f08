"""What a person never sees: a traceback, an escape sequence of a story, more than two lines of trouble."""

import socket
import unicodedata
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Library, Outcome
from qa import Chatbot
from tests.terminal.conftest import Quoth
from web.terminal.boundary import run
from web.terminal.console import one_line, visible
from web.terminal.opening import Openings, Place
from web.terminal.serving import address, listen


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_shown(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert {c for c in shown if unicodedata.category(c) in ("Cc", "Cs")} <= {"\n", "\t"}
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert len(one_line(text).splitlines()) <= 1


def test_a_hostile_story_stays_text(quoth: Quoth, tmp_path: Path) -> None:
    evil = "\x1b]0;owned\x07The \x9b31mfox\x1b[2J \u202elived."
    story = tmp_path / "\x1b[31mstory.txt"
    story.write_text(f"{evil}\n", encoding="utf-8")
    place = ("--library", tmp_path / "shelf")
    outputs = [quoth("add", story, *place), quoth("list", *place)]
    id = outputs[1][1].split("\t")[0]
    outputs += [quoth("show", id, *place), quoth("ask", f"Who\x1b[2J?{evil}", *place), quoth("ask", *place, stdin=evil)]
    outputs += [quoth("ask", "\x1b[2J", "--in", "\x1b[2J", *place), quoth("list", "--json", *place)]
    outputs += [quoth("ask", "--json", evil, *place), quoth("\x1b[2J"), quoth("sync", "\x1b[2J", *place)]
    obeyed = [c for _, out, err in outputs for c in out + err if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert obeyed == []
    assert "\u202e" not in "".join(out + err for _, out, err in outputs)


def stopping(error: BaseException) -> Openings:
    """Openings that end as they are told."""

    def fail(where: Place, create: bool) -> Library:
        raise error

    def fail_too(where: Place, create: bool) -> Chatbot:
        raise error

    return Openings(fail, fail_too)


@pytest.mark.parametrize(
    ("error", "code", "lines"),
    [
        (KeyboardInterrupt(), 130, ["quoth: Stopped.", "       Run the same command again to go on."]),
        (
            PermissionError(13, "Permission denied", "/x"),
            2,
            ["quoth: Permission denied: /x.", "       Check the path, its permissions and the free space."],
        ),
        (
            ValueError("a\nb"),
            2,
            ["quoth: Quoth has a fault: ValueError: a b", "       Please report it; QUOTH_TRACEBACK=1 shows where."],
        ),
    ],
)
def test_no_traceback_reaches_a_person(
    capfd: pytest.CaptureFixture[str], error: BaseException, code: int, lines: list[str]
) -> None:
    assert run(["ask", "Why?"], stopping(error)) == code
    assert capfd.readouterr() == ("", "\n".join(lines) + "\n")


def test_stopping_an_addition_says_that_it_goes_on_from_there(
    quoth: Quoth, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> object:
        yield Outcome("tale.txt", "added", "tale", "Tale", 3)
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "add", interrupted)
    code, out, err = quoth("add", folder, "--library", tmp_path / "shelf")
    assert (code, out.splitlines()[0]) == (130, "added     Tale  (tale.txt, 3 passages, id tale)")
    assert out.splitlines()[1].startswith("1 added; 3 passages in ")
    assert err == ("quoth: Stopped; what was committed is kept.\n       Run the same command again to go on.\n")


def test_a_taken_port_is_said(quoth: Quoth, shelf: Path) -> None:
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    code, out, err = quoth("serve", "--port", str(port))
    listener.close()
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == f"quoth: Port {port} of 127.0.0.1 cannot be had: Address already in use."
    assert len(err.splitlines()) == 2


def test_the_address_can_be_typed_into_a_browser() -> None:
    listener = listen("127.0.0.1", 0)
    assert address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"
    listener.close()


def test_small_responses_are_not_held_back() -> None:
    """Asyncio switches Nagle's algorithm off only on sockets that were made as TCP by name, and so are those a listener accepts."""
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()[:2], timeout=5):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP


def test_the_version_is_said_whether_installed_or_not(quoth: Quoth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.terminal.commands.installed", lambda name: f"1.2 of {name}")
    assert quoth("--version") == (0, "quoth 1.2 of quoth\n", "")

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("web.terminal.commands.installed", missing)
    assert quoth("--version") == (0, "quoth, from a checkout that is not installed\n", "")
