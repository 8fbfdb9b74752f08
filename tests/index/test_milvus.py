"""What only the engine on Milvus promises: many writers, crashes between its calls, addresses, and what is said when nobody answers."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import index.milvus.connection
import index.milvus.engine
from corpus import MissingExtra
from index import EngineUnavailable, Library, LibraryError, LibraryMismatch, check
from index.milvus import Address, MilvusEngine, is_address, parse_address, rows
from index.milvus.connection import Connection
from index.milvus.state import State
from index.milvus.terms import coarse
from tests.conftest import FakeEmbedder
from tests.index.conftest import milvus_engine
from tests.index.states import add, addition, statuses, story, unsound, write

VECTOR = FakeEmbedder().embed_query
TALE = ("The fox lived in a barn. ", "He feared the dog. ")


class _KilledError(BaseException):
    """Stands for the end of the program."""


@pytest.fixture
def clients(address: Address) -> Iterator[Callable[[], MilvusEngine]]:
    """Return what connects one more client to the test's library."""
    opened: list[MilvusEngine] = []

    def connect() -> MilvusEngine:
        opened.append(milvus_engine(address))
        return opened[-1]

    yield connect
    for engine in opened:
        engine.close()


def _texts(engine: MilvusEngine, id: str) -> list[str]:
    record = engine.documents()[id]
    return [entry.passage.text for _, entry in sorted(engine.passages(record.rows).items())]


def _stored(engine: MilvusEngine) -> int:
    """Count the passages in Milvus, whether they are of a document or not."""
    return engine._connection.count(engine.tables.passages, "id > 0")


@pytest.mark.parametrize(
    ("where", "wanted"),
    [
        ("http://milvus:19530", Address("http://milvus:19530")),
        ("http://milvus", Address("http://milvus:19530")),
        ("https://milvus.example:443/", Address("https://milvus.example:443")),
        ("tcp://10.0.0.1:19531/stories", Address("http://10.0.0.1:19531", "", "stories")),
        ("GRPC://[::1]:19530/archive/stories_2", Address("http://[::1]:19530", "archive", "stories_2")),
    ],
)
def test_an_address_names_cluster_database_and_library(where: str, wanted: Address) -> None:
    assert is_address(where)
    assert parse_address(where) == wanted


@pytest.mark.parametrize(
    "where",
    ["http://", "http://milvus:port", "http://milvus:99999", "http://milvus/a/b/c", "http://milvus/a-b", "http://milvus/1", "http://milvus?db=a"],
)
def test_a_wrong_address_is_refused(where: str) -> None:
    with pytest.raises(LibraryError, match="is no address of a Milvus cluster") as caught:
        Library.open(where, FakeEmbedder())
    assert caught.value.hint.startswith("Write it as http://HOST:19530")


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(LibraryError) as caught:
        parse_address("http://root:Milvus@milvus:19530")
    assert "Milvus@" not in caught.value.message + caught.value.hint
    assert "QUOTH_MILVUS_TOKEN" in caught.value.hint


@pytest.mark.parametrize("where", ["library", "/srv/http/library", "C:\\stories", "file:///srv/library", "ftp://milvus", "://"])
def test_anything_else_is_a_folder(where: str) -> None:
    assert not is_address(where)


def test_nobody_there_is_told_in_a_sentence() -> None:
    with pytest.raises(EngineUnavailable) as caught:
        Library.open("http://127.0.0.1:9", FakeEmbedder())
    assert caught.value.message.startswith("Milvus at http://127.0.0.1:9 does not answer as it should: ")
    assert "QUOTH_MILVUS_TOKEN" in caught.value.hint


def test_without_pymilvus_the_pip_line_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(MissingExtra) as caught:
        Library.open("http://milvus:19530", FakeEmbedder())
    assert caught.value.hint == "pip install 'quoth[milvus]'"


def test_a_library_is_opened_with_what_made_it(address: Address, clients: Callable[[], MilvusEngine]) -> None:
    with pytest.raises(LibraryError, match=f"There is no library .*/{address.name} in Milvus"):
        MilvusEngine(address, embedder="fake", fingerprint="fake-1", dimension=lambda: 64, create=False)
    clients()
    with pytest.raises(LibraryMismatch, match="made with the embedder fake, not with other"):
        MilvusEngine(address, embedder="other", fingerprint="other-1", dimension=lambda: 64)
    MilvusEngine(address, embedder="fake", fingerprint="fake-1", dimension=lambda: 0, create=False).close()


