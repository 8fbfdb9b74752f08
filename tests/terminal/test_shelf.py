"""What is in the library: add, sync, remove, list, show, check."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import EmptyDocument, discover
from index import DEFAULT, Library, Outcome
from tests.conftest import PROJECT, FakeEmbedder
from tests.terminal.conftest import TALE, Quoth, ids
from web.terminal.adding import advice, line, summary, time_left
from web.terminal.boundary import run
from web.terminal.opening import Openings, Place


def test_adding_says_what_became_of_each_file(quoth: Quoth, folder: Path, tmp_path: Path) -> None:
    (folder / "none.txt").write_text("", encoding="utf-8")
    place = ("--library", tmp_path / "shelf")
    code, out, err = quoth("add", folder, *place)
    rows = out.splitlines()
    assert (code, err) == (1, "")
    assert [row.split()[0] for row in rows[:-1]] == ["refused", "added", "added"]
    assert "added     Song  (song.txt, 1 passage, id song)" in rows
    assert rows[-1].startswith("2 added, 1 refused; 2 passages in ")
    (folder / "none.txt").unlink()
    (folder / "tale.txt").write_text(TALE + "Then he moved.\n", encoding="utf-8")
    code, out, err = quoth("add", folder, *place)
    assert (code, err) == (0, "")
    assert sorted(row.split()[0] for row in out.splitlines()[:-1]) == ["replaced", "unchanged"]


def test_adding_lets_others_have_a_core_first(folder: Path, tmp_path: Path) -> None:
    def library(where: Place, create: bool) -> Library:
        return Library.open(where.folder, FakeEmbedder())

    for command, ways in ((["add", folder], 1), (["sync", folder, "--yes"], 1), (["list"], 0)):
        gave: list[bool] = []
        openings = Openings(library, give_way=lambda gave=gave: gave.append(True))  # type: ignore[misc]
        assert run([*map(str, command), "--library", str(tmp_path / "shelf")], openings) == 0
        assert len(gave) == ways
    program = "import os; from web.terminal.opening import Openings; Openings().give_way(); print(os.nice(0))"
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "19"


def test_there_must_be_something_to_add(quoth: Quoth, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    error = f"There is nothing to read in {tmp_path / 'empty'}."
    code, out, err = quoth("add", tmp_path / "empty", "--library", tmp_path / "shelf")
    assert (code, out, err.splitlines()[0]) == (2, "", f"quoth: {error}")
    assert not (tmp_path / "shelf").exists()


def test_shares_of_a_folder_are_added_one_by_one(quoth: Quoth, folder: Path, tmp_path: Path) -> None:
    (folder / "deep").mkdir()
    for number in range(8):
        (folder / "deep" / f"tale-{number}.txt").write_text(f"{number}. {TALE}", encoding="utf-8")
    place = ("--library", tmp_path / "shelf")
    added = []
    for share in ("1/3", "2/3", "3/3"):
        code, out, err = quoth("add", folder, "--shard", share, *place)
        assert (code, err) == (0, "")
        added.append([row for row in out.splitlines()[:-1] if row.startswith("added")])
    assert sum(map(len, added)) == 10 == len(set().union(*added))
    assert all(len(share) < 10 for share in added)
    assert quoth("add", folder, *place)[1].splitlines()[-1] == "10 unchanged"


def test_an_empty_share_is_no_error(quoth: Quoth, folder: Path, tmp_path: Path) -> None:
    outs = [quoth("add", folder / "tale.txt", "--shard", f"{n}/2", "--library", tmp_path / "shelf") for n in (1, 2)]
    assert sorted(out.splitlines()[-1].split(";")[0] for _, out, _ in outs) == ["1 added", "nothing to do"]
    assert {(code, err) for code, _, err in outs} == {(0, "")}


@pytest.mark.parametrize(
    ("share", "message"),
    [
        ("3", "3 is no share of the files."), ("a/b", "a/b is no share of the files."), ("1/-2", "1/-2 is no share of the files."),
        ("0/4", "There is no share 0 of 4."), ("5/4", "There is no share 5 of 4."), ("1/0", "There is no share 1 of 0."),
    ],
)  # fmt: skip
def test_a_wrong_share_is_refused(share: str, message: str, quoth: Quoth, folder: Path, tmp_path: Path) -> None:
    code, out, err = quoth("add", folder, "--shard", share, "--library", tmp_path / "shelf")
    assert (code, out, err.splitlines()[0]) == (2, "", f"quoth: {message}")
    assert not (tmp_path / "shelf").exists()


def test_a_cluster_stands_where_a_folder_could(quoth: Quoth, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody answers there, and no folder of that name is made."""
    monkeypatch.chdir(folder)
    address = "http://127.0.0.1:9/stories"
    for arguments in (("add", folder / "tale.txt"), ("list",), ("ask", "Who?"), ("check",)):
        code, out, err = quoth(*arguments, "--library", address)
        assert (code, out, err.splitlines()[0].split(": ")[:2]) == (2, "", ["quoth", "Milvus at http://127.0.0.1:9 does not answer as it should"])
    monkeypatch.setenv("QUOTH_LIBRARY", address)
    assert quoth("list")[0] == 2
    assert sorted(path.name for path in folder.iterdir()) == ["song.txt", "tale.txt"]


