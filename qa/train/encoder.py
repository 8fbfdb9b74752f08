"""The reader's network before training: MiniLM's weights under the names that `qa.reader_model` gives them."""

from pathlib import Path

import torch

from index import encoder_weights, word_embeddings
from qa.reader_model import ReaderModel


def initial(model_folder: Path, dropout: float, seed: int) -> ReaderModel:
    """Return the network with the encoder of the model in a folder and fresh heads."""
    torch.manual_seed(seed)
    model = ReaderModel(torch.from_numpy(word_embeddings().copy()), dropout)
    state = model.state_dict()
    state.update({name: torch.from_numpy(weight.copy()) for name, weight in encoder_weights(model_folder).items()})
    state["spans.weight"].normal_(0, 0.02)
    state["none.weight"].normal_(0, 0.02)
    state["spans.bias"].zero_()
    state["none.bias"].zero_()
    model.load_state_dict(state)
    return model
