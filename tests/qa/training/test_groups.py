"""What the reader learns from: spans found again, look-alikes, paragraphs beside each other, and the stages."""

import gzip
import json
import random
from pathlib import Path

import pytest

from qa.train.batches import batches, chosen
from qa.train.contamination import shared_runs
from qa.train.groups import Excerpt, Group, read, write
from qa.train.passages import passages
from qa.train.recipe import stages
from qa.train.spans import nearest, verbatim
from qa.train.tales import look_alikes

TEXT = "Mina sang in Aktau, by the sea. The king heard Mina there and wept."
SANG = Excerpt("Mina", TEXT, ((13, 18, 1.0),), True)
OTHER = Excerpt("Mina", "She slept all day.", (), False)


@pytest.fixture(scope="module")
def tales() -> list[Group]:
    """Forty questions, each with a window that answers and two that don't."""
    asked = [f"Where did Mina sing for the {number}th time?" for number in range(39)]
    return [Group(question, (SANG, OTHER, OTHER), 1.0, "tale") for question in [*asked, "Where did Rosa sing?"]]


def test_answers_are_found_again_whatever_their_capitals_and_spaces() -> None:
    assert verbatim(TEXT, ["aktau", "by  the sea."]) == ((13, 18, 1.0), (20, 30, 1.0))
    assert verbatim(TEXT, ["Akt", "..."]) == ()


def test_a_paraphrase_gives_the_nearest_words_by_their_f1() -> None:
    ((start, end, weight),) = nearest(TEXT, ["the king heard her"])
    assert TEXT[start:end] == "The king heard"
    assert weight == pytest.approx(2 * 3 / (4 + 3))
    assert nearest(TEXT, ["nothing of the kind whatsoever"]) == ()


def test_a_look_alike_asks_of_another_and_nothing_answers_it(tales: list[Group]) -> None:
    made = look_alikes(tales, 1.0, seed=1)
    assert made
    for group in made:
        assert ("Mina" in group.question) is False or "Rosa" in group.question
        assert all(not window.spans and window.holds is False for window in group.windows)
    assert look_alikes(tales, 0.0, seed=1) == []


def test_a_paragraph_stands_beside_the_one_most_like_it_that_does_not_answer(tmp_path: Path) -> None:
    rows = [
        {"question": "Where did Mina sing?", "context": TEXT, "title": "Mina", "answers": [{"text": "Aktau", "start": 13}], "impossible": False},
        {"question": "When did Mina dance?", "context": "Mina danced in May.", "title": "Mina", "answers": [], "impossible": True},
        {"question": "Who?", "context": "Nobody.", "title": "", "answers": [], "impossible": False},
    ]
    with gzip.open(tmp_path / "some.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    first, second = passages(tmp_path, ["some"], seed=1)
    assert [window.text for window in first.windows] == [TEXT, "Mina danced in May."]
    assert [window.holds for window in first.windows] == [True, False]
    assert second.windows[0].holds is False


def test_the_stages_end_with_doubt(tales: list[Group]) -> None:
    doubted = [Group("Who?", (SANG, OTHER), 1.0, "squad2_dev_half")] * 20
    kinds = [Group("Who?", (SANG, OTHER), 1.0, "qed_nq")] * 20
    made = {stage.name: stage for stage in stages([*doubted, *kinds], tales, seed=1)}
    assert list(made) == ["paragraphs", "tales", "doubts"]
    assert made["doubts"].wrong == 2
    assert {group.source for group in made["doubts"].groups} == {"tale", "look-alike", "squad2_dev_half"}
    assert {len(group.windows) for group in made["paragraphs"].groups} == {1, 2}
    assert {group.source for group in made["tales"].groups} >= {"tale", "look-alike"}
    assert [stage.groups for stage in stages([*doubted, *kinds], tales, seed=1)] == [stage.groups for stage in made.values()], "seeded"


def test_the_best_found_wrong_window_is_always_among_those_chosen(tales: list[Group]) -> None:
    first, second = Excerpt("Mina", "First.", (), False), Excerpt("Mina", "Second.", (), False)
    group = tales[0].only([SANG, first, second, OTHER])
    assert chosen(group, 1, random.Random(1)).windows == (SANG, first)
    assert chosen(group, 2, random.Random(1)).windows[:2] == (SANG, first)
    assert chosen(group, 0, random.Random(1)).windows == (SANG,)


def test_steps_hold_every_group_once_and_equal_work_for_each_worker(tales: list[Group], minilm_rows: object) -> None:
    steps = list(batches(tales, minilm_rows, 1_200, 2, random.Random(1)))  # type: ignore[arg-type]  # a fixture
    assert all(len(step) == 2 for step in steps[:-1])
    assert sum(len(batch.spans) for step in steps for batch in step) == sum(len(group.windows) for group in tales)
    for step in steps:
        for batch in step:
            assert batch.ids.shape[1] % 16 == 0
            for place, spans in enumerate(batch.spans):
                assert batch.holds[place] is bool(spans)
                assert all(batch.readable[place, first : last + 1].all() for first, last, _ in spans)


def test_groups_are_read_as_they_were_written(tales: list[Group], tmp_path: Path) -> None:
    assert write(tales, tmp_path / "tales.jsonl") == len(tales)
    assert list(read(tmp_path / "tales.jsonl")) == tales


def test_a_run_of_sixteen_words_is_found_and_a_formula_is_not() -> None:
    story = "There lived an old man and his wife. The old man was a woodcutter, and every day he went into the forest."
    formula = "Once there lived an old man and his wife. The old man was a fisher who never caught a thing."
    groups = [Group("Who?", (Excerpt("", formula),), 1.0, "x"), Group("Who?", (Excerpt("", "So: " + story.upper()),), 1.0, "x")]
    assert shared_runs([story], groups[:1]) == []
    assert shared_runs([story], groups)[0].startswith("an old man and his wife")
