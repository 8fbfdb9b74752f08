"""Which embedder a name means."""

from .embedder import Embedder, SentenceEmbedder
from .static import STATIC, StaticEmbedder


def open_embedder(name: str | None = None) -> Embedder:
    """Return the embedder of this name.

    Args:
        name: None for the default model; `static` for the static embedder, which is much quicker; else as `SentenceEmbedder` takes it.

    Raises:
        ModelMissing: It is not on this machine, or damaged.
    """
    return StaticEmbedder() if name == STATIC else SentenceEmbedder(name)