def test_a_client_sees_what_another_commits(clients: Callable[[], MilvusEngine]) -> None:
    here, there = clients(), clients()
    here.commit([addition("fox", TALE)], [])
    assert _texts(there, "fox") == list(TALE)
    assert [ranked.id for ranked in there.lexical("fox", 5)] == [1, 2]
    found = there.dense(VECTOR("dog"), 5)
    there.commit([addition("hen", ["The hen. "])], ["fox"])
    assert len(found) == 2
    assert here.passages([1, 2]) == {}
    assert here.lexical("fox", 5) == []
    assert [ranked.id for ranked in here.dense(VECTOR("fox"), 5)] == [3]
    assert here.documents().generation == there.documents().generation == 2


def test_many_writers_get_ids_of_their_own(clients: Callable[[], MilvusEngine]) -> None:
    engines = [clients() for _ in range(4)]

    def work(number: int) -> None:
        for tale in range(3):
            engines[number].commit([addition(f"tale-{number}-{tale}", [f"Number {number} {tale} {n}. " for n in range(1 + number)])], [])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    catalogue = engines[0].documents()
    ids = [id for record in catalogue.values() for id in record.rows]
    assert catalogue.generation == len(catalogue) == 12
    assert len(set(ids)) == len(ids) == 3 * (1 + 2 + 3 + 4) == _stored(engines[0])
    assert all(_texts(engines[1], f"tale-{n}-{t}") == [f"Number {n} {t} {i}. " for i in range(1 + n)] for n in range(4) for t in range(3))


def test_a_writer_steps_back_from_ids_that_another_wants(clients: Callable[[], MilvusEngine]) -> None:
    one, two = clients(), clients()
    claim = one._claims.take(5, [])
    assert list(claim.ids) == [1, 2, 3, 4, 5]
    two.commit([addition("fox", TALE)], [])
    assert list(two.documents()["fox"].rows) == [6, 7]
    one._claims.release(claim)
    one.commit([addition("hen", ["The hen. "])], [])
    assert list(two.documents()["hen"].rows) == [8]


def test_of_two_writers_of_a_document_the_last_wins(clients: Callable[[], MilvusEngine], monkeypatch: pytest.MonkeyPatch) -> None:
    """The second commits while the first is about to write its mark."""
    one, two = clients(), clients()
    one.commit([addition("tale", ["Old. "])], [])
    mark = one._mark

    def late(*arguments: object) -> None:
        two.commit([addition("tale", ["Two a. ", "Two b. "])], [])
        assert _texts(two, "tale") == ["Two a. ", "Two b. "]
        mark(*arguments)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(one, "_mark", late)
    one.commit([addition("tale", ["One a. ", "One b. ", "One c. "])], [])
    assert _texts(one, "tale") == _texts(two, "tale") == ["One a. ", "One b. ", "One c. "]
    assert two.lexical("two", 5) == []
    assert [finding.sound for finding in one.repair()] == [False]  # the rows of the one that lost
    assert _stored(one) == 3


@pytest.mark.parametrize("last", ["claim", "passages", "marks"])
def test_a_writer_that_dies_leaves_the_old_or_the_new(last: str, clients: Callable[[], MilvusEngine], monkeypatch: pytest.MonkeyPatch) -> None:
    """It dies after the call that writes this; the next writer clears away what it left."""
    engine, reader = clients(), clients()
    engine.commit([addition("tale", ["Old one. ", "Old two. "]), addition("kept", ["Kept. "])], [])
    call, done = engine._connection.call, {"claim": 1, "passages": 2, "marks": 3}[last]
    upserts: list[str] = []

    def die(name: str, *values: object, **options: object) -> object:
        if len(upserts) == done:
            raise _KilledError
        upserts.extend([name] if name == "upsert" else [])
        return call(name, *values, **options)

    with monkeypatch.context() as dying:
        dying.setattr(engine._connection, "call", die)
        dying.setattr(engine, "_clear_if_due", lambda: None)
        with pytest.raises(_KilledError):
            engine.commit([addition("tale", ["New one. ", "New two. ", "New three. "])], [])
    now = ["New one. ", "New two. ", "New three. "] if last == "marks" else ["Old one. ", "Old two. "]
    assert _texts(reader, "tale") == now
    assert sorted(reader.documents()) == ["kept", "tale"]
    assert len(reader.lexical("one", 9)) == len(now)
    assert len(reader.dense(VECTOR("one"), 9)) == len(now) + 1
    monkeypatch.setattr("index.milvus.claims._PROGRAM", "another")  # as if Milvus Lite had been opened by the next program
    late = clients()
    late.commit([], [])
    assert _texts(late, "tale") == now
    assert _stored(late) == len(now) + 1


