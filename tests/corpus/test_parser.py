import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from corpus import CorpusError, Document, Limits, Parser, Section, Source, UnreadableFile, UnsupportedFormat, cut, names, split

READY = "import sys; sys.stdout.write('{\"status\":\"ready\"}\\n'); sys.stdout.flush(); sys.stdin.buffer.readline()\n"
HEAD = "sys.stdout.write({!r} + '\\n'); sys.stdout.flush()\n"
ENDED = "fox.txt could not be read: the program that reads files ended over it."


@pytest.fixture
def fox(tmp_path: Path) -> Source:
    path = tmp_path / "fox.txt"
    path.write_text("The Fox\n\nIt ran.")
    return Source(path, "fox.txt", str(path))


def _parser(code: str, limits: Limits | None = None) -> Parser:
    return Parser(limits or Limits(seconds=20), command=[sys.executable, "-I", "-c", READY + code])


def _answer(head: object) -> str:
    return HEAD.format(json.dumps(head))


def test_a_document(fox: Source) -> None:
    with Parser() as parser:
        document = parser.load(fox)
    assert document == Document("fox", "The Fox", "fox.txt", fox.origin, "The Fox\n\nIt ran.", (Section(0, "heading", "The Fox"),))


def test_a_title_comes_from_the_name_or_the_first_words(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("once there was a fox that ran and ran until it could not run any more, and then it slept.")
    with Parser() as parser:
        titles = [parser.load(Source(tmp_path / "x", name, "x")).title for name in ("01-the-fox.txt", "0123456789abcdef.txt")]
    assert titles == ["The Fox", "once there was a fox that ran and ran until it could not…"]


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "import os; os.kill(os.getpid(), 9)",
        "import os; os.kill(os.getpid(), 11)",
        "sys.exit(0)",
        "sys.stdout.write('no json\\n' * 1_000_000)",
        "sys.stdout.write('x' * 100_000_000)",
        "sys.stdout.write('[' * 60_000 + '\\n')",
        _answer([1]),
        _answer({"status": "document"}),
        _answer({"status": "error", "kind": "SystemExit", "message": "x", "hint": "x"}),
        _answer({"status": "error", "kind": "TooLarge", "message": "x" * 301, "hint": "x"}),
        _answer({"status": "document", "title": "x", "bytes": 2**40, "sections": 0}),
        _answer({"status": "document", "title": "x", "bytes": -1, "sections": 0}),
        _answer({"status": "document", "title": "x", "bytes": 9, "sections": 0}) + "sys.stdout.write('x')",
        _answer({"status": "document", "title": "x", "bytes": 1, "sections": 0}) + "sys.stdout.buffer.write(b'\\xff')",
        _answer({"status": "document", "title": "\n", "bytes": 1, "sections": 0}) + "sys.stdout.write('x')",
        _answer({"status": "document", "title": "x", "bytes": 0, "sections": 0}),
        _answer({"status": "document", "title": "x", "bytes": 1, "sections": 1}) + "sys.stdout.write('x[1,\"page\",\"1\"]\\n')",
        _answer({"status": "document", "title": "x", "bytes": 1, "sections": 1}) + "sys.stdout.write('x[0,\"evil\",\"1\"]\\n')",
    ],
)
def test_a_child_that_dies_or_lies_is_one_line_for_that_file(fox: Source, code: str) -> None:
    with _parser(code) as parser, pytest.raises(UnreadableFile) as caught:
        parser.load(fox)
    assert caught.value.message == ENDED


