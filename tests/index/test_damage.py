"""Damaged files: what is derived is made anew without a word, what is the truth is never quoted wrongly."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import index.builds
from index import Library, LibraryCorrupt, LibraryError, LibraryReadOnly, check
from tests.conftest import PROJECT, FakeEmbedder
from tests.index.states import QUERIES, add, state, statuses, story, unsound, write

pytestmark = pytest.mark.usefixtures("plain")


@pytest.fixture
def tales(tmp_path: Path) -> Path:
    """A folder of three stories."""
    for number, name in enumerate(("fox", "hen", "owl")):
        write(tmp_path / "tales", f"{name}.txt", story(f"{name}token", number))
    return tmp_path / "tales"


@pytest.fixture
def made(folder: Path, tales: Path) -> Path:
    """The folder of a library that holds three stories."""
    with Library.open(folder, FakeEmbedder()) as library:
        add(library, tales)
    return folder


def _open(folder: Path) -> Library:
    return Library.open(folder, FakeEmbedder())


def _derived(folder: Path) -> list[Path]:
    return [folder / "dense.faiss", *sorted(path for path in (folder / "lexical").rglob("*") if path.is_file())]


def _flip(path: Path, place: float = 0.5) -> None:
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 1
    path.write_bytes(data)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _extend(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\x00")


DAMAGES: list[Callable[[Path], None]] = [_flip, _truncate, _empty, _extend, Path.unlink]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damaged_derived_files_are_made_anew_silently(made: Path, damage: Callable[[Path], None]) -> None:
    with _open(made) as library:
        before = state(library)
    names = [path.name for path in _derived(made) if path.stat().st_size and not path.name.endswith(".lock")]
    assert len(names) > 5
    for name in names:  # segments get new names with each build, so each is found by its place in the list
        path = next((p for p in _derived(made) if p.name == name), _derived(made)[min(names.index(name), len(_derived(made)) - 1)])
        if not path.stat().st_size:
            continue
        damage(path)
        with _open(made) as library:
            assert state(library) == before, path.name
    with _open(made) as library:
        assert unsound(library) == []


@pytest.mark.parametrize("what", ["dense.faiss", "lexical"])
def test_derived_files_that_are_gone_or_of_another_library(made: Path, tmp_path: Path, what: str) -> None:
    with _open(made) as library:
        before = state(library)
    write(tmp_path / "others", "wolf.txt", story("wolftoken", 9))
    with _open(tmp_path / "other") as other:
        add(other, tmp_path / "others")
    for swapped in (None, tmp_path / "other" / what):
        (shutil.rmtree if what == "lexical" else os.unlink)(made / what)
        if swapped is not None:
            (shutil.copytree if what == "lexical" else shutil.copy)(swapped, made / what)
        with _open(made) as library:
            assert state(library) == before
            assert library.engine.lexical("wolftoken", 5) == []


def test_derived_files_of_an_earlier_state(made: Path, tales: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "earlier")
    with _open(made) as library:
        write(tales, "hen.txt", story("hawktoken", 5))
        add(library, tales)
        library.remove(["owl"])
        before = state(library)
    for whole in (False, True):
        (made / "dense.faiss").write_bytes((tmp_path / "earlier" / "dense.faiss").read_bytes())
        if whole:
            shutil.rmtree(made / "lexical")
            shutil.copytree(tmp_path / "earlier" / "lexical", made / "lexical")
        with _open(made) as library:
            assert state(library) == before
            assert library.engine.lexical("hentoken owltoken", 9) == []


def test_check_finds_and_mends(made: Path) -> None:
    with _open(made) as library:
        before = state(library)
        assert [(f.what, f.sound, f.hint) for f in check(library)] == [
            ("database", True, ""), ("3 documents", True, ""), ("index of vectors", True, ""), ("index of words", True, ""),
        ]  # fmt: skip
        _flip(made / "dense.faiss")
        _flip(next((made / "lexical").glob("*/*.term")))
        assert [(f.what, f.sound, f.hint) for f in check(library)][2:] == [
            ("index of vectors", False, "Made anew from the database."), ("index of words", False, "Made anew from the database."),
        ]  # fmt: skip
        assert unsound(library) == []
        assert state(library) == before
    with _open(made) as library:
        assert state(library) == before
        assert unsound(library) == []


def test_a_file_damaged_while_the_library_is_open_is_never_taken_for_good(made: Path, tales: Path) -> None:
    with _open(made) as library:
        write(tales, "wolf.txt", story("wolftoken", 9))
        _flip(next((made / "lexical").glob("*/*.pos" if list((made / "lexical").glob("*/*.pos")) else "*/*.term")))
        add(library, tales)
    with _open(made) as library:
        assert library.engine.builds.current.folder is not None  # type: ignore[attr-defined]  # of the local engine
        found = state(library, QUERIES[:3], ids=False)
    with _open(made.with_name("anew")) as library:
        add(library, tales)
        assert state(library, QUERIES[:3], ids=False) == found


def _change(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / "library.db")) as connection:
        changed = connection.execute(statement, values)
        assert changed.rowcount == 1
        connection.commit()


PASSAGE_DAMAGES = {
    "text": "UPDATE passages SET text = replace(text, 'token', 'tokem') WHERE id = 2",
    "case": "UPDATE passages SET text = upper(substr(text, 1, 1)) || substr(text, 2) || 'x' WHERE id = 2",
    "vector": "UPDATE passages SET vector = zeroblob(128) WHERE id = 2",
    "kind of vector": "UPDATE passages SET vector = 7 WHERE id = 2",
    "place": "UPDATE passages SET start = start + 1, end = end + 1 WHERE id = 2",
    "document": "UPDATE passages SET document = 'owl' WHERE id = 2",
    "checksum": "UPDATE passages SET checksum = checksum + 1 WHERE id = 2",
}


@pytest.mark.parametrize("derived", [True, False], ids=["derived kept", "derived lost"])
@pytest.mark.parametrize("statement", PASSAGE_DAMAGES.values(), ids=PASSAGE_DAMAGES)
def test_a_damaged_passage_is_never_quoted(made: Path, tales: Path, statement: str, derived: bool) -> None:
    _change(made, statement)
    if not derived:
        (made / "dense.faiss").unlink()
        shutil.rmtree(made / "lexical")
    with _open(made) as library:
        with pytest.raises(LibraryCorrupt, match="is damaged in the library"):
            library.document("fox")
        with pytest.raises(LibraryCorrupt):
            library.passages([1, 2])
        for query in ("foxtoken", "fox", "river"):
            try:
                hits = library.search(query, 5)
            except LibraryCorrupt:
                continue
            assert 2 not in [hit.id for hit in hits]
        assert library.search("owltoken", 1, ["owl"])[0].passage.document_id == "owl"
        findings = [(f.what, f.sound, f.hint) for f in check(library)]
        assert findings[1] == (
            "3 documents", False, "Damaged: fox. Remove them and add their files again: quoth remove ID, quoth add PATH",
        )  # fmt: skip
        library.remove(["fox"])
        add(library, tales)
        assert unsound(library) == []
        assert library.document("fox").text == (tales / "fox.txt").read_text(encoding="utf-8")


def test_an_edited_file_heals_its_damaged_document(made: Path, tales: Path) -> None:
    _change(made, PASSAGE_DAMAGES["text"])
    text = (tales / "fox.txt").read_text(encoding="utf-8") + "The end.\n"
    (tales / "fox.txt").write_text(text, encoding="utf-8")
    with _open(made) as library:
        assert statuses(add(library, tales)) == {"fox.txt": "replaced", "hen.txt": "unchanged", "owl.txt": "unchanged"}
        assert library.document("fox").text == text
        assert unsound(library) == []


def test_a_missing_passage_is_told(made: Path) -> None:
    _change(made, "DELETE FROM passages WHERE id = 2")
    with _open(made) as library:
        with pytest.raises(LibraryCorrupt, match="Passages of fox are missing in the library"):
            library.document("fox")
        assert unsound(library)[0].startswith("3 documents: Damaged: fox.")


@pytest.mark.parametrize("column", ["title", "source", "first", "passages", "characters", "sections", "names", "fingerprint"])
def test_a_damaged_record_is_told(made: Path, column: str) -> None:
    _change(made, f"UPDATE documents SET {column} = {column} || '0' WHERE id = 'fox'")  # noqa: S608
    with pytest.raises(LibraryCorrupt) as caught:
        _open(made)
    assert caught.value.message == "The record of the document fox is damaged in the library."
    assert caught.value.hint == "Put back a copy of library.db, or make a new library: quoth add PATH --library NEW"


def test_flipped_bits_of_the_database_are_never_quoted(made: Path) -> None:
    """Anywhere in the file: what is said is as it was, or it is an error of ours."""
    with _open(made) as library:
        before = state(library)
    data = (made / "library.db").read_bytes()
    kept, refused = 0, 0
    for place in range(0, len(data), max(1, len(data) // 60)):
        bit = 1 << place % 8
        (made / "library.db").write_bytes(data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :])
        try:
            with _open(made) as library:
                for key, value in state(library).items():
                    if key != "generation":  # a counter that nothing is quoted from
                        assert value == before[key], place
            kept += 1
        except LibraryError:
            refused += 1
        for beside in made.glob("library.db-*"):
            beside.unlink()
    assert kept + refused >= 60
    assert refused > 10


# Folders that may only be read


@pytest.fixture
def read_only(made: Path) -> Iterator[Path]:
    """The library of three stories in a folder that may only be read."""
    parents = [made, *(path for path in made.rglob("*") if path.is_dir())]
    for path in [*(path for path in made.rglob("*") if path.is_file()), *parents]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield made
    for path in parents:
        path.chmod(0o755)


_ASK = """
import json, sys
from pathlib import Path
from index import Library, LibraryReadOnly, check
from tests.conftest import FakeEmbedder
from tests.index.states import state
library = Library.open(Path(sys.argv[1]), FakeEmbedder())
print(json.dumps(state(library)))
try:
    library.remove(["fox"])
