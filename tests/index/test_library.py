"""The library above its engine: what is added, left alone, replaced, refused, and what a second run goes on with."""

import shutil
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import index.adding
import index.library
from corpus import Source, discover, split
from index import (
    Library,
    LibraryCorrupt,
    LibraryError,
    LibraryMismatch,
    LibraryReadOnly,
    Outcome,
    Progress,
    UnknownDocument,
    Vector,
)
from tests.conftest import FakeEmbedder
from tests.index.states import QUERIES, add, state, statuses, story, unsound, write

pytestmark = pytest.mark.usefixtures("plain")
Opening = Callable[[], Library]


class CountingEmbedder(FakeEmbedder):
    """Remembers what it embedded."""

    def __init__(self) -> None:
        self.passages: list[str] = []

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        self.passages += texts
        return super().embed_passages(texts, progress)


@pytest.fixture
def tales(tmp_path: Path) -> Path:
    """A folder of three stories."""
    for number, name in enumerate(("fox", "hen", "owl")):
        write(tmp_path / "tales", f"{name}.txt", story(f"{name}token", number))
    return tmp_path / "tales"


def test_a_folder_is_added(opening: Opening, tales: Path) -> None:
    library = opening()
    outcomes = add(library, tales)
    assert [(o.source, o.status, o.document_id, o.title) for o in outcomes] == [
        (f"{name}.txt", "added", name, f"The tale of {name}token") for name in ("fox", "hen", "owl")
    ]
    for name in ("fox", "hen", "owl"):
        document = library.document(name)
        assert document.text == (tales / f"{name}.txt").read_text(encoding="utf-8")
        passages = [library.passages([row])[row].passage for row in library.documents()[name].rows]
        assert passages == split(document)
        assert library.search(f"{name}token", 1)[0].passage.document_id == name
    assert library.documents()["fox"].added_at.endswith("+00:00")


def test_adding_again_embeds_nothing(folder: Path, tales: Path) -> None:
    embedder = CountingEmbedder()
    with Library.open(folder, embedder) as library:
        add(library, tales)
        texts = len(embedder.passages)
        assert texts == sum(record.passages for record in library.documents().values())
        before, generation = state(library), library.generation
        again = add(library, tales)
        assert statuses(again) == {"fox.txt": "unchanged", "hen.txt": "unchanged", "owl.txt": "unchanged"}
        assert [(o.document_id, o.passages) for o in again] == [(r.id, r.passages) for r in library.documents().values()]
        assert library.generation == generation
    with Library.open(folder, embedder) as library:
        add(library, tales)
        assert state(library) == before
    assert len(embedder.passages) == texts


def test_an_edited_story_embeds_only_what_changed(folder: Path, tales: Path) -> None:
    embedder = CountingEmbedder()
    with Library.open(folder, embedder) as library:
        add(library, tales)
        old = {entry.passage.text for entry in library.passages(library.documents()["hen"].rows).values()}
        embedder.passages.clear()
        path = tales / "hen.txt"
        path.write_text(path.read_text(encoding="utf-8") + "\nAt last the hen slept.\n", encoding="utf-8")
        assert statuses(add(library, tales)) == {"fox.txt": "unchanged", "hen.txt": "replaced", "owl.txt": "unchanged"}
        new = {entry.passage.text for entry in library.passages(library.documents()["hen"].rows).values()}
        assert sorted(embedder.passages) == sorted(text.strip() for text in new - old)
        assert 0 < len(embedder.passages) < len(new)
        assert library.document("hen").text.endswith("At last the hen slept.\n")


def test_a_library_edited_is_a_library_made_anew(tmp_path: Path, folder: Path, tales: Path) -> None:
    """Scores too: what was there before leaves no trace in them."""
    with Library.open(folder, FakeEmbedder()) as library:
        add(library, tales)
        write(tales, "hen.txt", story("hentoken", 77))
        add(library, tales)
        library.remove(["owl"])
        found = state(library, QUERIES[:3], ids=False)
    (tales / "owl.txt").unlink()
    with Library.open(tmp_path / "anew", FakeEmbedder()) as library:
        add(library, tales)
        anew = state(library, QUERIES[:3], ids=False)
    assert found == anew


def test_two_files_of_one_name_are_two_documents(opening: Opening, tmp_path: Path) -> None:
    for name in ("north", "south", "west"):
        write(tmp_path / name, "story.txt", story(f"{name}token", len(name)))
    library = opening()
    one = add(library, tmp_path / "north")
    two = add(library, tmp_path / "south", tmp_path / "west")
    assert [o.document_id for o in one + two] == ["story", "story-2", "story-3"]
    for id, name in (("story", "north"), ("story-2", "south"), ("story-3", "west")):
        assert f"{name}token" in library.document(id).text
        assert library.documents()[id].source == "story.txt"
    again = add(library, tmp_path / "west", tmp_path / "south", tmp_path / "north")
    assert [(o.document_id, o.status) for o in again] == [(id, "unchanged") for id in ("story-3", "story-2", "story")]


