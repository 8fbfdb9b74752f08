"""The library: documents stored, embedded and ranked. SQLite is the truth; FAISS and Tantivy are derived from it."""

from .adding import Outcome, Progress
from .analysis import telling_terms, terms
from .check import check
from .embedder import DEFAULT, Embedder, SentenceEmbedder
from .embedders import open_embedder
from .engine import Addition, Catalogue, DocumentRecord, Engine, Entry, PassageId, Ranked, Ranking, Vector
from .errors import EngineUnavailable, LibraryCorrupt, LibraryError, LibraryLocked, LibraryMismatch, LibraryReadOnly, ModelMissing, UnknownDocument
from .findings import Finding
from .library import Hit, Library
from .milvus import is_address
from .minilm import MiniLM, default_model, encoder_weights, is_product, word_embeddings
from .network import Network
from .static import STATIC, StaticEmbedder

__all__ = [
    "DEFAULT", "STATIC", "Addition", "Catalogue", "DocumentRecord", "Embedder", "Engine", "EngineUnavailable", "Entry", "Finding", "Hit",
    "Library", "LibraryCorrupt", "LibraryError", "LibraryLocked", "LibraryMismatch", "LibraryReadOnly", "MiniLM", "ModelMissing", "Network",
    "Outcome", "PassageId", "Progress", "Ranked", "Ranking", "SentenceEmbedder", "StaticEmbedder", "UnknownDocument", "Vector", "check",
    "default_model", "encoder_weights", "is_address", "is_product", "open_embedder", "telling_terms", "terms", "word_embeddings",
]  # fmt: skip
