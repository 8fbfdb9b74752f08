"""I4: after a crash at any point the library opens as it was before or after the commit; what was acknowledged is there.

`QUOTH_TEST_FULL=1` takes every step instead of every third, also counts statements that only read as steps, and kills 200 times, with
Milvus Lite 50 times.
"""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import Library, LibraryReadOnly
from tests.conftest import PROJECT, FakeEmbedder
from tests.index.states import addition, state, unsound

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the trials are forked")
# How many points each operation has at least, before and after its steps.
POINTS = {"add": 60, "update": 50, "remove": 45, "create": 90}


def _run(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", *arguments]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return dict(json.loads(run.stdout))




FULL = bool(os.environ.get("QUOTH_TEST_FULL"))


@pytest.mark.parametrize("operation", sorted(POINTS))
def test_a_process_dies_at_every_step(operation: str) -> None:
    every = 1 if FULL else 3
    found = _run("tests.index.crash", "die", operation, "--every", str(every), *(["--reads"] if FULL else []))
    assert found["wrong"] == []
    assert found["points"] >= POINTS[operation] // every
    assert min(found["old"], found["new"]) >= 6 // every
    assert found["old"] + found["new"] == found["points"]


@pytest.mark.parametrize("operation", sorted(POINTS))
def test_every_step_fails(operation: str) -> None:
    found = _run("tests.index.crash", "fail", operation, *(["--reads"] if FULL else ["--every", "5"]))
    assert found["wrong"] == []
    assert found["points"] >= POINTS[operation] // 5
    assert min(found["old"], found["new"]) >= 3


def test_killed_at_random_times_nothing_acknowledged_is_lost() -> None:
    found = _run("tests.index.kills", "200" if FULL else "12")
    assert found["wrong"] == []
    assert found["acknowledged"] > found["kills"]


def test_killed_at_random_times_milvus_shows_no_half_document() -> None:
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
    found = _run("tests.index.kills", "50" if FULL else "3", "1", "milvus")
    assert found["wrong"] == []
    assert found["acknowledged"] > 0


class FullDisk:
    """A small file system that can be filled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        """Leave no byte."""
        with (self.folder / "filler").open("ab", buffering=0) as file:
            for size in (65536, 512, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError as exc:
                    assert exc.errno == errno.ENOSPC

    def reserve(self) -> None:
        """Take up the space that somebody will give back."""
        (self.folder / "reserve").write_bytes(bytes(2_500_000))

    def empty(self) -> None:
        """Give space back, as a person does who clears up."""
        for name in ("filler", "reserve"):
            (self.folder / name).unlink()


_FULL_DISK = """
import sys
from pathlib import Path
from index import Library, LibraryReadOnly
from tests.conftest import FakeEmbedder
from tests.index.states import addition, state, story, unsound
from tests.index.test_crash import FullDisk

disk = FullDisk(Path(sys.argv[1]))
disk.reserve()
library = Library.open(disk.folder / "library", FakeEmbedder())
library.engine.commit([addition("kept", ["The kept one. "])], [])
refused, done = 0, []
while refused < 3:
    number = len(done) + refused
    before = state(library, ["river"])
    try:
        library.engine.commit([addition(f"tale-{number}", [story(f"token{number}", number)] * 40)], [])
        done.append(f"tale-{number}")
        continue
    except LibraryReadOnly:
        refused += 1
    assert state(library, ["river"]) == before
    disk.fill()
    for write in (lambda: library.remove(["kept"]), lambda: library.engine.commit([addition("kept", ["Other. "])], [])):
        try:
            write()
        except LibraryReadOnly:
            assert state(library, ["river"]) == before
    reader = Library.open(disk.folder / "library", FakeEmbedder())
    assert state(reader, ["river"]) == state(library, ["river"])
    reader.close()
    disk.empty()
    for gone in done[-3:]:
        library.remove([gone])
    del done[-3:]
    disk.reserve()
library.engine.commit([addition("late", ["There is space again. "])], [])
assert unsound(library) == []
found = state(library)
library.close()
library = Library.open(disk.folder / "library", FakeEmbedder())
assert state(library) == found
assert {*library.documents()} - {"kept"} == {*done, "late"}
print("sound")
"""


@pytest.mark.skipif(os.name != "posix" or shutil.which("unshare") is None or os.geteuid() != 0, reason="a small disk takes root and Linux to mount")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    script = f'mount -t tmpfs -o size=4m none "{tmp_path}" && exec "$@"'
    command = ["unshare", "--mount", "sh", "-c", script, "sh", sys.executable, "-c", _FULL_DISK, str(tmp_path)]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    if "mount" in run.stderr and "Traceback" not in run.stderr:
        pytest.skip("this machine does not let a test mount a disk")
    assert (run.returncode, run.stdout) == (0, "sound\n"), run.stderr


def _refuse(*arguments: object, **options: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_failure_behind_the_commit_is_no_failure(
    opening: Callable[[], Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction has ended: what remains to do is caught up with."""
    from index.builds import LexicalBuilds
    from index.dense import DenseIndex

    library = opening()
    library.engine.commit([addition("fox", ["The fox. "])], [])
    with monkeypatch.context() as broken:
        broken.setattr(LexicalBuilds, "adopt", _refuse)
        broken.setattr(DenseIndex, "save", _refuse)
        broken.setattr("index.local._SAVE_EVERY", 0)
        library.engine.commit([addition("hen", ["The hen. ", "Its egg. "])], ["fox"])
        assert [hit.passage.text for hit in library.search("hen", 1)] == ["The hen. "]
        before = state(library)
        library.close()
    again = opening()
    assert state(again) == before
    assert unsound(again) == []


def test_a_writer_that_failed_does_not_lock_itself_out(
    opening: Callable[[], Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also while somebody still holds the error, and with it everything that its traceback refers to."""
    from index.lexical import LexicalIndex

    library = opening()
    library.engine.commit([addition("fox", ["The fox. "])], [])
    for error in (ValueError("An IO error occurred"), KeyboardInterrupt()):

        def fail(writer: object, error: BaseException = error) -> None:
            raise error

        with monkeypatch.context() as broken:
            broken.setattr(LexicalIndex, "_commit", staticmethod(fail))
            with pytest.raises(LibraryReadOnly if isinstance(error, ValueError) else KeyboardInterrupt) as held:
                library.engine.commit([addition("hen", ["The hen. "])], [])
        library.engine.commit([addition("owl", ["The owl. "])], [])
        library.remove(["owl"])
        assert held.value is not None
    with Library.open(library.engine.folder, FakeEmbedder()) as other:  # type: ignore[attr-defined]  # of the local engine
        assert state(other) == state(library)