def _whole(ends: bytes, names: str = "", count: int = 0) -> str:
    head = {"status": "document", "title": "x", "bytes": 3, "sections": 0, "passages": len(ends) // 4, "names": count}
    return _answer(head) + f"sys.stdout.buffer.write(b'abc' + {ends!r} + {names.encode()!r})"


def test_the_child_finds_passages_and_names_too(fox: Source) -> None:
    with Parser() as parser:
        parsed = parser.read(fox)
        assert parsed.document == parser.load(fox)
    assert cut(parsed.document, parsed.ends) == split(parsed.document)
    assert parsed.names == names(parsed.document.text)
    with _parser(_whole(b"\0\0\0\1\0\0\0\3", '["Ann",2]\n', 1)) as parser:
        parsed = parser.read(fox)
    assert (parsed.document.text, parsed.ends, parsed.names) == ("abc", (1, 3), {"Ann": 2})


@pytest.mark.parametrize(
    "code",
    [
        _answer({"status": "document", "title": "x", "bytes": 3, "sections": 0}) + "sys.stdout.write('abc')",
        _whole(b""),
        _whole(b"\0\0\0\2"),
        _whole(b"\0\0\0\4"),
        _whole(b"\0\0\0\0\0\0\0\3"),
        _whole(b"\0\0\0\2\0\0\0\1\0\0\0\3"),
        _whole(b"\0\0\0\3" * 4),
        _whole(b"\0\0\0\3", '["Ann",2]\n', 2),
        _whole(b"\0\0\0\3", '["",2]\n', 1),
        _whole(b"\0\0\0\3", '["Ann",4]\n', 1),
        _whole(b"\0\0\0\3", '{"Ann":1}\n', 1),
    ],
)
def test_passages_and_names_are_not_believed_unseen(fox: Source, code: str) -> None:
    with _parser(code) as parser, pytest.raises(UnreadableFile) as caught:
        parser.read(fox)
    assert caught.value.message == ENDED


@pytest.mark.parametrize("code", ["sys.stdin.read()", "import time; time.sleep(60)", "while True: pass"])
def test_a_child_that_stays_silent_is_ended(fox: Source, code: str) -> None:
    with _parser(code, Limits(seconds=1)) as parser, pytest.raises(UnreadableFile) as caught:
        parser.load(fox)
    assert caught.value.message == "fox.txt took more than 1 seconds to read."


def test_a_child_that_does_not_read_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "fox.txt"
    path.write_bytes(b"x" * 1_000_000)
    with _parser("import time; time.sleep(60)", Limits(seconds=1)) as parser, pytest.raises(UnreadableFile) as caught:
        parser.load(Source(path, "fox.txt", "x"))
    assert caught.value.message == "fox.txt took more than 1 seconds to read."


def test_the_next_file_finds_a_new_child(fox: Source, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    once = f"import os\nif not os.path.exists({str(mark)!r}):\n    open({str(mark)!r}, 'w').close(); os.abort()\n"
    answer = _answer({"status": "document", "title": "T", "bytes": 1, "sections": 0}) + "sys.stdout.write('x')"
    with _parser(once + answer) as parser:
        with pytest.raises(UnreadableFile):
            parser.load(fox)
        assert parser.load(fox).text == "x"


def test_a_file_that_fails_does_not_cost_the_child(fox: Source, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4")
    with Parser() as parser:
        for _ in range(3):
            with pytest.raises(UnreadableFile):
                parser.load(Source(tmp_path / "bad.pdf", "bad.pdf", "x"))
            assert parser.load(fox).title == "The Fox"
        child = parser._child
        assert child is not None
        assert child.poll() is None
    assert child.poll() is not None


def test_an_error_names_the_file_and_says_what_to_do(fox: Source) -> None:
    with Parser() as parser, pytest.raises(UnsupportedFormat) as caught:
        parser.load(Source(fox.path, "tales/fox.odt", fox.origin))
    assert caught.value.message == "tales/fox.odt is of a kind that Quoth does not read."
    assert caught.value.hint == "It reads .docx .epub .htm .html .markdown .md .pdf .txt .xhtml."


@pytest.mark.skipif(os.name != "posix", reason="limits are those of POSIX")
def test_a_file_that_needs_too_much_memory_does_not_harm_the_next(fox: Source, tmp_path: Path) -> None:
    path = tmp_path / "big.html"
    path.write_bytes(b"<p>x" * 2_000_000)
    with Parser(Limits(memory_bytes=200 * 1024 * 1024)) as parser:
        with pytest.raises(UnreadableFile) as caught:
            parser.load(Source(path, "big.html", "x"))
        assert parser.load(fox).title == "The Fox"
    assert caught.value.message.startswith("big.html ")


@pytest.mark.skipif(os.name != "posix", reason="limits are those of POSIX")
def test_a_file_that_computes_too_long_is_ended(fox: Source, tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_bytes(b"<div>" * 200_000)
    with Parser(Limits(cpu_seconds=1)) as parser:
        with pytest.raises(UnreadableFile) as caught:
            parser.load(Source(path, "deep.html", "x"))
        assert parser.load(fox).title == "The Fox"
    assert caught.value.message == "deep.html took more than 1 seconds of computing to read."


def test_threads_take_turns(fox: Source) -> None:
    found: list[str | CorpusError] = []
    with Parser() as parser:
        threads = [threading.Thread(target=lambda: found.append(parser.load(fox).title)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == ["The Fox"] * 8


def test_the_child_gets_no_environment(fox: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_TOKEN", "canary")
    monkeypatch.setenv("PYTHONPATH", "canary")
    code = "import os, json\nt = json.dumps(sorted(set(os.environ) - {'LC_CTYPE', 'LD_LIBRARY_PATH', 'SYSTEMROOT'}))\n"
    code += "sys.stdout.write(json.dumps({'status': 'document', 'title': t, 'bytes': 1, 'sections': 0}) + '\\nx')"
    with _parser(code) as parser:
        assert parser.load(fox).title == "[]"


@pytest.mark.skipif(os.name != "posix", reason="limits are those of POSIX")
def test_the_child_limits_itself(tmp_path: Path) -> None:
    code = (
        "import resource as r, sys; sys.path.insert(0, sys.argv[1]); from corpus.child import _limit_itself, _limit_time\n"
        "_limit_itself(2**30); _limit_time(20)\n"
        "names = ('RLIMIT_AS', 'RLIMIT_CORE', 'RLIMIT_FSIZE', 'RLIMIT_NOFILE')\n"
        "print([r.getrlimit(getattr(r, n))[0] for n in names], 20 <= r.getrlimit(r.RLIMIT_CPU)[0] <= 23)\n"
        "try:\n    open(sys.argv[2], 'wb', buffering=0).write(b'x')\nexcept OSError as e:\n    print(type(e).__name__)\n"
    )
    root = str(Path(__file__).resolve().parents[2])
    ran = subprocess.run(
        [sys.executable, "-I", "-c", code, root, str(tmp_path / "x")], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[1073741824, 0, 0, 32] True\nOSError\n"
