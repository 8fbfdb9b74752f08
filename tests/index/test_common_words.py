"""Words that stand nearly everywhere in a large library: left out of a search, unless nothing else is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import index.lexical
from index import Engine, Ranking
from tests.index.conftest import local_engine
from tests.index.states import addition


def _same(one: Ranking, other: Ranking) -> None:
    assert [ranked.id for ranked in one] == [ranked.id for ranked in other]
    assert [ranked.score for ranked in one] == pytest.approx([ranked.score for ranked in other])


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """The engine of one machine: in Milvus every word counts, however many passages there are."""
    opened = local_engine(tmp_path)
    yield opened
    opened.close()


def test_common_words_are_not_looked_for_where_there_are_many_passages(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    places = ("sea", "hill", "wood", "well", "sea", "moor", "lake", "mill", "barn", "road")
    engine.commit([addition(f"tale-{number}", [f"The wolf ran to a {place}. "], title="-") for number, place in enumerate(places)], [])
    small = engine.lexical("wolf sea", 10)
    assert len(small) == 10
    alone, common = engine.lexical("sea", 10), engine.lexical("wolf", 10)
    monkeypatch.setattr(index.lexical, "LARGE", 9)
    _same(engine.lexical("wolf sea", 10), alone)
    _same(engine.lexical("wolf", 10), common)
    assert {ranked.id for ranked in alone} == {1, 5}
