"""The default embedder: the vectors of sentence-transformers, whatever it runs on."""

from pathlib import Path

import numpy as np
import pytest

from index import MiniLM, ModelMissing, Network, SentenceEmbedder, default_model, minilm, open_embedder

TEXTS = [
    "Where was Lily born?", "", "a", "Ámina sang — softly — in Aktau 🎵", "The fisherman's wife wished. " * 60, "  spaced   out\n\nlines ",
    "ЛИЛИЯ РОДИЛАСЬ",
    *(f"Story {number} of the {'very ' * number}old king." for number in range(30)),
]  # fmt: skip


def test_vectors_are_those_of_sentence_transformers() -> None:
    known, ours = SentenceEmbedder(str(default_model())), MiniLM()
    wanted = known.embed_passages(TEXTS)
    done: list[int] = []
    found = ours.embed_passages(TEXTS, done.append)
    assert (found.shape, str(found.dtype), sum(done)) == ((len(TEXTS), ours.dimension), "float32", len(TEXTS))
    assert np.abs(found - wanted).max() < 1e-5
    assert np.abs(np.stack([ours.embed_query(text) for text in TEXTS[:8]]) - wanted[:8]).max() < 1e-5
    assert (ours.fingerprint, ours.dimension) == (known.fingerprint, known.dimension)


def test_no_passages_give_no_rows() -> None:
    assert MiniLM().embed_passages([]).shape == (0, 384)


def test_the_name_tells_the_embedder() -> None:
    assert isinstance(open_embedder(), MiniLM)
    assert isinstance(open_embedder("all-MiniLM-L6-v2"), MiniLM)
    assert isinstance(open_embedder(str(default_model())), SentenceEmbedder)


def test_passages_are_embedded_on_a_gpu_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    class OnGpu:
        def embed_passages(self, texts: list[str], progress: object) -> list[str]:
            asked.append(texts)
            return texts

    monkeypatch.setattr(minilm, "_gpu", lambda: True)
    monkeypatch.setattr(MiniLM, "_on_gpu", lambda _: OnGpu())
    MiniLM().embed_passages(["one", "two"])
    assert asked == [["one", "two"]]


def test_a_graph_that_is_missing_or_damaged_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="minilm.onnx cannot be loaded"):
        Network(tmp_path / "minilm.onnx", {})
    (tmp_path / "minilm.onnx").write_bytes(b"\x08\x08broken")
    with pytest.raises(ModelMissing, match="minilm.onnx cannot be loaded"):
        Network(tmp_path / "minilm.onnx", {})