def test_a_mark_that_arrived_though_no_answer_came_is_a_commit(clients: Callable[[], MilvusEngine], monkeypatch: pytest.MonkeyPatch) -> None:
    engine = clients()
    call = engine._connection.call

    def lose(name: str, *values: object, **options: object) -> object:
        answer = call(name, *values, **options)
        if name == "upsert" and any(str(row.get("key")).startswith("commit:") for row in values[1]):  # type: ignore[attr-defined]  # rows
            raise EngineUnavailable("The answer was lost.")
        return answer

    monkeypatch.setattr(engine._connection, "call", lose)
    engine.commit([addition("tale", TALE)], [])
    assert _texts(engine, "tale") == list(TALE)


def test_a_mark_that_did_not_arrive_is_no_commit(clients: Callable[[], MilvusEngine], monkeypatch: pytest.MonkeyPatch) -> None:
    engine = clients()
    call = engine._connection.call

    def refuse(name: str, *values: object, **options: object) -> object:
        if name == "upsert" and any(str(row.get("key")).startswith("commit:") for row in values[1]):  # type: ignore[attr-defined]  # rows
            raise EngineUnavailable("Nobody is there.")
        return call(name, *values, **options)

    with monkeypatch.context() as lost:
        lost.setattr(engine._connection, "call", refuse)
        with pytest.raises(EngineUnavailable):
            engine.commit([addition("tale", TALE)], [])
    assert dict(engine.documents()) == {}
    assert engine.lexical("fox", 5) == []
    engine.commit([addition("tale", TALE)], [])
    assert list(engine.documents()["tale"].rows) == [3, 4]  # the ids of the other may still be written


