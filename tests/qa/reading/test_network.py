"""The trained network as it is shipped: its weights are known, and it says in the product what it said in training."""

import gzip
import json
import os
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from index import ModelMissing, default_model
from qa.reader_input import ReaderInput
from qa.reader_model import ReaderModel
from qa.reader_network import WEIGHTS, ReaderNetwork
from qa.train.batches import batch
from qa.train.encoder import initial
from qa.train.groups import Excerpt, Group

# 200 questions with `QUOTH_TEST_FULL=1`.
QUESTIONS, AT_ONCE = 200 if os.environ.get("QUOTH_TEST_FULL") else 64, 8


@pytest.fixture(scope="module")
def trained() -> ReaderModel:
    """The network as training builds it, with the weights that are shipped."""
    model = initial(default_model(), 0.0, seed=1)
    missing = model.load_state_dict({name: value.float() for name, value in load_file(WEIGHTS / "reader.safetensors").items()}, strict=False)
    assert missing.missing_keys == ["words.weight"]
    assert missing.unexpected_keys == []
    return model.eval()


def test_training_and_product_say_the_same_of_validation_questions(shared: Path, trained: ReaderModel) -> None:
    with gzip.open(shared / "data" / "val" / "fairytaleqa.val.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file][:: 1025 // QUESTIONS][:QUESTIONS]
    assert len(rows) == QUESTIONS
    network, maker = ReaderNetwork(), ReaderInput(default_model())
    for first in range(0, QUESTIONS, AT_ONCE):
        some = rows[first : first + AT_ONCE]
        groups = [Group(row["question"], (Excerpt(row["title"], row["context"][:1_200]),), 1.0, "val") for row in some]
        together = batch(groups, maker)
        with torch.inference_mode():
            starts, ends, none = trained(together.ids, together.kinds, together.there)
        for place, group in enumerate(groups):
            (scores,) = network.scores(group.question, [(group.windows[0].title, group.windows[0].text)])
            readable = together.readable[place]
            torch.testing.assert_close(torch.from_numpy(scores.starts), starts[place][readable], atol=2e-3, rtol=1e-3)
            torch.testing.assert_close(torch.from_numpy(scores.ends), ends[place][readable], atol=2e-3, rtol=1e-3)
            assert scores.none == pytest.approx(float(none[place]), abs=2e-3)


def test_offsets_are_those_of_the_text_and_other_windows_change_nothing() -> None:
    network, text = ReaderNetwork(), "Ámina sang — softly — in Aktau 🎵 that May."
    (alone,) = network.scores("Where did Ámina sing?", [("Ámina", text)])
    beside = network.scores("Where did Ámina sing?", [("Ámina", text), ("Other", "A much longer window. " * 20)])
    assert text[alone.offsets[0][0] : alone.offsets[1][1]] == "Ámina"
    assert {"sang", "softly", "in", "that", "May"} <= {text[a:b] for a, b in alone.offsets}
    torch.testing.assert_close(torch.from_numpy(alone.starts), torch.from_numpy(beside[0].starts), atol=2e-3, rtol=1e-3)
    assert network.scores("Anything?", []) == []


def test_the_weights_are_small_and_those_that_were_measured() -> None:
    assert (WEIGHTS / "reader.safetensors").stat().st_size <= 45_000_000
    assert (WEIGHTS / "MODEL_CARD.md").read_text(encoding="utf-8").count(ReaderNetwork().settings["sha256"]) == 1


def test_weights_that_are_damaged_or_missing_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="weights are missing"):
        ReaderNetwork(tmp_path)
    folder = tmp_path / "weights"
    shutil.copytree(WEIGHTS, folder)
    with (folder / "reader.safetensors").open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\x00\x01")
    with pytest.raises(ModelMissing, match="weights are damaged"):
        ReaderNetwork(folder)
