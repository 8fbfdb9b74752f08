"""Sentences to unit vectors: what an embedder is, and any model of sentence-transformers as one."""

import functools
import hashlib
import logging
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from .engine import Vector
from .errors import ModelMissing
from .files import sha256

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT = "all-MiniLM-L6-v2"
_BATCH = 32


class Embedder(Protocol):
    """Anything that turns text into unit vectors. A library is opened only with the embedder that made it."""

    @property
    def name(self) -> str:
        """What a person calls it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Equal fingerprints give equal vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        """Return one unit row a text, float32, shape `(len(texts), dimension)`; `progress` hears how many are newly done."""
        ...

    def embed_query(self, text: str) -> Vector:
        """Return the unit vector of a question, float32, shape `(dimension,)`."""
        ...


class SentenceEmbedder:
    """A sentence-transformers model, loaded at first use.

    Args:
        name: A folder, or a name in the local Hugging Face cache.

    Raises:
        ModelMissing: There is no such model on this machine.
    """

    def __init__(self, name: str) -> None:
        self._path = _local_model(name)
        self.name = name
        self.fingerprint = fingerprint(self._path)
        self._lock = threading.Lock()
        self._loaded: SentenceTransformer | None = None
        # A question is embedded for the search and again for the reading.
        self._query = functools.lru_cache(maxsize=256)(lambda text: self._encode([text])[0])

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model().get_embedding_dimension() or 0)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vector:
        """Return one unit row a text. Texts of like length are embedded together, which changes the order of work, not of rows."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            rows[batch] = self._encode([texts[i] for i in batch])
            if progress is not None:
                progress(len(batch))
        return rows

    def embed_query(self, text: str) -> Vector:
        """Return the unit vector of a question."""
        row: Vector = self._query(text)
        return row

    def _encode(self, texts: list[str]) -> Vector:
        vectors = self._model().encode(texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    def _model(self) -> "SentenceTransformer":
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._path)
            return self._loaded


def _local_model(name: str) -> Path:
    if Path(name).is_dir():
        return Path(name).resolve()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError) as exc:
        hint = f"Name a folder that holds a sentence-transformers model, or leave the setting out for {DEFAULT}."
        raise ModelMissing(f"The embedder {name} is not on this machine.", hint) from exc


def _load(path: Path) -> "SentenceTransformer":
    # Nothing is ever fetched: a laptop without a network answers as one with it.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    logging.getLogger("transformers").setLevel(logging.ERROR)
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers gives it no types

    try:
        model = SentenceTransformer(str(path), device=None, local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as exc:
        raise ModelMissing(f"The embedder in {path.name} could not be loaded.", f"Leave the setting out to use {DEFAULT}.") from exc
    model.eval()
    return model


def fingerprint(path: Path) -> str:
    """Hash a model by its weights and settings, so that a renamed or moved folder is still the same model.

    Raises:
        ModelMissing: The folder holds no weights.
    """
    weights = sorted(p for p in path.rglob("*") if p.suffix in {".safetensors", ".bin", ".json", ".txt"} and p.is_file())
    if not any(p.suffix in {".safetensors", ".bin"} for p in weights):
        raise ModelMissing(f"The folder {path.name} holds no model weights.", "Name a folder saved by sentence-transformers.")
    digest = hashlib.sha256()
    for file in weights:
        digest.update(f"{file.relative_to(path).as_posix()}:{sha256(file)}\n".encode())
    return digest.hexdigest()[:16]