except LibraryReadOnly as exc:
    print(exc.message)
print([finding.sound for finding in check(library)])
library.close()
"""


def _as_nobody(script: str, *arguments: str) -> list[str]:
    """Run a script as somebody who owns nothing; as oneself where one is not root."""
    command = [sys.executable, "-c", script, *arguments]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root may write everywhere, and there is no setpriv to become somebody else")
        command = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    if run.returncode and "ermission denied" in run.stderr and "index" not in run.stderr:
        pytest.skip("somebody else may not read this checkout")
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_folder_that_may_only_be_read_still_answers(read_only: Path) -> None:

    shutil.copytree(read_only, copy := read_only.with_name("copy"))
    for path in [copy, *(path for path in copy.rglob("*") if path.is_dir())]:
        path.chmod(0o755)
    with _open(copy) as library:
        before = json.loads(json.dumps(state(library)))
    for path in read_only.parents:
        if os.geteuid() == 0 and "pytest" in str(path):  # where pytest keeps its files only their owner may look
            path.chmod(0o755)
    files = sorted(path.name for path in read_only.rglob("*"))
    said = _as_nobody(_ASK, str(read_only))
    assert json.loads(said[0]) == before
    assert said[1:] == ["The library cannot be written: Permission denied.", "[True, True, True, True]"]
    assert sorted(path.name for path in read_only.rglob("*")) == files


def test_a_file_that_nobody_changes_is_read_without_side_files(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQLite calls immutable; and when somebody does change it after all, the next question sees it."""
    with _open(made) as library:
        before = state(library)
    connect = sqlite3.connect

    def refusing(name: str, **options: object) -> sqlite3.Connection:
        if "immutable" not in name:
            raise sqlite3.OperationalError("unable to open database file")
        return connect(name, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite3, "connect", refusing)
    with _open(made) as reader:
        assert state(reader) == before
        with pytest.raises(LibraryReadOnly):
            reader.remove(["fox"])
        monkeypatch.setattr(sqlite3, "connect", connect)
        with _open(made) as writer:
            writer.remove(["hen"])
            after = state(writer)
        monkeypatch.setattr(sqlite3, "connect", refusing)
        assert state(reader) == after
        monkeypatch.setattr(sqlite3, "connect", connect)
        reader.remove(["owl"])  # the folder may be written again
        assert sorted(reader.documents()) == ["fox"]


