"""The training: what its loss rewards, and that it goes on where it was cut off."""

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import distributed

from index import default_model
from qa.reader_input import ReaderInput
from qa.reader_model import ReaderModel
from qa.train import training
from qa.train.batches import Batch, batch
from qa.train.encoder import initial
from qa.train.groups import Excerpt, Group
from qa.train.loss import loss
from qa.train.training import Stage, train

TEXT = "Mina sang in Aktau, by the sea. The king heard Mina there and wept."
SANG = Excerpt("Mina", TEXT, ((13, 18, 1.0),), True)
OTHER = Excerpt("Mina", "She slept all day.", (), False)
GROUP = Group("Where did Mina sing?", (SANG, OTHER), 1.0, "tale")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A process group of one."""
    distributed.init_process_group("gloo", init_method=f"file://{tmp_path_factory.mktemp('group') / 'meet'}", rank=0, world_size=1)
    yield
    distributed.destroy_process_group()


@pytest.fixture(scope="module")
def learned(minilm_rows: ReaderInput) -> Batch:
    """The group as tensors."""
    return batch([GROUP], minilm_rows)


def logits(learned: Batch, first: int, last: int, none: tuple[float, float]) -> float:
    """Return the loss of a network that is sure of one span, and of no answer as given."""
    starts, ends = torch.zeros(learned.ids.shape), torch.zeros(learned.ids.shape)
    starts[0, first], ends[0, last] = 9.0, 9.0
    return float(loss(starts, ends, torch.tensor(none), learned))


def test_the_right_span_and_a_no_where_there_is_none_cost_least(learned: Batch) -> None:
    ((first, last, _),) = learned.spans[0]
    right = logits(learned, first, last, (-9.0, 9.0))
    assert right < 0.1
    assert right < logits(learned, first, last, (9.0, 9.0))
    assert right < logits(learned, first, last, (-9.0, -9.0))
    assert right < logits(learned, first + 1, last + 1, (-9.0, 9.0))


def test_a_window_of_which_only_the_section_is_known_must_not_say_no(learned: Batch) -> None:
    unplaced = replace(learned, spans=((), ()), holds=(None, False))
    length = learned.ids.shape
    says_no = float(loss(torch.zeros(length), torch.zeros(length), torch.tensor([9.0, 9.0]), unplaced))
    says_yes = float(loss(torch.zeros(length), torch.zeros(length), torch.tensor([-9.0, 9.0]), unplaced))
    assert says_yes < says_no
    assert math.isfinite(says_no)


class Cut(Exception):
    """The power fails."""


def test_a_training_that_was_cut_off_ends_as_one_that_was_not(
    alone: None, minilm_rows: ReaderInput, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = [Group(f"Where did Mina sing {number} times?", (SANG, OTHER), 1.0, "tale") for number in range(12)]
    stage = Stage("tiny", groups, wrong=1, size=500, rate=1e-4)
    monkeypatch.setattr(training, "_SAVE", 1)

    def trained(folder: Path) -> ReaderModel:
        folder.mkdir(exist_ok=True)
        return train(initial(default_model(), 0.0, seed=1), stage, minilm_rows, folder, seed=1)

    step, taken, fails_at = training._step, 0, 0

    def counted(*given: object) -> float:
        nonlocal taken
        taken += 1
        if taken == fails_at:
            raise Cut
        return step(*given)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(training, "_step", counted)
    whole, steps = trained(tmp_path / "whole"), taken
    taken, fails_at = 0, 3
    with pytest.raises(Cut):
        trained(tmp_path / "cut")
    cut = trained(tmp_path / "cut")
    assert taken == steps + 1, "only the step that failed was taken twice"
    for (name, value), (_, other) in zip(whole.named_parameters(), cut.named_parameters(), strict=True):
        torch.testing.assert_close(value, other, atol=1e-6, rtol=1e-5, msg=name)
    before = initial(default_model(), 0.0, seed=1)
    assert not torch.equal(before.spans.weight, whole.spans.weight), "nothing was learned"
