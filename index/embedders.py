"""Which embedder a name means."""

from .embedder import DEFAULT, Embedder, SentenceEmbedder
from .minilm import MiniLM


def open_embedder(name: str | None = None) -> Embedder:
    """Return an embedder by its name.

    Args:
        name: None or `all-MiniLM-L6-v2` for the model that comes with Quoth; else a folder with a sentence-transformers model, or its name in the
            local Hugging Face cache.

    Raises:
        ModelMissing: There is no such model on this machine.
    """
    return MiniLM() if name in (None, DEFAULT) else SentenceEmbedder(str(name))
