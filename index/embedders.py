"""Which embedder a name means."""

from .embedder import DEFAULT, Embedder, SentenceEmbedder
from .minilm import MiniLM
from .static import STATIC, StaticEmbedder


def open_embedder(name: str | None = None) -> Embedder:
    """Return the embedder of this name.

    Args:
        name: None or `all-MiniLM-L6-v2` for the model that comes with Quoth; `static` for the static embedder, which is much quicker; else a folder
            with a sentence-transformers model, or its name in the local Hugging Face cache.

    Raises:
        ModelMissing: It is not on this machine, or damaged.
    """
    if name in (None, DEFAULT):
        return MiniLM()
    return StaticEmbedder() if name == STATIC else SentenceEmbedder(str(name))
