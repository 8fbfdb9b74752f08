"""Many readers and one writer, in threads and in programs."""

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil
import pytest

from index import Library, LibraryError, LibraryLocked, check
from tests.conftest import PROJECT, FakeEmbedder
from tests.index.faults import DIED
from tests.index.states import add, addition, state, story, unsound, write

pytestmark = pytest.mark.usefixtures("plain")
Opening = Callable[[], Library]

_PROGRAM = """
import sys
from pathlib import Path
from index import Library
from tests.conftest import FakeEmbedder
from tests.index.states import addition, state
library = Library.open(Path(sys.argv[1]), FakeEmbedder())
print("ready", flush=True)
for line in sys.stdin:
    print(repr(eval(line)), flush=True)
library.close()
"""


class Program:
    """Another program that has the library open; it answers expressions."""

    def __init__(self, started: "subprocess.Popen[str]") -> None:
        self.started = started
        self._asked: IO[str] = started.stdin  # type: ignore[assignment]  # they are pipes
        self._said: IO[str] = started.stdout  # type: ignore[assignment]
        assert self._said.readline() == "ready\n"

    def ask(self, expression: str) -> str:
        """Return what an expression gives there."""
        self._asked.write(expression + "\n")
        self._asked.flush()
        return self._said.readline().rstrip("\n")


