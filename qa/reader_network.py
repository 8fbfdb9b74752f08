"""Running the reader's network: from a question and windows to the scores of every token."""

import functools
import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index import ModelMissing, default_model

from .reader_input import ReaderInput

if TYPE_CHECKING:
    from .reader_model import ReaderModel

WEIGHTS = Path(__file__).parent / "weights"
_HINT = "Install Quoth again: pip install --force-reinstall --no-deps quoth"


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of one window.

    Attributes:
        starts: Logit of an answer starting at each token of the text, float32, `(tokens,)`.
        ends: Logit of an answer ending there.
        none: Logit of the window holding no answer, to be compared with either.
        offsets: Start and end of each token, in code points of the window's text.
    """

    starts: NDArray[np.float32]
    ends: NDArray[np.float32]
    none: float
    offsets: tuple[tuple[int, int], ...]


class ReaderNetwork:
    """The trained network, loaded at first use. Safe to use from several threads.

    Args:
        folder: Holds `reader.json` and `reader.safetensors`.

    Raises:
        ModelMissing: The weights are not there, or not those that `reader.json` names.
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self._folder = folder
        self.settings = _settings(folder)
        self._input = ReaderInput(default_model())
        self._lock = threading.Lock()
        self._loaded: ReaderModel | None = None

    def scores(self, question: str, windows: Sequence[tuple[str, str]]) -> list[Scores]:
        """Score windows, given as title and text, for a question; in their order."""
        if not windows:
            return []
        import torch

        model, found = self._model(), []
        # One by one: padding them to one length costs more than a batch saves, and no window's scores depend on the others.
        for row in self._input.rows(question, windows):
            ids = torch.tensor([row.ids])
            kinds = (torch.arange(len(row.ids)) >= row.before).long()[None]
            with torch.inference_mode():
                starts, ends, none = model(ids, kinds, torch.ones_like(ids, dtype=torch.bool))
            text = slice(row.first, row.first + len(row.offsets))
            found.append(Scores(starts[0, text].numpy(), ends[0, text].numpy(), float(none[0]), row.offsets))
        return found

    def _model(self) -> "ReaderModel":
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._folder)
            return self._loaded


@functools.cache
def _settings(folder: Path) -> Mapping[str, Any]:
    try:
        settings: dict[str, Any] = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        with (folder / "reader.safetensors").open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError) as exc:
        raise ModelMissing("The reader's weights are missing.", _HINT) from exc
    if found != settings["sha256"]:
        raise ModelMissing(f"The reader's weights are damaged: their SHA-256 is {found[:12]}…, not {settings['sha256'][:12]}….", _HINT)
    return settings


def _load(folder: Path) -> "ReaderModel":
    from safetensors.torch import load_file

    from .reader_model import ReaderModel

    words = load_file(default_model() / "model.safetensors")["embeddings.word_embeddings.weight"]
    model = ReaderModel(words.float())
    state = {name: value.float() for name, value in load_file(folder / "reader.safetensors").items()}
    model.load_state_dict({**state, "words.weight": words.float()})
    return model.eval()
