"""I5: text that was deleted or replaced is never quoted again, from the moment the delete returns."""

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import index.builds
from index import Library, UnknownDocument
from qa import Chatbot
from tests.conftest import FakeEmbedder, WordReader
from tests.index.states import add, addition, story, unsound, write
from tests.index.test_sharing import Program, program

pytestmark = pytest.mark.usefixtures("plain")


def _token(number: int, version: int) -> str:
    return f"tok{number}x{version}end"


def _assert_gone(library: Library, tokens: Sequence[str]) -> None:
    """Nothing that can be asked of a library says any of these."""
    entries = library.passages(range(1, 5_000))
    said = [entry.passage.text for entry in entries.values()]
    for query in (tokens[-1], f"What was the {tokens[-1]}?", " ".join(tokens[-5:])):
        said += [hit.passage.text for hit in library.search(query, 50)]
        said += [entries[ranked.id].passage.text for ranked in library.engine.lexical(query, 50)]
        dense = library.engine.dense(library.embedder.embed_query(query), 50)
        said += [entries[ranked.id].passage.text for ranked in dense]
    said += [library.document(id).text for id in library.documents()]
    said += [" ".join([r.id, r.title, r.source, *r.names]) for r in library.documents().values()]
    assert not [token for token in tokens if any(token in text for text in said)]


def _quotes(chatbot: Chatbot, token: str) -> list[str]:
    answer = chatbot.ask(f"What was the {token}?", explain=True)
    return [citation.quote for citation in answer.citations] + [shown.text for shown in answer.passages]


def _gone_elsewhere(other: Program, token: str) -> None:
    hits = f"[hit.passage.text for hit in library.search('{token}', 50)]"
    assert other.ask(f"[text for text in {hits} if '{token}' in text]") == "[]"
    assert other.ask(f"library.engine.lexical('{token}', 5)") == "[]"


@pytest.mark.parametrize(("removals", "small"), [(60, 500), (30, 0)], ids=["made anew each time", "taken out"])
def test_removals_and_edits_are_never_quoted_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, removals: int, small: int
) -> None:
    """After restarts, in another program, with stale derived files, and in answers too."""
    monkeypatch.setattr(index.builds, "_SMALL", small)
    chance = random.Random(5)
    versions = dict.fromkeys(range(12), 0)
    for number in versions:
        write(tmp_path / "tales", f"tale-{number}.txt", story(_token(number, 0), number, paragraphs=2))
    library = Library.open(folder, FakeEmbedder())
    add(library, tmp_path / "tales")
    gone: list[str] = []
    with program(folder) as other:
        for removal in range(removals):
            number = chance.choice(sorted(versions))
            stale = chance.random() < 0.15
            if stale:
                library.close()
                shutil.rmtree(tmp_path / "stale", ignore_errors=True)
                shutil.copytree(folder, tmp_path / "stale", ignore=shutil.ignore_patterns("library.db*"))
                library = Library.open(folder, FakeEmbedder())
            token = _token(number, versions[number])
            gone.append(token)
            versions[number] += 1
            write(tmp_path / "tales", f"tale-{number}.txt", story(_token(number, versions[number]), removal, paragraphs=2))
            if removal % 2:
                library.remove([f"tale-{number}"])
                _assert_gone(library, gone)
                with pytest.raises(UnknownDocument):
                    library.document(f"tale-{number}")
            add(library, tmp_path / "tales")
            _assert_gone(library, gone)
            if removal % 10 == 0:
                _gone_elsewhere(other, token)
                assert not [q for q in _quotes(Chatbot(library, WordReader()), token) if token in q]
            if stale:
                library.close()
                for kept in (folder / "lexical", folder / "dense.faiss"):
                    shutil.rmtree(kept) if kept.is_dir() else kept.unlink(missing_ok=True)
                shutil.copytree(tmp_path / "stale", folder, dirs_exist_ok=True)
                library = Library.open(folder, FakeEmbedder())
                _assert_gone(library, gone)
                _gone_elsewhere(other, token)
        assert len(gone) == removals
        for number, version in versions.items():
            assert library.search(_token(number, version), 1)[0].passage.document_id == f"tale-{number}"
    library.close()
    with Library.open(folder, FakeEmbedder()) as library:
        _assert_gone(library, gone)
        assert unsound(library) == []