def test_sync_asks_before_it_removes(quoth: Quoth, folder: Path, shelf: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "poem.txt"
    elsewhere.write_text("A rose is a rose.\n", encoding="utf-8")
    assert quoth("add", elsewhere)[0] == 0
    elsewhere.unlink()
    (folder / "song.txt").unlink()
    (folder / "new.txt").write_text("A new day came.\n", encoding="utf-8")
    code, out, err = quoth("sync", folder)
    assert (code, out) == (2, "")
    assert err == (
        "gone      Song  (song.txt, id song)\n"
        "quoth: The library holds 1 document whose file is gone; nothing was changed.\n"
        "       Add --yes to remove what is listed above.\n"
    )
    assert ids(quoth) == ["poem", "song", "tale"]
    code, out, err = quoth("sync", folder, "--yes")
    assert (code, err) == (0, "")
    assert sorted(row.split()[0] for row in out.splitlines()[:-1]) == ["added", "removed", "unchanged"]
    assert ids(quoth) == ["new", "poem", "tale"]


def test_sync_of_a_folder_that_is_gone_changes_nothing(quoth: Quoth, folder: Path, shelf: Path) -> None:
    folder.rename(folder.with_name("moved"))
    error = f"quoth: There is no folder {folder}; nothing was changed.\n       Is its disk connected?\n"
    assert quoth("sync", folder, "--yes") == (2, "", error)
    assert ids(quoth) == ["song", "tale"]


def test_removing_takes_all_or_none(quoth: Quoth, shelf: Path) -> None:
    assert quoth("remove", "tale", "nothing")[0] == 2
    assert ids(quoth) == ["song", "tale"]
    assert quoth("remove", "tale", "tale") == (0, "removed   Tale  (tale.txt, id tale)\n", "")
    assert ids(quoth) == ["song"]


def test_the_list_as_json(quoth: Quoth, shelf: Path) -> None:
    code, out, err = quoth("list", "--json")
    listed = json.loads(out)
    assert (code, err, out.count("\n")) == (0, "", 1)
    added = [document.pop("added_at")[:3] for document in listed["documents"]]
    assert added == ["202", "202"]
    assert listed == {
        "documents": [
            {"id": "song", "title": "Song", "source": "song.txt", "characters": 41, "passages": 1},
            {"id": "tale", "title": "Tale", "source": "tale.txt", "characters": 51, "passages": 1},
        ],
        "generation": 1,
    }


def test_a_story_is_shown_with_its_range(quoth: Quoth, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert quoth("show", "tale")[:2] == (0, TALE)
    marked = "The ⟦fox⟧ lived in a red barn. He feared the old dog.\n"
    assert quoth("show", "tale", "--start", "4", "--end", "7") == (0, marked, "")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert "The \x1b[7mfox\x1b[0m lived" in quoth("show", "tale", "--start", "4", "--end", "7")[1]


def test_a_sound_library_checks_with_zero_a_damaged_one_with_one(quoth: Quoth, shelf: Path) -> None:
    code, out, err = quoth("check")
    assert (code, err) == (0, "")
    assert {row.split()[0] for row in out.splitlines()} == {"sound"}
    database = shelf / "library.db"
    database.write_bytes(b"\xff" * database.stat().st_size)
    code, out, err = quoth("check")
    assert (code, err) == (1, "")
    assert out.splitlines()[0].startswith("unsound   ")


def test_lines_and_sums() -> None:
    refused = Outcome("b.pdf", "refused", error=None)
    assert line(replace(refused, status="unchanged", title="B", document_id="b", passages=2)).plain == (
        "unchanged B  (b.pdf, 2 passages, id b)"
    )
    for told, written in (("b.pdf is empty.", "b.pdf is empty. Fill it."), ("It is empty.", "b.pdf: It is empty. Fill it.")):
        assert line(replace(refused, error=EmptyDocument(told, "Fill it."))).plain == f"refused   {written}"
    assert summary(Counter({"refused": 2, "added": 1}), 90, 3.0) == (
        "1 added, 2 refused; 90 passages in 3.0 s, 30 a second"
    )
    assert summary(Counter({"unchanged": 4}), 0, 3.0) == "4 unchanged"
    assert summary(Counter(), 0, 0.0) == "nothing to do"


@pytest.mark.parametrize(
    ("done", "total", "words"), [(0, 10, ""), (10, 10, ""), (5, 10, "0:01:40 left"), (1, 101, "2:46:40 left")]
)
def test_time_left(done: int, total: int, words: str) -> None:
    assert time_left(100.0, done, total) == words


def test_help_says_what_can_be_typed(quoth: Quoth) -> None:
    code, out, err = quoth("--help")
    assert (code, err) == (0, "")
    for name in ("add", "sync", "remove", "list", "show", "ask", "chat", "serve", "check"):
        code, text, err = quoth(name, "--help")
        assert (code, err) == (0, "")
        assert f"quoth {name}" in text
        assert "--library" in text and "QUOTH_LIBRARY" in text and "--embedder" in text
        assert f" {name} " in out


def test_output_nobody_reads_ends_quietly(quoth: Quoth, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        code, _, err = quoth("list")
    assert (code, err) == (141, "")


def test_who_adds_much_to_a_new_library_is_told_of_the_static_embedder(tmp_path: Path) -> None:
    (tmp_path / "much.txt").touch()
    os.truncate(tmp_path / "much.txt", 24_000 * 565)
    (tmp_path / "little.txt").write_text(TALE, encoding="utf-8")
    much, little = discover([tmp_path / "much.txt"]), discover([tmp_path / "little.txt"])
    embedder = FakeEmbedder()
    with Library.open(tmp_path / "library", embedder) as library:
        assert advice(library, much) == ""
        embedder.name = DEFAULT
        assert advice(library, little) == ""
        assert advice(library, much) == (
            "About 24,000 passages: with all-MiniLM-L6-v2 this takes some 10 minutes on two processor cores. "
            "A new library made with --embedder static is ready about 50 times sooner and finds nearly as much."
        )
        list(library.add(little))
        assert advice(library, much) == ""
