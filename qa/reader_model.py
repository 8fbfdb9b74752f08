"""The network of the reader: MiniLM's encoder with three scores on top, as a torch module.

The encoder is written out: one matrix product for queries, keys and values, and plain attention. It trained as fast as transformers' plain
attention and 1.4 times as fast as its fused one here (`docs/reader.md`). Its word embeddings are those of the default embedder, frozen and shared.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, HEADS, INNER, POSITIONS, VOCABULARY = 384, 6, 12, 1536, 512, 30522


class Layer(nn.Module):
    """One transformer layer: attention, then a feed-forward step, each added and normalised after (BERT, Devlin et al. 2019)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.attention = nn.Linear(WIDTH, 3 * WIDTH)
        self.mixed = nn.Linear(WIDTH, WIDTH)
        self.after_attention = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.after_inner = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Map states `(batch, length, width)`; `mask` is added to the attention, `(batch, 1, 1, length)`."""
        batch, length, width = hidden.shape
        query, key, value = self.attention(hidden).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(width / HEADS) + mask, dim=-1)
        mixed = (weights @ value).transpose(1, 2).reshape(batch, length, width)
        hidden = self.after_attention(hidden + self.dropout(self.mixed(mixed)))
        return self.after_inner(hidden + self.dropout(self.outer(functional.gelu(self.inner(hidden)))))  # type: ignore[no-any-return]  # torch's modules return Any


class ReaderModel(nn.Module):
    """Scores, for each token of a window, how well an answer starts and ends there, and for the window that it holds none.

    Args:
        words: The frozen word embeddings, `(vocabulary, width)`.
        dropout: Share of states dropped while training.
    """

    def __init__(self, words: Tensor, dropout: float = 0.0) -> None:
        super().__init__()
        self.words = nn.Embedding(words.shape[0], words.shape[1], _weight=words, _freeze=True)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kinds = nn.Embedding(2, WIDTH)
        self.embedded = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.spans = nn.Linear(WIDTH, 2)
        self.none = nn.Linear(WIDTH, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, kinds: Tensor, there: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Score a batch of windows.

        Args:
            ids: Token ids, `(batch, length)`: `[CLS] question [SEP] title : text [SEP]`, padded at the end.
            kinds: 0 for the question's tokens, 1 for the window's.
            there: True where a token stands, False where it is padding.

        Returns:
            Logits of starts and of ends, `(batch, length)` each, and of no answer, `(batch,)`.
        """
        mask = torch.zeros(there.shape, dtype=torch.float32).masked_fill(~there, -1e4)[:, None, None, :]
        places = torch.arange(ids.shape[1])
        hidden = self.dropout(self.embedded(self.words(ids) + self.positions(places) + self.kinds(kinds)))
        for layer in self.layers:
            hidden = layer(hidden, mask)
        starts, ends = self.spans(hidden).float().unbind(-1)
        return starts, ends, self.none(hidden[:, 0]).float().squeeze(-1)
