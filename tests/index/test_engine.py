"""What every engine promises: scores and their order, restriction, replacement, ids. Runs over all engines."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import pytest

from corpus import Passage
from index import Engine, Entry, LibraryMismatch, Ranking, UnknownDocument, analysis
from index.lexical import lexical_rows
from tests.conftest import FakeEmbedder
from tests.index.states import addition

VECTOR = FakeEmbedder().embed_query
LILY = ("Lily was born in Aktau. ", "The sea was grey that winter. ", "Lily sang to the grey sea. ")
IRIS = ("Iris was born in Osh. ", "The mountain was white. ")
ODD = (
    "AND", "OR NOT", "NOT lily", "(", ")", "()", '"', '"lily', "lily*", "*", "text:lily", "title:", ":", "^", "lily^9", "~", "lily~2", "\\",
    "\x00", "lily\x00iris", "🌊", "a" * 5_000, "+lily -iris", "[a TO z]", "{", "'", "’s", "\n\t", "", " ", "SELECT * FROM passages; --", "%", "_",
)  # fmt: skip


def _ids(ranking: Ranking) -> list[int]:
    return [ranked.id for ranked in ranking]


def _dense(texts: dict[int, str], query: str) -> list[tuple[int, float]]:
    """Return what the ranking by meaning must be, computed here: inner products of vectors in half precision."""
    asked = VECTOR(query).astype(np.float16).astype(np.float64)
    scores = {id: float(VECTOR(text).astype(np.float16).astype(np.float64) @ asked) for id, text in texts.items()}
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def _bm25(documents: Mapping[str, Mapping[int, str]], query: str) -> list[tuple[int, float]]:
    """Return what the ranking by words must be, computed here: the weighted sum of BM25 over the fields.

    The formula is that of Robertson and Zaragoza (2009) with k1 = 1.2 and b = 0.75.
    """
    placed = [(id, Passage(name, 0, 0, text)) for name, texts in documents.items() for id, text in texts.items()]
    rows = {row.id: analysis.fields(row.text, row.around, row.title) for row in lexical_rows(placed, {})}
    scores: dict[int, float] = {}
    for field, term in analysis.query(query):
        lengths = {id: len(fields[field]) for id, fields in rows.items()}
        holding = [id for id, fields in rows.items() if term in fields[field]]
        rarity = math.log(1 + (len(rows) - len(holding) + 0.5) / (len(holding) + 0.5))
        for id in holding:
            often, length = rows[id][field].count(term), lengths[id] / (sum(lengths.values()) / len(rows))
            score = rarity * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length))
            scores[id] = scores.get(id, 0.0) + analysis.WEIGHTS[field] * score
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def _assert_ranking(found: Ranking, wanted: Sequence[tuple[int, float]], tolerance: float = 1e-4) -> None:
    assert _ids(found) == [id for id, _ in wanted]
    assert [ranked.score for ranked in found] == pytest.approx([score for _, score in wanted], rel=tolerance)


@pytest.fixture
def two(engine: Engine) -> Engine:
    """An engine that holds Lily's story, passages 1 to 3, and Iris's, 4 and 5."""
    engine.commit([addition("lily", LILY, title="-"), addition("iris", IRIS, title="-")], [])
    return engine


OF_LILY, OF_IRIS = dict(enumerate(LILY, start=1)), dict(enumerate(IRIS, start=4))
TEXTS = {**OF_LILY, **OF_IRIS}


def test_a_new_engine_is_empty(engine: Engine) -> None:
    assert dict(engine.documents()) == {}
    assert engine.documents().generation == 0
    assert engine.dense(VECTOR("lily"), 10) == []
    assert engine.lexical("lily", 10) == []
    assert engine.passages([1, 2]) == {}


def test_documents_are_recorded_as_they_were_added(two: Engine) -> None:
    record = two.documents()["lily"]
    assert (record.title, record.source, record.origin, record.fingerprint) == ("-", "lily.txt", "/tales/lily.txt", "mark of lily")
    assert (record.characters, record.passages, list(record.rows), record.names) == (81, 3, [1, 2, 3], {"Lily": 1})
    assert two.documents().generation == 1


def test_passages_come_back_as_they_were_added(two: Engine) -> None:
    wanted = {id: entry for id, entry in enumerate(addition("lily", LILY).entries, start=1)}
    found = two.passages([3, 1, 2])
    assert {id: entry.passage for id, entry in found.items()} == {id: entry.passage for id, entry in wanted.items()}
    for id, entry in found.items():
        assert entry.vector.dtype == np.float32
        assert np.array_equal(entry.vector, wanted[id].vector.astype(np.float16).astype(np.float32))


@pytest.mark.parametrize("query", ["Lily was born in Aktau.", "the grey sea of Lily", "Iris was white", "the born mountain sang"])
def test_dense_scores_are_inner_products_in_order(two: Engine, query: str) -> None:
    _assert_ranking(two.dense(VECTOR(query), 10), _dense(TEXTS, query))


def test_a_passage_asked_for_by_its_own_text_scores_one(two: Engine) -> None:
    best = two.dense(VECTOR(IRIS[0]), 1)[0]
    assert best.id == 4
    assert best.score == pytest.approx(1, abs=2e-3)


@pytest.mark.parametrize("query", ["Lily", "born in Osh", "grey grey sea", "the white mountain was grey", "Lily's singing"])
def test_lexical_scores_are_bm25_in_order(two: Engine, query: str) -> None:
    _assert_ranking(two.lexical(query, 10), _bm25({"lily": OF_LILY, "iris": OF_IRIS}, query))


def test_the_best_k_are_the_first_of_all(two: Engine) -> None:
    for k in range(1, 5):
        assert two.dense(VECTOR("the grey sea"), k) == two.dense(VECTOR("the grey sea"), 10)[:k]
        assert two.lexical("the born was", k) == two.lexical("the born was", 10)[:k]


@pytest.mark.parametrize("k", [0, -1])
def test_none_are_found_where_none_are_wanted(two: Engine, k: int) -> None:
    assert two.dense(VECTOR("lily"), k) == []
    assert two.lexical("lily", k) == []


@pytest.mark.parametrize("k", [6, 1_000, 2**31, 2**62])
def test_more_than_there_is_gives_all_there_is(two: Engine, k: int) -> None:
    assert sorted(_ids(two.dense(VECTOR("sea"), k))) == [1, 2, 3, 4, 5]
    assert sorted(_ids(two.lexical("sea mountain", k))) == [1, 2, 3, 4, 5]


def test_documents_restrict_within_the_search(two: Engine) -> None:
    """Not behind it: the best of Iris's story are found, however many of Lily's are better."""
    _assert_ranking(two.dense(VECTOR(LILY[0]), 2, ["iris"]), _dense(OF_IRIS, LILY[0]))
    assert _ids(two.lexical("Lily was born", 1, ["iris"])) == [4]
    everywhere = {ranked.id: ranked.score for ranked in two.lexical("Lily was born", 10)}
    assert two.lexical("Lily was born", 10, ["iris"])[0].score == pytest.approx(everywhere[4], rel=1e-6)
    assert two.lexical("Lily was born", 10, ["lily", "iris"]) == two.lexical("Lily was born", 10)
    assert two.dense(VECTOR("sea"), 10, ["iris", "lily"]) == two.dense(VECTOR("sea"), 10)


@pytest.mark.parametrize("documents", [[], ["nobody"], {"nobody", "no one"}])
def test_restricted_to_no_document_nothing_is_found(two: Engine, documents: Sequence[str]) -> None:
    assert two.dense(VECTOR("lily"), 10, documents) == []
    assert two.lexical("lily", 10, documents) == []


def test_a_document_is_replaced_by_id(two: Engine) -> None:
    two.commit([addition("lily", ("Lily was born in Almaty. ",), title="-")], [])
    assert list(two.documents()["lily"].rows) == [6]
    assert two.passages([1, 2, 3]) == {}
    now = {6: "Lily was born in Almaty. "}
    _assert_ranking(two.dense(VECTOR("Lily was born"), 10), _dense({**OF_IRIS, **now}, "Lily was born"))
    _assert_ranking(two.lexical("Lily was born", 10), _bm25({"iris": OF_IRIS, "lily": now}, "Lily was born"))
    assert two.lexical("Aktau", 10) == []


def test_of_two_additions_of_one_id_the_last_stays(engine: Engine) -> None:
    engine.commit([addition("lily", LILY), addition("lily", IRIS)], [])
    record = engine.documents()["lily"]
    assert [entry.passage.text for _, entry in sorted(engine.passages(record.rows).items())] == list(IRIS)
    assert len(engine.dense(VECTOR("sea"), 10)) == 2


def test_ids_are_never_used_again(two: Engine, reopen: Callable[[], Engine]) -> None:
    seen = {1, 2, 3, 4, 5}
    for number in range(4):
        two.commit([], ["iris"] if number == 0 else [f"tale-{number - 1}"])
        two.commit([addition(f"tale-{number}", IRIS)], [])
        rows = set(two.documents()[f"tale-{number}"].rows)
        assert not rows & seen
        seen |= rows
    two.commit([], ["tale-3", "lily"])
    two.close()
    again = reopen()
    again.commit([addition("late", ["A last one."])], [])
    assert not set(again.documents()["late"].rows) & seen
    again.close()


def test_passages_that_are_gone_are_left_out(two: Engine) -> None:
    two.commit([], ["lily"])
    assert sorted(two.passages([1, 2, 3, 4, 5, 99])) == [4, 5]
    assert _ids(two.dense(VECTOR("lily"), 10)) in ([4, 5], [5, 4])
    assert two.lexical("lily", 10) == []


def test_ties_are_in_the_order_of_ids(engine: Engine) -> None:
    """Also where not all that tie are wanted, and after parts of the index were merged."""
    for number in range(12):
        engine.commit([addition(f"twin-{number}", ["The same words. "] * 5)], [])
    for k in (1, 7, 20, 60):
        assert _ids(engine.lexical("same words", k)) == list(range(1, k + 1))
        assert _ids(engine.dense(VECTOR("same words"), k)) == list(range(1, k + 1))
    engine.commit([], ["twin-0", "twin-5"])
    living = [id for id in range(6, 61) if not 26 <= id <= 30]
    for k in (1, 7, 20, 50):
        assert _ids(engine.lexical("same words", k)) == living[:k]
        assert _ids(engine.dense(VECTOR("same words"), k)) == living[:k]
    only = ["twin-7", "twin-3"]
    assert _ids(engine.lexical("same", 6, only)) == _ids(engine.dense(VECTOR("same"), 6, only)) == [16, 17, 18, 19, 20, 36]


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_are_only_text(two: Engine, query: str) -> None:
    _assert_ranking(two.lexical(query, 10), _bm25({"lily": OF_LILY, "iris": OF_IRIS}, query))
    assert len(two.dense(VECTOR(query), 10)) == 5


@pytest.mark.parametrize("word", ["AND", "or", "Not", "text", "title", "row", "TO", "IN"])
def test_words_of_query_languages_are_words(engine: Engine, word: str) -> None:
    engine.commit([addition("one", [f"Here stands {word} alone. "]), addition("two", ["Here it goes. "])], [])
    assert _ids(engine.lexical(f"{word} ", 10)) == [1]
    assert _ids(engine.lexical(f'"{word}"', 10)) == [1]


def test_odd_texts_are_only_text(engine: Engine) -> None:
    texts = [f"passage {number} {odd} end. " for number, odd in enumerate(ODD)]
    engine.commit([addition("odd", texts)], [])
    found = engine.passages(engine.documents()["odd"].rows)
    assert [entry.passage.text for _, entry in sorted(found.items())] == texts
    assert _ids(engine.lexical("passage 7", 1)) == [8]


def test_an_unknown_document_undoes_the_whole_commit(two: Engine) -> None:
    before = two.documents()
    with pytest.raises(UnknownDocument) as caught:
        two.commit([addition("new", ["A new one. "]), addition("lily", ["Changed. "])], ["iris", "nobody"])
    assert caught.value.message == "No document has the id nobody."
    assert two.documents() is before
    assert sorted(two.passages(range(1, 9))) == [1, 2, 3, 4, 5]
    assert two.lexical("changed", 10) == two.lexical("new", 10) == []
    two.commit([], ["iris"])
    assert sorted(two.documents()) == ["lily"]


def test_an_error_within_the_commit_undoes_it(two: Engine) -> None:
    class Broken(list[Entry]):
        """Breaks when it is read for the second time: once it was looked at, while it is written."""

        def __iter__(self) -> Iterator[Entry]:
            self.read = getattr(self, "read", 0) + 1
            yield from super().__iter__()
            if self.read > 1:
                raise KeyboardInterrupt

    before = _ids(two.lexical("sea mountain", 10)), two.documents().generation
    broken = addition("broken", ["x"])
    with pytest.raises(KeyboardInterrupt):
        two.commit([addition("fine", ["Was fine. "]), type(broken)(broken.document, Broken(broken.entries))], ["iris"])
    assert (_ids(two.lexical("sea mountain", 10)), two.documents().generation) == before
    two.commit([addition("fine", ["Was fine. "])], [])
    assert _ids(two.lexical("fine", 10)) == [6]


def test_a_vector_of_another_length_is_refused(two: Engine) -> None:
    good = addition("good", ["Good. "])
    wrong = type(good)(good.document, [Entry(good.entries[0].passage, np.ones(65, dtype=np.float32))])
    with pytest.raises(LibraryMismatch, match=r"shape \(65,\), not of 64 numbers"):
        two.commit([wrong], ["iris"])
    assert sorted(two.documents()) == ["iris", "lily"]
    two.commit([good], [])
    assert len(two.dense(VECTOR("good"), 9)) == 6


def test_removed_and_added_in_one_commit_is_there(two: Engine) -> None:
    two.commit([addition("lily", ["Lily again. "])], ["lily", "iris"])
    assert {id: list(record.rows) for id, record in two.documents().items()} == {"lily": [6]}


def test_a_document_without_passages_is_a_document(engine: Engine) -> None:
    engine.commit([addition("empty", []), addition("lily", LILY)], [])
    assert list(engine.documents()["empty"].rows) == []
    assert engine.dense(VECTOR("sea"), 5, ["empty"]) == engine.lexical("sea", 5, ["empty"]) == []
    engine.commit([], ["empty"])
    assert sorted(engine.documents()) == ["lily"]
    assert sorted(_ids(engine.dense(VECTOR("sea"), 5))) == [1, 2, 3]


def test_the_same_is_found_after_opening_again(two: Engine, reopen: Callable[[], Engine]) -> None:
    two.commit([addition("late", ["The sea came late. "])], ["iris"])
    before = [two.dense(VECTOR("sea"), 9), two.lexical("the sea", 9), dict(two.documents())]
    two.close()
    two.close()
    again = reopen()
    assert [again.dense(VECTOR("sea"), 9), again.lexical("the sea", 9), dict(again.documents())] == before
    again.close()


def test_an_empty_commit_is_a_commit(two: Engine) -> None:
    two.commit([], [])
    assert two.documents().generation == 2
    assert sorted(two.documents()) == ["iris", "lily"]
