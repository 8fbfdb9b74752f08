"""Many vectors: clustered, found as if all had been compared, and never found again once they are removed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

import index.dense
from index import Engine, Ranking, Vector
from index.dense import DenseIndex
from index.local import LocalEngine
from tests.conftest import FakeEmbedder
from tests.index.conftest import local_engine
from tests.index.states import addition

DIMENSION = 32
FIRST = 2_000


class Truth(dict[int, Vector]):
    """What the database would say."""

    def vectors(self, ids: Sequence[int]) -> tuple[np.ndarray, Vector]:
        there = [id for id in ids if id in self]
        return np.array(there, dtype=np.int64), np.array([self[id] for id in there], dtype=np.float32).reshape(len(there), -1)

    def vector_blocks(self, before: int) -> Iterator[tuple[np.ndarray, Vector]]:
        ids = sorted(id for id in self if id < before)
        for start in range(0, len(ids), 900):
            yield self.vectors(ids[start : start + 900])

    def best(self, query: Vector, k: int, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        ids, rows = self.vectors(sorted(self) if among is None else among)
        scores = rows.astype(np.float64) @ query.astype(np.float16).astype(np.float64)
        return sorted(zip(ids.tolist(), scores.tolist(), strict=True), key=lambda found: (-found[1], found[0]))[:k]


def _rows(count: int, seed: int) -> Vector:
    """Return vectors around some hundred centres, in half precision."""
    chance = np.random.default_rng(seed)
    centres = np.random.default_rng(0).standard_normal((300, DIMENSION))
    rows = centres[chance.integers(300, size=count)] + 0.6 * chance.standard_normal((count, DIMENSION))
    unit: Vector = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)
    return unit


QUESTIONS = _rows(60, 99)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cluster early."""
    for name, value in {"EXACT": 30, "WAITING": 10, "_NAMED": 40}.items():
        monkeypatch.setattr(index.dense, name, value)


@pytest.fixture
def truth() -> Truth:
    """Vectors of passages 1 to 2,000."""
    return Truth(enumerate(_rows(FIRST, 1), start=1))


@pytest.fixture
def dense(truth: Truth) -> DenseIndex:
    """An index of them, clustered."""
    made = DenseIndex(DIMENSION, truth)
    made.add(truth.items())
    assert made.settle()
    return made


def _recall(dense: DenseIndex, truth: Truth) -> float:
    hits = [{ranked.id for ranked in dense.search(asked, 10)} & {id for id, _ in truth.best(asked, 10)} for asked in QUESTIONS]
    return sum(map(len, hits)) / (10 * len(QUESTIONS))


def _more(dense: DenseIndex, truth: Truth, count: int, seed: int) -> list[int]:
    fresh = dict(enumerate(_rows(count, seed), start=max(truth) + 1))
    truth.update(fresh)
    dense.add(fresh.items())
    return list(fresh)


def test_the_nearest_of_all_are_found_with_exact_scores(dense: DenseIndex, truth: Truth) -> None:
    assert _recall(dense, truth) >= 0.98
    for asked in QUESTIONS:
        exact = dict(truth.best(asked, FIRST))
        assert all(ranked.score == pytest.approx(exact[ranked.id], abs=1e-5) for ranked in dense.search(asked, 10))


def test_what_is_added_is_found_at_once_and_after_it_was_put_to_the_others(dense: DenseIndex, truth: Truth) -> None:
    fresh = _more(dense, truth, 25, 2)
    before = [dense.search(truth[id], 5) for id in fresh]
    assert [ranking[0].id for ranking in before] == fresh
    assert not dense.settle()
    assert [dense.search(truth[id], 5) for id in fresh] == before
    assert len(dense) == FIRST + 25


def test_what_is_removed_is_never_found_again(dense: DenseIndex, truth: Truth, tmp_path: Path) -> None:
    fresh = _more(dense, truth, 5, 3)
    gone = [range(100, 700), range(fresh[1], fresh[3])]
    dense.remove(gone)
    for id in (id for rows in gone for id in rows):
        del truth[id]
    assert dense.ids().tolist() == sorted(truth)
    assert _recall(dense, truth) >= 0.98
    everything = dense.search(QUESTIONS[0], 10**6)
    assert [ranked.id for ranked in everything] == [id for id, _ in truth.best(QUESTIONS[0], FIRST)]
    derived = dense.save(tmp_path / "dense.faiss")
    again = DenseIndex(DIMENSION, truth)
    assert again.load(tmp_path / "dense.faiss", derived)
    assert again.ids().tolist() == sorted(truth)


def test_a_row_that_the_database_lacks_is_left_out(dense: DenseIndex, truth: Truth) -> None:
    asked = truth.pop(77)
    assert 77 not in [ranked.id for ranked in dense.search(asked, 20)]