def test_a_commit_that_cannot_be_read_without_writing_is_not_overlooked(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (made / "library.db-wal").write_bytes(b"a commit that was not brought into the database")
    connect = sqlite3.connect

    def refusing(name: str, **options: object) -> sqlite3.Connection:
        if "immutable" not in name:
            raise sqlite3.OperationalError("unable to open database file")
        return connect(name, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite3, "connect", refusing)
    with pytest.raises(LibraryReadOnly, match="a program that wrote to it did not finish"):
        _open(made)


def test_a_large_library_keeps_few_dead_words(made: Path, tales: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the size at which each removal makes the index of words anew, what is gone is still never found."""
    monkeypatch.setattr(index.builds, "_SMALL", 0)
    write(tales, "long.txt", story("longtoken", 8, paragraphs=120))
    with _open(made) as library:
        add(library, tales)
        build = library.engine.builds.current.folder  # type: ignore[attr-defined]  # of the local engine
        library.remove(["owl"])
        assert library.engine.builds.current.folder == build  # type: ignore[attr-defined]
        assert library.engine.builds.dead() == 4  # type: ignore[attr-defined]
        assert library.engine.lexical("owltoken", 5) == []
        assert unsound(library) == []
        assert library.engine.builds.dead() == 0  # type: ignore[attr-defined]
        library.remove(["long"])
        assert library.engine.builds.dead() == 0  # type: ignore[attr-defined]
        assert {hit.passage.document_id for hit in library.search("token", 9)} == {"fox", "hen"}
