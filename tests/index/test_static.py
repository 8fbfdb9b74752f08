"""The static embedder: its vectors, and that only the known weights are read."""

import random
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index import STATIC, Library, MiniLM, ModelMissing, StaticEmbedder, default_model, open_embedder
from index.static import TENSOR, WEIGHTS

# What is cut in a way of its own, among plain letters.
ODD = [*map(chr, range(0x250)), *"\u0300\u0301\u2028\u200b\u00ad\ufeff\u3000漢字—“”’…", *(" ", "\n", "The", "é", "don't") * 40]
ODD += ["[MASK]", "[SEP]", "[CLS", "PAD]"] * 5
TEXTS = ["The fox lived in a red barn.", "He feared the old dog; everybody did!", "Zwölf Brüder — 12 of them", "☃", ""]


@pytest.fixture(scope="module")
def static() -> StaticEmbedder:
    return StaticEmbedder()


def test_it_is_what_sentence_transformers_makes_of_the_same_weights(static: StaticEmbedder) -> None:
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    tokenizer = Tokenizer.from_file(str(default_model() / "tokenizer.json"))
    model = StaticEmbedding(tokenizer, embedding_weights=load_file(WEIGHTS)[TENSOR].astype(np.float32))
    theirs = model(model.preprocess(TEXTS[:4]))["sentence_embedding"].detach().numpy()
    np.testing.assert_allclose(static.embed_passages(TEXTS[:4]), theirs / np.linalg.norm(theirs, axis=1, keepdims=True), atol=1e-6)


def test_rows_are_unit_vectors_in_the_order_of_the_texts(static: StaticEmbedder) -> None:
    heard: list[int] = []
    rows = static.embed_passages(TEXTS * 200, heard.append)
    assert (rows.shape, str(rows.dtype), static.dimension) == ((1000, 256), "float32", 256)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert heard == [512, 488]
    for place, text in enumerate(TEXTS):
        np.testing.assert_array_equal(rows[995 + place], static.embed_query(text))
    assert static.embed_passages([]).shape == (0, 256)


def test_pieces_looked_up_are_the_tokens_of_the_whole_text(static: StaticEmbedder) -> None:
    tokenizer = Tokenizer.from_file(str(default_model() / "tokenizer.json"))
    tokenizer.no_padding()
    chance = random.Random(5)
    texts = [*TEXTS, "ab" * 60 + " x" * 3, *("".join(chance.choices(ODD, k=chance.randint(1, 25))) for _ in range(2000))]
    whole = [encoded.ids for encoded in tokenizer.encode_batch(texts, add_special_tokens=False)]
    assert static._tokens(texts) == whole



def test_like_texts_lie_near_each_other(static: StaticEmbedder) -> None:
    question = static.embed_query("Where did the fox live?")
    scores = static.embed_passages(TEXTS[:3]) @ question
    assert scores.argmax() == 0


def test_only_the_known_weights_are_read(tmp_path: Path) -> None:
    damaged = tmp_path / "static.safetensors"
    damaged.write_bytes(WEIGHTS.read_bytes()[:-1] + b"\0")
    with pytest.raises(ModelMissing, match="The static embedder is damaged"):
        StaticEmbedder(damaged)
    with pytest.raises(ModelMissing, match="The static embedder is not installed"):
        StaticEmbedder(tmp_path / "none")


def test_it_is_chosen_by_name(tmp_path: Path) -> None:
    chosen = open_embedder(STATIC)
    assert (type(chosen), chosen.name) == (StaticEmbedder, "static")
    assert isinstance(open_embedder(None), MiniLM)
    with Library.open(tmp_path, chosen) as library:
        assert library.engine.documents().generation == 0