@pytest.mark.parametrize("only", [[range(5, 20), range(900, 911)], [range(1, 300), range(1_000, 1_300)], [range(1, FIRST + 9)]])
def test_restricted_it_finds_the_nearest_of_these(dense: DenseIndex, truth: Truth, only: list[range]) -> None:
    _more(dense, truth, 8, 4)
    among = [id for rows in only for id in rows]
    hits = sum(len({ranked.id for ranked in dense.search(asked, 10, only)} & {id for id, _ in truth.best(asked, 10, among)}) for asked in QUESTIONS)
    assert hits >= 0.98 * 10 * len(QUESTIONS)
    assert {ranked.id for ranked in dense.search(QUESTIONS[0], 500, only)} <= set(among)


def test_equal_vectors_are_in_the_order_of_ids(dense: DenseIndex, truth: Truth) -> None:
    twins = dict.fromkeys(range(FIRST + 1, FIRST + 91), truth[1])
    truth.update(twins)
    dense.add(list(twins.items())[:60])
    dense.settle()
    dense.add(list(twins.items())[60:])
    for k in (1, 7, 50, 91):
        assert [ranked.id for ranked in dense.search(truth[1], k)] == [1, *twins][:k]


def test_it_is_the_same_each_time_it_is_made_and_read(dense: DenseIndex, truth: Truth, tmp_path: Path) -> None:
    rankings = [dense.search(asked, 30) for asked in QUESTIONS]
    other = DenseIndex(DIMENSION, truth)
    other.add(truth.items())
    other.settle()
    assert [other.search(asked, 30) for asked in QUESTIONS] == rankings
    assert dense.save(tmp_path / "one") == other.save(tmp_path / "other")
    again = DenseIndex(DIMENSION, truth)
    assert again.load(tmp_path / "one", dense.save(tmp_path / "one"))
    assert [again.search(asked, 30) for asked in QUESTIONS] == rankings


def test_it_is_clustered_anew_when_it_has_outgrown_its_clusters(dense: DenseIndex, truth: Truth) -> None:
    _more(dense, truth, 100, 5)
    assert dense.settle()
    assert not dense.settle()
    assert _recall(dense, truth) >= 0.98


# In a library

VECTOR = FakeEmbedder().embed_query


def _words(number: int) -> list[str]:
    return [f"Tale {number} tells of the {word} {number * place}. " for place, word in enumerate(("sea", "hill", "wood", "wolf"), start=3)]


def _rankings(engine: Engine) -> list[Ranking]:
    return [engine.dense(VECTOR(words), 5) for number in range(0, 20, 3) for words in _words(number)[:2]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of 20 tales in clusters, of which one was removed and one came late."""
    engine = local_engine(tmp_path / "engine")
    engine.commit([addition(f"tale-{number}", _words(number)) for number in range(19)], [])
    engine.commit([addition("tale-19", _words(19))], ["tale-4"])
    engine.close()
    return tmp_path / "engine"


def _opened(folder: Path) -> LocalEngine:
    engine = local_engine(folder)
    assert isinstance(engine, LocalEngine)
    return engine


def test_a_library_opens_with_the_same_rankings(folder: Path) -> None:
    found = []
    for _ in range(2):
        engine = _opened(folder)
        found.append(_rankings(engine))
        engine.close()
    assert found[0] == found[1]
    assert [ranking[0].score for ranking in found[0]] == pytest.approx([1.0] * len(found[0]), abs=2e-3)


def test_damaged_clusters_are_made_anew(folder: Path) -> None:
    engine = _opened(folder)
    before = [[ranked.id for ranked in ranking[:1]] for ranking in _rankings(engine)]
    engine.close()
    data = bytearray((folder / "dense.faiss").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "dense.faiss").write_bytes(data)
    engine = _opened(folder)
    assert [[ranked.id for ranked in ranking[:1]] for ranking in _rankings(engine)] == before
    assert all(finding.sound for finding in engine.repair())
    engine.close()
    assert b"IwSq" in (folder / "dense.faiss").read_bytes()[:8]


def test_a_file_written_but_not_recorded_does_no_harm(folder: Path) -> None:
    engine = _opened(folder)
    before = _rankings(engine)
    engine.commit([], ["tale-0"])
    engine._dense.save(folder / "dense.faiss")
    engine.storage.close()  # it dies before it can record the file
    engine = _opened(folder)
    gone = set(range(1, 5))
    assert all(ranked.id not in gone for ranking in _rankings(engine) for ranked in ranking)
    assert before[-1][0] == _rankings(engine)[-1][0]
    engine.close()
