from pathlib import Path

from corpus import Source, discover


def _write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The fox ran.")


def test_a_folder_gives_its_readable_files_by_name(tmp_path: Path) -> None:
    _write(tmp_path, "b.txt", "a/Z.MD", "a/x.epub", "c.odt", ".hidden.txt", ".git/d.txt", "e.txt.bak")
    names = ["a/Z.MD", "a/x.epub", "b.txt"]
    assert discover([tmp_path]) == [Source(tmp_path / n, n, str(tmp_path / n)) for n in names]


def test_a_file_named_directly_is_always_listed(tmp_path: Path) -> None:
    _write(tmp_path, "c.odt")
    missing = tmp_path / "nowhere.txt"
    assert discover([missing, tmp_path / "c.odt"]) == [
        Source(missing, "nowhere.txt", str(missing)),
        Source(tmp_path / "c.odt", "c.odt", str(tmp_path / "c.odt")),
    ]


def test_each_file_once(tmp_path: Path) -> None:
    _write(tmp_path, "a/b.txt")
    assert [s.name for s in discover([tmp_path, tmp_path / "a", tmp_path / "a" / "b.txt"])] == ["a/b.txt"]


def test_two_folders_with_one_name_are_two_sources(tmp_path: Path) -> None:
    _write(tmp_path, "a/story.txt", "b/story.txt")
    found = discover([tmp_path / "a", tmp_path / "b"])
    assert [s.name for s in found] == ["story.txt", "story.txt"]
    assert [s.origin for s in found] == [str(tmp_path / "a/story.txt"), str(tmp_path / "b/story.txt")]


def test_links_that_lead_outside_or_nowhere_are_left_out(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    _write(inside, "a.txt")
    _write(outside, "secret.txt")
    (inside / "out.txt").symlink_to(outside / "secret.txt")
    (inside / "loop.txt").symlink_to("loop.txt")
    (inside / "none.txt").symlink_to("missing.txt")
    (inside / "folder").symlink_to(outside)
    (inside / "up").symlink_to(inside)
    (inside / "folder.txt").mkdir()
    assert [s.name for s in discover([inside])] == ["a.txt"]


def test_a_link_to_a_file_already_listed_adds_nothing(tmp_path: Path) -> None:
    _write(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert [s.name for s in discover([tmp_path])] == ["a.txt"]


def test_a_name_that_cannot_be_shown_is_escaped(tmp_path: Path) -> None:
    _write(tmp_path, "a\nb.txt")
    assert [s.name for s in discover([tmp_path])] == ["a\\nb.txt"]