def test_a_ranking_longer_than_milvus_gives_at_once_is_exact(clients: Callable[[], MilvusEngine], monkeypatch: pytest.MonkeyPatch) -> None:
    engine = clients()
    texts = [f"The sea {'and the sea ' * (number % 5)}was {'very ' * (number % 7)}grey {number}. " for number in range(60)]
    engine.commit([addition("sea", texts, title="-"), addition("fox", TALE)], [])
    whole = engine.lexical("the grey sea", 100), engine.dense(VECTOR("the grey sea"), 100)
    looks: list[int] = []
    search = engine._search

    def look(field: str, asked: object, limit: int, *more: object) -> object:
        looks.append(limit)
        return search(field, asked, limit, *more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(engine, "_search", look)
    for k in (1, 3, 10, 40):
        assert (engine.lexical("the grey sea", k), engine.dense(VECTOR("the grey sea"), k)) == (whole[0][:k], whole[1][:k])
    assert max(looks) > 58  # more was looked at where scores lie close
    assert min(looks) == 9


def test_long_texts_many_terms_and_many_documents_fit(clients: Callable[[], MilvusEngine], monkeypatch: pytest.MonkeyPatch) -> None:
    """Milvus takes strings of 65,535 bytes, arrays of 4,096 values, and gives so many rows at once."""
    monkeypatch.setattr(index.milvus.connection, "MOST", 4)
    monkeypatch.setattr(index.milvus.connection, "_PAGE", 3)
    engine = clients()
    long = "".join(f"{number:x} 🌊 " for number in range(20_000))
    engine.commit([addition("long", [long]), *(addition(f"tale-{number}", [f"Tale {number}. "]) for number in range(9))], [])
    again = clients()
    assert sorted(again.documents()) == sorted(["long", *(f"tale-{number}" for number in range(9))])
    assert _texts(again, "long") == [long]
    assert [ranked.id for ranked in again.lexical("tale", 20)] == list(range(2, 11))


def test_a_library_is_the_same_on_milvus(address: Address, tmp_path: Path, plain: None) -> None:
    with Library(milvus_engine(address), FakeEmbedder()) as library:
        for number, name in enumerate(("first", "second", "third")):
            write(tmp_path / "tales", f"{name}.txt", story(f"{name}token", number, paragraphs=2))
        assert set(statuses(add(library, tmp_path / "tales")).values()) == {"added"}
        assert set(statuses(add(library, tmp_path / "tales")).values()) == {"unchanged"}
        write(tmp_path / "tales", "second.txt", story("othertoken", 1, paragraphs=2))
        assert sorted(statuses(add(library, tmp_path / "tales")).values()) == ["replaced", "unchanged", "unchanged"]
        assert library.document("second").text == story("othertoken", 1, paragraphs=2)
        assert library.search("othertoken", 1)[0].passage.document_id == "second"
        taken = library.take("second")
        assert all(hit.passage.document_id != "second" for hit in library.search("othertoken", 9))
        assert library.put_back(taken)
        assert not library.put_back(taken)
        assert library.search("othertoken", 1)[0].passage.document_id == "second"
        assert unsound(library) == []
        assert [finding.what for finding in check(library)] == ["3 documents", "passages of no document"]


def test_an_address_is_all_it_takes(tmp_path: Path) -> None:
    """A server that is reached by its address; with a token, which Milvus Lite does not look at."""
    pytest.importorskip("pymilvus", reason="pymilvus is not installed")
    serving = pytest.importorskip("milvus_lite.adapter.grpc.server", reason="milvus-lite is not installed")
    server, database, port = serving.start_server_in_thread(str(tmp_path), host="127.0.0.1", port=0)
    try:
        with Library.open(f"http://127.0.0.1:{port}/stories", FakeEmbedder(), token="root:Milvus") as library:
            library.engine.commit([addition("fox", TALE)], [])
        with Library.open(f"tcp://127.0.0.1:{port}/stories", FakeEmbedder(), create=False) as library:
            assert library.document("fox").text == "".join(TALE)
            assert [hit.passage.text for hit in library.search("the dog", 1)] == [TALE[1]]
        with pytest.raises(LibraryError, match="There is no library"):
            Library.open(f"http://127.0.0.1:{port}/others", FakeEmbedder(), create=False)
    finally:
        server.stop(grace=0)
        database.close()


def test_a_file_of_milvus_lite_ends_with_its_last_user(tmp_path: Path) -> None:
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
    place = Address(str(tmp_path / "own.db"))
    one, two = Connection(place), Connection(place)
    one.close()
    one.close()
    assert two.call("list_collections") == []
    two.close()
    assert index.milvus.connection._SERVERS.get(place.uri) is None
    from milvus_lite.server_manager import server_manager_instance  # type: ignore[import-untyped]  # it says nothing of types

    assert place.uri not in server_manager_instance._servers


def test_lengths_are_kept_as_tantivy_keeps_them() -> None:
    """In four binary digits above 24, rounded down."""
    assert [coarse(length) for length in (0, 1, 39, 40, 41, 42, 55, 59, 103, 111, 342, 1000)] == [0, 1, 39, 40, 40, 42, 54, 56, 96, 104, 312, 984]


def test_stretches_without_passages() -> None:
    tales = [(first, addition(f"t{first}", ["x. "] * count)) for first, count in ((3, 2), (7, 1), (8, 2))]
    state = State.of(1, [rows.marked(rows.mark_row(tale, first, rows.passage_rows(tale))) for first, tale in tales])
    assert [state.owner(id) for id in range(1, 11)] == [None, None, "t3", "t3", None, None, "t7", "t8", "t8", None]
    assert state.dead(range(1, 12)) == [range(1, 3), range(5, 7), range(10, 12)]
    assert state.dead(range(4, 8)) == [range(5, 7)]
    assert state.dead(range(3, 5)) == state.dead(range(7, 10)) == []
    assert state.dead(range(20, 22)) == [range(20, 22)]
