"""Running the reader's network: from a question and windows to the scores of every token."""

import functools
import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import ModelMissing, Network, default_model, is_product, word_embeddings

from .reader_input import ReaderInput, Row

WEIGHTS = Path(__file__).parent / "weights"
_HIGHEST = 127
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
        folder: Holds `reader.json`, `reader.onnx` and `reader.safetensors`.

    Raises:
        ModelMissing: The weights are not there, or not those that `reader.json` names.
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self._folder = folder
        self.settings = _settings(folder)
        self._input = ReaderInput(default_model())
        self._lock = threading.Lock()
        self._loaded: Network | None = None

    def scores(self, question: str, windows: Sequence[tuple[str, str]]) -> list[Scores]:
        """Score windows, given as title and text, for a question; in their order."""
        if not windows:
            return []
        rows = self._input.rows(question, windows)
        # One by one: padding them to one length costs more than a batch saves, and no window's scores depend on the others.
        found = self._network().run_all(_inputs(row) for row in rows)
        return [_scores(row, spans[0], float(none[0, 0])) for row, (spans, none) in zip(rows, found, strict=True)]

    def _network(self) -> Network:
        with self._lock:
            if self._loaded is None:
                self._loaded = Network(self._folder / "reader.onnx", _weights(self._folder))
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


def _inputs(row: Row) -> Mapping[str, NDArray[np.int32]]:
    ids = np.array([row.ids], dtype=np.int32)
    return {"ids": ids, "kinds": (np.arange(ids.shape[1])[None] >= row.before).astype(np.int32), "there": np.ones_like(ids)}


def _scores(row: Row, spans: NDArray[np.float32], none: float) -> Scores:
    text = spans[row.first : row.first + len(row.offsets)]
    return Scores(text[:, 0], text[:, 1], none, row.offsets)


def _weights(folder: Path) -> dict[str, NDArray[Any]]:
    """Return the weights as the graph takes them: matrices `(in, out)`, those of the encoder in eight bits with a scale for each column."""
    from safetensors.numpy import load_file

    weights: dict[str, NDArray[Any]] = {"words.weight": word_embeddings()}
    for name, stored in load_file(folder / "reader.safetensors").items():
        weight = stored.astype(np.float32)
        if is_product(name):
            scale = np.abs(weight).max(axis=1) / _HIGHEST
            weights[name.replace(".weight", ".scale")] = scale
            weights[name] = np.rint(weight / scale[:, None]).astype(np.int8).T
        else:
            weights[name] = weight.T if name in ("spans.weight", "none.weight") else weight
    return weights
