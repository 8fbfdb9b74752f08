"""The trained network as it is shipped: its weights are known, and it says in the product what it said in training."""

import gzip
import json
import os
import shutil
from pathlib import Path
from statistics import median

import pytest
import torch
from safetensors.torch import load_file

from index import ModelMissing, Network, default_model, is_product
from qa.reader_input import ReaderInput
from qa.reader_model import ReaderModel
from qa.reader_network import WEIGHTS, ReaderNetwork, Scores
from qa.train import graphs
from qa.train.batches import batch
from qa.train.encoder import initial
from qa.train.groups import Excerpt, Group

# 200 questions with `QUOTH_TEST_FULL=1`.
PROJECT = Path(__file__).resolve().parents[3]
HEADS = ("spans.weight", "none.weight")
QUESTIONS, AT_ONCE = 200 if os.environ.get("QUOTH_TEST_FULL") else 64, 8


@pytest.fixture(scope="module")
def trained() -> ReaderModel:
    """The network as training builds it, with the weights that are shipped."""
    model = initial(default_model(), 0.0, seed=1)
    missing = model.load_state_dict({name: value.float() for name, value in load_file(WEIGHTS / "reader.safetensors").items()}, strict=False)
    assert missing.missing_keys == ["words.weight"]
    assert missing.unexpected_keys == []
    return model.eval()


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[dict[str, str]]:
    """Validation questions with the sections that answer them."""
    with gzip.open(shared / "data" / "val" / "fairytaleqa.val.jsonl.gz", "rt", encoding="utf-8") as file:
        found = [json.loads(line) for line in file][:: 1025 // QUESTIONS][:QUESTIONS]
    assert len(found) == QUESTIONS
    return found


class Plain(ReaderNetwork):
    """The network with the same graph and weights, nothing of it in eight bits."""

    def __init__(self, folder: Path, weights: dict[str, torch.Tensor]) -> None:
        super().__init__()
        (folder / "plain.onnx").write_bytes(graphs.reader(quantised=False))
        turned = {name: weight.numpy().T if is_product(name) or name in HEADS else weight.numpy() for name, weight in weights.items()}
        self._loaded = Network(folder / "plain.onnx", turned)


def test_training_and_product_say_the_same_of_validation_questions(rows: list[dict[str, str]], trained: ReaderModel, tmp_path: Path) -> None:
    shipped, plain, maker = ReaderNetwork(), Plain(tmp_path, trained.state_dict()), ReaderInput(default_model())
    alike, apart = 0, []
    for first in range(0, QUESTIONS, AT_ONCE):
        some = rows[first : first + AT_ONCE]
        groups = [Group(row["question"], (Excerpt(row["title"], row["context"][:1_200]),), 1.0, "val") for row in some]
        together = batch(groups, maker)
        with torch.inference_mode():
            starts, ends, none = trained(together.ids, together.kinds, together.there)
        for place, group in enumerate(groups):
            window = [(group.windows[0].title, group.windows[0].text)]
            (scores,), (quantised,) = plain.scores(group.question, window), shipped.scores(group.question, window)
            readable = together.readable[place]
            torch.testing.assert_close(torch.from_numpy(scores.starts), starts[place][readable], atol=2e-3, rtol=1e-3)
            torch.testing.assert_close(torch.from_numpy(scores.ends), ends[place][readable], atol=2e-3, rtol=1e-3)
            assert scores.none == pytest.approx(float(none[place]), abs=2e-3)
            alike += (scores.starts.argmax(), scores.ends.argmax()) == (quantised.starts.argmax(), quantised.ends.argmax())
            apart.append(abs(_margin(scores) - _margin(quantised)))
    assert alike >= 0.85 * QUESTIONS
    assert median(apart) < 0.3


def _margin(scores: Scores) -> float:
    """Return the log-odds of the best span against none."""
    return float(scores.starts.max() + scores.ends.max()) - 2 * scores.none


def test_the_graphs_are_those_that_training_writes() -> None:
    assert (WEIGHTS / "reader.onnx").read_bytes() == graphs.reader()
    assert (PROJECT / "index" / "graphs" / "minilm.onnx").read_bytes() == graphs.embedder()


def test_offsets_are_those_of_the_text_and_other_windows_change_nothing() -> None:
    network, text = ReaderNetwork(), "Ámina sang — softly — in Aktau 🎵 that May."
    (alone,) = network.scores("Where did Ámina sing?", [("Ámina", text)])
    beside = network.scores("Where did Ámina sing?", [("Ámina", text), ("Other", "A much longer window. " * 20)])
    assert text[alone.offsets[0][0] : alone.offsets[1][1]] == "Ámina"
    assert {"sang", "softly", "in", "that", "May"} <= {text[a:b] for a, b in alone.offsets}
    assert alone.starts.tolist() == beside[0].starts.tolist()
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