def test_equal_files_are_two_documents(opening: Opening, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        write(tmp_path / "tales", name, story("sametoken", 1))
    library = opening()
    add(library, tmp_path / "tales")
    found = {hit.passage.document_id for hit in library.search("sametoken", 10)}
    assert found == {"one", "two"}
    library.remove(["one"])
    assert {hit.passage.document_id for hit in library.search("sametoken", 10)} == {"two"}


def test_one_file_named_twice_is_added_once(opening: Opening, tales: Path) -> None:
    library = opening()
    assert len(add(library, tales, tales / "fox.txt", tales)) == 3


def test_a_folder_that_moved_is_recognised(folder: Path, tales: Path, tmp_path: Path) -> None:
    embedder = CountingEmbedder()
    with Library.open(folder, embedder) as library:
        add(library, tales)
        embedder.passages.clear()
        tales.rename(tmp_path / "elsewhere")
        outcomes = add(library, tmp_path / "elsewhere")
        assert [(o.document_id, o.status) for o in outcomes] == [(id, "replaced") for id in ("fox", "hen", "owl")]
        assert embedder.passages == []
        assert library.documents()["fox"].origin == str(tmp_path / "elsewhere" / "fox.txt")
        assert set(statuses(add(library, tmp_path / "elsewhere")).values()) == {"unchanged"}
        assert len(library.documents()) == 3


def test_of_two_copies_of_a_folder_that_is_gone_one_takes_its_place(opening: Opening, tales: Path, tmp_path: Path) -> None:
    library = opening()
    add(library, tales)
    shutil.copytree(tales, tmp_path / "copy")
    tales.rename(tmp_path / "moved")
    outcomes = add(library, tmp_path / "copy", tmp_path / "moved")
    assert [o.document_id for o in outcomes] == ["fox", "hen", "owl", "fox-2", "hen-2", "owl-2"]
    assert len(library.documents()) == 6


def test_a_copy_beside_the_folder_is_new(opening: Opening, tales: Path, tmp_path: Path) -> None:
    library = opening()
    add(library, tales)
    shutil.copytree(tales, tmp_path / "copy")
    assert set(statuses(add(library, tmp_path / "copy")).values()) == {"added"}
    assert len(library.documents()) == 6


def test_refused_files_are_reported_while_the_rest_goes_on(
    opening: Opening, tales: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus import Parser

    monkeypatch.setattr(index.library, "Parser", Parser)
    (tales / "a-empty.txt").write_text("", encoding="utf-8")
    (tales / "bad.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    library = opening()
    sources = [*discover([tales]), Source(tales / "gone.txt", "gone.txt", str(tales / "gone.txt"))]
    outcomes = list(library.add(sources))
    assert statuses(outcomes) == {
        "a-empty.txt": "refused", "bad.pdf": "refused", "fox.txt": "added", "hen.txt": "added", "owl.txt": "added", "gone.txt": "refused",
    }  # fmt: skip
    refused = {o.source: type(o.error).__name__ for o in outcomes if o.error is not None}
    assert refused == {"a-empty.txt": "EmptyDocument", "bad.pdf": "UnreadableFile", "gone.txt": "UnreadableFile"}
    assert sorted(library.documents()) == ["fox", "hen", "owl"]


def test_an_edit_that_cannot_be_read_leaves_what_was_there(opening: Opening, tales: Path) -> None:
    library = opening()
    add(library, tales)
    before = state(library)
    (tales / "hen.txt").unlink()
    assert statuses(list(library.add([Source(tales / "hen.txt", "hen.txt", str(tales / "hen.txt"))]))) == {"hen.txt": "refused"}
    assert state(library) == before


def test_progress_is_told(opening: Opening, tales: Path) -> None:
    told: list[Progress] = []
    library = opening()
    list(library.add(discover([tales]), told.append))
    assert (told[-1].files, told[-1].files_total) == (3, 3)
    assert told[-1].passages == sum(record.passages for record in library.documents().values())
    assert [p.seconds for p in told] == sorted(p.seconds for p in told)
    assert [p.passages for p in told] == sorted(p.passages for p in told)


def test_an_interruption_keeps_what_was_yielded(opening: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.adding, "_FEWEST", 8)
    monkeypatch.setattr(index.adding, "_MOST", 8)
    for number in range(9):
        write(tmp_path / "tales", f"tale-{number}.txt", story(f"token{number}", number))
    library = opening()
    yielded: list[Outcome] = []

    def interrupt(progress: Progress) -> None:
        if len(yielded) >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        for outcome in library.add(discover([tmp_path / "tales"]), interrupt):
            yielded.append(outcome)
    kept = [o.document_id for o in yielded]
    assert sorted(library.documents()) == kept
    assert 4 <= len(kept) < 9
    library.close()
    again = opening()
    assert sorted(again.documents()) == kept
    rest = add(again, tmp_path / "tales")
    assert [o.status for o in rest] == ["unchanged"] * len(kept) + ["added"] * (9 - len(kept))
    assert unsound(again) == []


def test_an_addition_that_is_given_up_lets_go(opening: Opening, tales: Path, tmp_path: Path) -> None:
    library = opening()
    outcomes = library.add(discover([tales]))
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]  # it is a generator
    library.close()
    other = opening()
    assert set(statuses(add(other, tales)).values()) == {"unchanged"}


def test_threads_that_add_one_name_at_once_lose_nothing(opening: Opening, tmp_path: Path) -> None:
    library = opening()
    places = [tmp_path / f"place-{number}" for number in range(6)]
    for number, place in enumerate(places):
        write(place, "story.txt", story(f"token{number}", number))
    found: list[Outcome] = []
    ready = threading.Barrier(len(places))

    def work(place: Path) -> None:
        ready.wait()
        found.extend(add(library, place))

    threads = [threading.Thread(target=work, args=(place,)) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(str(o.document_id) for o in found) == ["story", *(f"story-{number}" for number in range(2, 7))]
    texts = [library.document(id).text for id in library.documents()]
    assert all(sum(f"token{number}" in text for text in texts) == 1 for number in range(6))


def test_threads_that_add_one_file_at_once_make_one_document(opening: Opening, tales: Path) -> None:
    library = opening()
    ready = threading.Barrier(6)

    def work() -> None:
        ready.wait()
        add(library, tales)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(library.documents()) == ["fox", "hen", "owl"]


def test_removal_of_an_unknown_document_removes_nothing(opening: Opening, tales: Path) -> None:
    library = opening()
    add(library, tales)
    before = state(library)
    with pytest.raises(UnknownDocument):
        library.remove(["fox", "nobody"])
    assert state(library) == before
    with pytest.raises(UnknownDocument):
        library.document("nobody")


def test_what_was_removed_can_be_added_again(opening: Opening, tales: Path) -> None:
    library = opening()
    add(library, tales)
    before = state(library, QUERIES[:3], ids=False)
    library.remove(["hen"])
    assert statuses(add(library, tales))["hen.txt"] == "added"
    assert state(library, QUERIES[:3], ids=False) == before  # of equals, the one with the lower id is first


def test_another_embedder_is_told(folder: Path, tales: Path) -> None:
    class Other(FakeEmbedder):
        name = "other"
        fingerprint = "other-1"

    with Library.open(folder, FakeEmbedder()) as library:
        add(library, tales)
        before = state(library)
    with pytest.raises(LibraryMismatch) as caught:
        Library.open(folder, Other())
    assert caught.value.message == "This library was made with the embedder fake, not with other."
    assert caught.value.hint == "Open it with --embedder fake, or make a new one: quoth add PATH --library NEW --embedder other"
    with Library.open(folder, FakeEmbedder()) as library:
        assert state(library) == before


def _sql(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "library.db")
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_newer_format_is_told(folder: Path) -> None:
    Library.open(folder, FakeEmbedder()).close()
    _sql(folder, "PRAGMA user_version = 99")
    with pytest.raises(LibraryError) as caught:
        Library.open(folder, FakeEmbedder())
    assert caught.value.message == "This library has format 99; this version of Quoth reads format 1."
    assert caught.value.hint == "Use the version of Quoth that made it, or add the stories to a new folder: quoth add PATH --library NEW"


def test_a_database_of_somebody_else_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    _sql(folder, "CREATE TABLE notes (text)")
    before = (folder / "library.db").read_bytes()
    with pytest.raises(LibraryCorrupt, match=r"library\.db is not a library of Quoth"):
        Library.open(folder, FakeEmbedder())
    assert [path.name for path in folder.iterdir()] == ["library.db"]
    assert (folder / "library.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all, but longer than the hundred bytes of its header" * 9, b"SQLite format 3\x00"])
def test_a_file_that_is_no_database_is_told(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "library.db").write_bytes(content)
    with pytest.raises(LibraryCorrupt):
        Library.open(folder, FakeEmbedder())
    assert (folder / "library.db").read_bytes() == content


def test_where_there_is_none_it_says_how_to_make_one(folder: Path) -> None:
    with pytest.raises(LibraryError) as caught:
        Library.open(folder, FakeEmbedder(), create=False)
    assert caught.value.message == f"There is no library in {folder}."
    assert caught.value.hint == f"Make one: quoth add PATH --library {folder}"
    assert not folder.exists()
    folder.mkdir()
    (folder / "library.db").touch()
    with pytest.raises(LibraryError, match="There is no library in"):
        Library.open(folder, FakeEmbedder(), create=False)


def test_a_file_in_place_of_the_folder_is_told(folder: Path) -> None:
    folder.write_text("a file", encoding="utf-8")
    with pytest.raises(LibraryReadOnly, match="cannot be made or looked into"):
        Library.open(folder, FakeEmbedder())


def test_a_library_that_was_closed_says_so(opening: Opening, tales: Path) -> None:
    library = opening()
    add(library, tales)
    library.close()
    library.close()
    for ask in (library.documents, lambda: library.search("fox", 3), lambda: library.remove(["fox"])):
        with pytest.raises(LibraryError, match="The library was closed"):
            ask()
