"""The reader's network before training: MiniLM's weights under the names that `qa.reader_model` gives them."""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from qa.reader_model import LAYERS, ReaderModel


def initial(model_folder: Path, dropout: float, seed: int) -> ReaderModel:
    """Return the network with the encoder of the model in a folder and fresh heads."""
    torch.manual_seed(seed)
    given = load_file(model_folder / "model.safetensors")
    model = ReaderModel(given["embeddings.word_embeddings.weight"].float(), dropout)
    state = model.state_dict()
    state.update(_embeddings(given))
    for number in range(LAYERS):
        state.update(_layer(given, number))
    state["spans.weight"].normal_(0, 0.02)
    state["none.weight"].normal_(0, 0.02)
    state["spans.bias"].zero_()
    state["none.bias"].zero_()
    model.load_state_dict(state)
    return model


def _embeddings(given: dict[str, Tensor]) -> dict[str, Tensor]:
    return {
        "positions.weight": given["embeddings.position_embeddings.weight"].float(),
        "kinds.weight": given["embeddings.token_type_embeddings.weight"].float(),
        "embedded.weight": given["embeddings.LayerNorm.weight"].float(),
        "embedded.bias": given["embeddings.LayerNorm.bias"].float(),
    }


def _layer(given: dict[str, Tensor], number: int) -> dict[str, Tensor]:
    theirs, ours = f"encoder.layer.{number}.", f"layers.{number}."
    names = {
        "mixed": "attention.output.dense",
        "after_attention": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "after_inner": "output.LayerNorm",
    }
    state = {f"{ours}{name}.{part}": given[f"{theirs}{their}.{part}"].float() for name, their in names.items() for part in ("weight", "bias")}
    for part in ("weight", "bias"):
        state[f"{ours}attention.{part}"] = torch.cat([given[f"{theirs}attention.self.{name}.{part}"].float() for name in ("query", "key", "value")])
    return state
