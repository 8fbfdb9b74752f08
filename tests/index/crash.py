"""Dies, or fails, at every step of every operation on a library in turn, and compares what is there afterwards.

    python -m tests.index.crash die|fail add|update|remove|create [--first N] [--every N] [--reads]

Prints one line of JSON: how many points there were, how often the old and the new state was found, and what went wrong.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import index.library
import index.local
from corpus import discover
from index import Library, LibraryError, UnknownDocument
from tests.conftest import FakeEmbedder
from tests.index import faults, states
from tests.index.states import PlainParser, state, story, unsound, write

State = Mapping[str, Any]


def _open(folder: Path) -> Library:
    return Library.open(folder / "library", FakeEmbedder())


def _add(library: Library, folder: Path) -> None:
    list(library.add(discover([folder / "tales", folder / "more"])))


def _remove(library: Library, folder: Path) -> None:
    library.remove(["second"])


def _prepare(folder: Path, operation: str) -> None:
    """Make the library as it is before the operation, and the files that the operation adds."""
    for number, name in enumerate(("first", "second", "third")):
        write(folder / "tales", f"{name}.txt", story(f"{name}token", number))
    if operation != "create":
        with _open(folder) as library:
            list(library.add(discover([folder / "tales"])))
    if operation == "add":
        write(folder / "more", "fourth.txt", story("fourthtoken", 4, paragraphs=9))
        write(folder / "more", "fifth.txt", story("fifthtoken", 5))
    if operation == "update":
        text = story("secondtoken", 1)
        write(folder / "tales", "second.txt", text.replace("day 2", "day 2, when the moon was new") + "And that was newtoken.\n")


OPERATIONS: Mapping[str, Callable[[Library, Path], None]] = {"add": _add, "update": _add, "remove": _remove, "create": _add}


def _in_child(work: Callable[[], Any]) -> tuple[int, Any]:
    """Do something in a process of its own; returns its exit status and what it returned."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "w") as pipe:
                json.dump(work(), pipe)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, json.loads(text) if status == 0 else None


def _look(folder: Path) -> list[Any]:
    """Return the state of a library that is opened anew, and what is unsound once it was closed again."""
    with _open(folder) as library:
        found = state(library)
    with _open(folder) as library:
        wrong = unsound(library)
        again = state(library)
    return [found, wrong + ([] if json.dumps(again) == json.dumps(found) else ["another state after check"])]


class Trial:
    """One operation, made to die or fail at one point after another."""

    def __init__(self, root: Path, operation: str, *, reads: bool) -> None:
        self._root = root
        self._work = OPERATIONS[operation]
        self._reads = reads
        self._before = root / "before"
        _, _ = _in_child(lambda: _prepare(self._before, operation))
        self.old = self._state(self._copy("old"))
        folder = self._copy("new")
        _, self.points = _in_child(lambda: self._operate(folder, faults.Faults(reads=reads)))
        self.new = self._state(folder)

    def _copy(self, name: str) -> Path:
        """Copy the library; the files that it was made from stay where they are, for they are told by their place."""
        folder = self._root / name
        folder.mkdir()
        for kept in ("tales", "more"):
            if (self._before / kept).is_dir():
                (folder / kept).symlink_to(self._before / kept)
        if (self._before / "library").is_dir():
            shutil.copytree(self._before / "library", folder / "library")
        return folder

    def _state(self, folder: Path) -> State:
        status, (found, wrong) = _in_child(lambda: _look(folder))
        if status or wrong:
            raise SystemExit(f"the library without faults is unsound: {wrong}")
        shutil.rmtree(folder)
        return dict(found)

    def _operate(self, folder: Path, fault: faults.Faults) -> int:
        faults.install(fault)
        fault.active = True
        with _open(folder) as library:
            self._work(library, folder)
        return fault.seen

    def die(self, point: int) -> str:
        """Die at a point; returns `old` or `new` for what was found, or what is wrong."""
        folder = self._copy(f"point-{point}")
        fault = faults.Faults("die", point, reads=self._reads)
        status, _ = _in_child(lambda: self._operate(folder, fault))
        if status not in (faults.DIED, 0):
            return f"point {point}: ended with {status}"
        return self._found(folder, f"point {point}", finished=status == 0)

    def fail(self, point: int) -> str:
        """Fail at a point; returns `old` or `new` for what the library said right after it, or what is wrong."""
        folder = self._copy(f"point-{point}")
        fault = faults.Faults("fail", point, lasting=point % 3 == 0, kind=point // 2, reads=self._reads)
        status, said = _in_child(lambda: self._suffer(folder, fault))
        if status:
            return f"point {point}: a foreign error, or a library that cannot be used any more"
        afterwards = self._found(folder, f"point {point}", finished=True)
        return str(said) if afterwards == "new" else afterwards

    def _suffer(self, folder: Path, fault: faults.Faults) -> str:
        faults.install(fault)
        fault.active = True
        try:
            library = _open(folder)
        except LibraryError:
            fault.active = False
            library = _open(folder)
        error = None
        try:
            self._work(library, folder)
        except LibraryError as exc:
            error = exc
        fault.active = False
        now = "old" if state(library)["generation"] == self.old["generation"] else "new"
        self._compare(state(library), now)
        if error is None and now != "new":
            raise AssertionError("it returned, but did nothing")
        try:
            self._work(library, folder)
        except UnknownDocument:
            if now == "old":
                raise
        self._compare(state(library), "new")
        fault.active, fault.seen = True, 0
        library.close()
        return now

    def _compare(self, found: State, name: str) -> None:
        wanted = self.new if name == "new" else self.old
        wrong = [key for key in wanted if json.dumps(found[key]) != json.dumps(wanted[key])]
        if wrong:
            raise AssertionError(f"{name}: other {', '.join(wrong)}")

    def _found(self, folder: Path, where: str, *, finished: bool) -> str:
        status, looked = _in_child(lambda: _look(folder))
        if status:
            return f"{where}: cannot be opened"
        found, wrong = looked
        shutil.rmtree(folder)
        if wrong:
            return f"{where}: {wrong}"
        if found == self.new:
            return "new"
        return "old" if found == self.old and not finished else f"{where}: neither old nor new"


def main() -> None:
    """Run one operation through its points."""
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=["die", "fail"])
    parser.add_argument("operation", choices=sorted(OPERATIONS))
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--reads", action="store_true")
    options = parser.parse_args()
    index.library.Parser = PlainParser  # type: ignore[attr-defined,assignment]  # no child process for each of hundreds of trials
    index.local._SAVE_EVERY = 0  # vectors are saved with every commit
    _load()
    with tempfile.TemporaryDirectory() as root:
        trial = Trial(Path(root), options.operation, reads=options.reads)
        run = trial.die if options.mode == "die" else trial.fail
        points = range(options.first, trial.points + 1, options.every)
        results = [run(point) for point in points]
    counts = {name: results.count(name) for name in ("old", "new")}
    wrong = [result for result in results if result not in counts]
    print(json.dumps({"points": len(points), **counts, "wrong": wrong}))  # noqa: T201 - what this script is for


def _load() -> None:
    """Import what the children need, so that it is done once."""
    import faiss
    import tantivy

    assert faiss and tantivy and states


if __name__ == "__main__":
    main()