@contextmanager
def program(folder: Path) -> Iterator[Program]:
    """Start another program on the library in a folder."""
    command = [sys.executable, "-c", _PROGRAM, str(folder)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:
        try:
            yield Program(started)
        finally:
            started.kill()


def _found(expression: str) -> str:
    return f"sorted({{hit.passage.document_id for hit in library.search({expression!r}, 9)}})"


def test_programs_see_each_others_commits_at_the_next_question(opening: Opening, folder: Path, tmp_path: Path) -> None:
    library = opening()
    with program(folder) as other:
        assert other.ask(_found("foxtoken")) == "[]"
        write(tmp_path / "tales", "fox.txt", story("foxtoken", 1))
        write(tmp_path / "tales", "hen.txt", story("hentoken", 2))
        add(library, tmp_path / "tales")
        assert other.ask("sorted(library.documents())") == "['fox', 'hen']"
        assert eval(other.ask("state(library)")) == state(library)  # noqa: S307 - what our own program says
        write(tmp_path / "tales", "fox.txt", story("wolftoken", 3))
        add(library, tmp_path / "tales")
        library.remove(["hen"])
        assert other.ask(_found("foxtoken hentoken wolftoken")) == "['fox']"
        assert other.ask("library.engine.lexical('foxtoken hentoken', 5)") == "[]"
        assert eval(other.ask("state(library)")) == state(library)  # noqa: S307
        other.ask("library.engine.commit([addition('owl', ['The owl came. '])], ['fox'])")
        assert sorted(library.documents()) == ["owl"]
        assert [hit.passage.text for hit in library.search("owl", 5)] == ["The owl came. "]
        assert eval(other.ask("state(library)")) == state(library)  # noqa: S307
    assert unsound(library) == []


def test_a_second_writer_is_told_the_first_ones_process_id(opening: Opening, folder: Path) -> None:
    library = opening()
    with program(folder) as other:
        other.ask("library.engine.writing().__enter__()")
        with pytest.raises(LibraryLocked) as caught:
            library.engine.commit([addition("fox", ["The fox. "])], [])
        assert caught.value.message == f"Another program (process id {other.started.pid}) is writing to this library."
        assert caught.value.hint == "Wait until it is done, or stop it, then try again."
        assert library.search("fox", 3) == []
        other.ask("library.engine.commit([addition('fox', ['The fox. '])], [])")
        assert [hit.passage.text for hit in library.search("fox", 3)] == ["The fox. "]
        other.started.kill()
        other.started.wait()
        library.engine.commit([addition("hen", ["The hen. "])], [])  # the lock died with its holder
    assert sorted(library.documents()) == ["fox", "hen"]


def test_terms_of_a_commit_that_never_was_are_not_built_upon(opening: Opening, folder: Path) -> None:
    """Another program died between its terms and its transaction; the ids of its rows are given again to others."""
    library = opening()
    library.engine.commit([addition("fox", ["The fox. "])], [])
    with program(folder) as other:
        other.ask("__import__('tests.index.faults', fromlist=['faults']).die_after_terms()")
        assert other.ask("library.engine.commit([addition('ghost', ['A ghosttoken. ', 'Another. '])], [])") == ""
        assert other.started.wait() == DIED
    library.engine.commit([addition("hen", ["The hen. ", "And its egg. "])], [])
    assert library.engine.lexical("ghosttoken", 5) == []
    assert unsound(library) == []


def test_programs_that_make_a_library_at_once_make_one(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from index import Library; from tests.conftest import FakeEmbedder\n"
        "sys.stdin.readline(); Library.open(Path(sys.argv[1]), FakeEmbedder()).close()"
    )
    command = [sys.executable, "-c", script, str(folder)]
    programs = [subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    said = [started.communicate("go\n")[1] for started in programs]
    assert [started.returncode for started in programs] == [0] * 4, said
    with Library.open(folder, FakeEmbedder()) as library:
        assert library.generation == 0
        assert unsound(library) == []


class Askers:
    """Threads that ask until they are stopped, and what they saw that must not be."""

    def __init__(self, library: Library, known: set[str]) -> None:
        self.wrong: list[str] = []
        self.asked = [0] * 32
        self._stopped = threading.Event()
        self._library = library
        self._known = known
        self._threads = [threading.Thread(target=self._ask, args=(seed,)) for seed in range(32)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Wait until all of them have ended."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, seed: int) -> None:
        try:
            while not self._stopped.is_set():
                self._look((seed + self.asked[seed]) % 4, whole=self.asked[seed] % 5 == seed % 5)
                self.asked[seed] += 1
        except Exception as exc:  # whatever it is, the test tells it
            self.wrong.append(repr(exc))

    def _look(self, number: int, *, whole: bool) -> None:
        hits = self._library.search(f"kepttoken{number} changing tale", 30)
        if not {hit.passage.text for hit in hits} <= self._known:
            self.wrong.append("a text that never was")
        if f"kept-{number}" not in {hit.passage.document_id for hit in hits}:
            self.wrong.append("a document was missed")
        if [hit.rank for hit in hits] != list(range(1, len(hits) + 1)):
            self.wrong.append("ranks with gaps")
        if whole and f"kepttoken{number}" not in self._library.document(f"kept-{number}").text:
            self.wrong.append("another text")


def test_searches_while_a_writer_writes(opening: Opening, tmp_path: Path) -> None:
    """32 threads ask while one adds, replaces and removes: no error, nothing that never was, nothing missed that was always there."""
    for number in range(4):
        write(tmp_path / "tales", f"kept-{number}.txt", story(f"kepttoken{number}", number))
    library = opening()
    add(library, tmp_path / "tales")
    kept = [row for record in library.documents().values() for row in record.rows]
    versions = [[f"The changing tale, version {version}, part {part}. " for part in range(3)] for version in range(8)]
    known = {entry.passage.text for entry in library.passages(kept).values()} | {text for v in versions for text in v}
    askers = Askers(library, known)
    commits = 0
    while (commits < 8 or min(askers.asked) < 4) and not askers.wrong:
        library.engine.commit([addition("changing", versions[commits % 8])], [])
        if commits % 4 == 3:
            library.remove(["changing"])
        if commits % 5 == 4:
            check(library)
        commits += 1
    askers.stop()
    assert askers.wrong == []
    assert unsound(library) == []


def test_programs_ask_while_another_writes(opening: Opening, folder: Path) -> None:
    library = opening()
    library.engine.commit([addition("kept", ["The kepttoken stays. "])], [])
    with program(folder) as one, program(folder) as two:
        for number in range(12):
            library.engine.commit([addition("changing", [f"Version v{number}v is here. "])], [])
            for other in (one, two):
                assert other.ask(f"[hit.passage.text for hit in library.search('v{number}v', 1)]") == f"['Version v{number}v is here. ']"
                assert other.ask(f"library.engine.lexical('v{number - 1}v', 1)") == "[]"
                assert other.ask("library.search('kepttoken', 1)[0].passage.document_id") == "'kept'"


def test_closing_lets_go_of_everything(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "tales", "fox.txt", story("foxtoken", 1))

    def run() -> None:
        with Library.open(folder, FakeEmbedder()) as library:
            add(library, tmp_path / "tales")
            threads = [threading.Thread(target=library.search, args=("foxtoken", 5)) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            write(tmp_path / "tales", "fox.txt", story("foxtoken", time.monotonic_ns() % 1000))
            add(library, tmp_path / "tales")

    run()
    gc.collect()
    me = psutil.Process()
    before = len(me.open_files()), me.num_threads()
    for _ in range(8):
        run()
    gc.collect()
    assert len(me.open_files()) == before[0]
    until = time.monotonic() + 30
    while me.num_threads() >= before[1] + 8 and time.monotonic() < until:
        gc.collect()  # Tantivy's threads take a moment to end
    assert me.num_threads() < before[1] + 8
    assert [file.path for file in me.open_files() if str(folder) in file.path] == []
    assert sorted(path.name for path in folder.iterdir()) == ["dense.faiss", "lexical", "library.db", "writer.lock", "writer.pid"]


def test_threads_that_ended_leave_no_connection(opening: Opening, folder: Path) -> None:
    library = opening()
    library.engine.commit([addition("fox", ["The fox. "])], [])
    for _ in range(50):
        thread = threading.Thread(target=library.search, args=("fox", 1))
        thread.start()
        thread.join()
    held = [file for file in psutil.Process().open_files() if file.path == str(folder / "library.db")]
    assert len(held) <= 3  # this thread's, and as many as the two had that opened the library side by side


def test_closing_while_threads_ask_ends_them_with_an_error_of_ours(opening: Opening) -> None:
    library = opening()
    library.engine.commit([addition(f"fox-{number}", ["The fox. "] * 20) for number in range(20)], [])
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            while True:
                library.search("fox", 50)
        except BaseException as exc:  # whatever it is, the test tells it
            errors.append(exc)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    library.search("fox", 5)
    library.close()
    for thread in threads:
        thread.join(timeout=20)
    assert [type(error) for error in errors] == [LibraryError] * 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a POSIX test")
def test_two_openings_in_one_program_are_two_programs(opening: Opening) -> None:
    one, two = opening(), opening()
    with one.engine.writing():
        with pytest.raises(LibraryLocked, match=f"process id {os.getpid()}"):
            two.remove(["fox"])
        one.engine.commit([addition("fox", ["The fox. "])], [])
    two.remove(["fox"])
    assert dict(one.documents()) == {}