def _holding(folder: Path, token: str) -> list[str]:
    """Return the files of a library that hold a word, in any of them."""
    word = token.encode()
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and word in path.read_bytes())


def test_no_file_holds_what_was_removed(opening: Callable[[], Library], folder: Path) -> None:
    library = opening()
    library.engine.commit([addition("kept", ["The kepttoken. "] * 8)], [])
    library.engine.commit([addition("secret", ["The secrettoken. "] * 80, title="Of secrettoken")], [])
    assert _holding(folder, "kepttoken")
    assert _holding(folder, "secrettoken")
    library.remove(["secret"])
    assert _holding(folder, "secrettoken") == []
    library.engine.commit([addition("kept", ["The other one. "])], [])
    assert _holding(folder, "kepttoken") == []


def test_no_file_of_a_large_library_holds_it_after_a_check(
    opening: Callable[[], Library], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.builds, "_SMALL", 0)
    library = opening()
    kept = addition("kept", [f"The kept one, part {part}. " for part in range(200)])
    library.engine.commit([kept, addition("secret", ["The secrettoken. "])], [])
    library.remove(["secret"])
    assert [name for name in _holding(folder, "secrettoken") if name.startswith("library.db")] == []
    assert library.engine.builds.dead() == 1  # type: ignore[attr-defined]  # of the local engine; Tantivy packs words together, so no look at its files tells
    assert unsound(library) == []
    assert library.engine.builds.dead() == 0  # type: ignore[attr-defined]
    assert _holding(folder, "secrettoken") == []


def test_a_reader_in_the_way_of_tidying_is_no_failure(opening: Callable[[], Library], folder: Path) -> None:
    """It is done by the next commit that removes something, or when the last program closes the library."""
    library = opening()
    library.engine.commit([addition("secret", ["The secrettoken. "])], [])
    with program(folder) as other:
        reading = "library.engine.storage._connections.get()"
        other.ask(f"{reading}.execute('BEGIN')")
        other.ask(f"{reading}.execute('SELECT count(*) FROM passages').fetchone()")
        library.remove(["secret"])
        _assert_gone(library, ["secrettoken"])
        other.ask(f"{reading}.execute('COMMIT')")
        _gone_elsewhere(other, "secrettoken")
        library.engine.commit([addition("late", ["A late one. "])], [])
        library.remove(["late"])
    assert _holding(folder, "secrettoken") == []


def test_what_is_taken_out_is_put_back_as_it_was_without_embedding(folder: Path, opening: Callable[[], Library]) -> None:
    library = opening()
    add(library, write(folder, "a.txt", story("alpha", 1)).path, write(folder, "b.txt", story("beta", 2)).path)
    before, record, text = library.search("alpha", 5), library.documents()["a"], library.document("a").text
    taken = library.take("a")
    assert list(library.documents()) == ["b"]
    assert not [hit for hit in library.search("alpha", 50) if hit.passage.document_id == "a"]
    embedded = library.embedder
    library.embedder = None  # type: ignore[assignment]
    assert library.put_back(taken)
    library.embedder = embedded
    again = library.documents()["a"]
    assert (library.document("a").text, again.title, again.sections, again.names) == (text, record.title, record.sections, record.names)
    assert [(hit.passage, hit.dense_score, hit.lexical_score) for hit in library.search("alpha", 5)] == [
        (hit.passage, hit.dense_score, hit.lexical_score) for hit in before
    ]
    assert unsound(library) == []
    assert [outcome.status for outcome in add(library, folder / "a.txt")] == ["unchanged"]


def test_what_is_there_again_is_not_overwritten(folder: Path, opening: Callable[[], Library]) -> None:
    library = opening()
    add(library, write(folder, "a.txt", story("alpha", 1)).path)
    taken = library.take("a")
    add(library, write(folder, "a.txt", story("gamma", 3)).path)
    assert not library.put_back(taken)
    assert "gamma" in library.document("a").text
    with pytest.raises(UnknownDocument):
        library.take("nowhere")
