"""From MiniLM and questions to the weights of the static embedder: `python -m qa.train.static`. Minutes on a processor.

1. Each token of MiniLM's vocabulary is embedded by MiniLM, centred, turned to its principal components and set to unit length.
2. It is weighted by how rare it is in the training stories, a / (a + p) (Arora et al. 2017, smooth inverse frequency).
3. The table is tuned so that questions lie near the passages that answer them, against the other passages of the batch (InfoNCE).
4. The tuned table is averaged with the one it started from, which keeps what it knew of words that no question had.
"""

import argparse
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save
from tokenizers import Tokenizer
from torch.nn import functional

from index import default_model

from .fairytaleqa import SHARED, library, questions, sections

DIMENSION = 256
_WEIGHTS, _TENSOR = Path("index/weights/static.safetensors"), "embedding.weight"
_RARE = 1e-3
_RATE, _STEPS, _WARM = 3e-3, 120, 20
_PAIRS, _OTHERS = 512, 512
_TEMPERATURE = 0.05
_DROPPED = 0.3
_OVERLAP = 40
_LONGEST = 1200
Tokens = list[int]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Questions, passages, and which passages answer each question."""

    questions: list[Tokens]
    passages: list[Tokens]
    right: list[list[int]]


def main() -> None:
    """Make the weights."""
    parser = argparse.ArgumentParser(prog="python -m qa.train.static", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, default=Path(".bench/fairytaleqa"), help="the library of FairytaleQA's stories, made if need be")
    parser.add_argument("--weights", type=Path, default=_WEIGHTS)
    parser.add_argument("--steps", type=int, default=_STEPS)
    parser.add_argument("--share", type=float, default=0.75, help="share of the tuned table in the average")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(default_model() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    sets = [tales(given.library, tokenizer), others(SHARED / "train", tokenizer)]
    start = initial(token_vectors(), sets[0].passages)
    tuned = tune(start, sets, given.steps, given.seed)
    table = (given.share * tuned + (1 - given.share) * start).half().numpy()
    data = save({_TENSOR: table})
    given.weights.parent.mkdir(parents=True, exist_ok=True)
    given.weights.write_bytes(data)
    sys.stdout.write(f"{given.weights.name}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}\n")


def tales(folder: Path, tokenizer: Tokenizer) -> Pairs:
    """Return FairytaleQA's training questions with the passages of the training stories; none of a validation story."""
    with library(folder, ["train", "val"]) as opened:
        placed, asked = sections(opened, "train"), questions("train")
        texts: list[str] = []
        found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for story in sorted({question.document for question in asked}):
            for _, entry in sorted(opened.passages(opened.documents()[story].rows).items()):
                found[story].append((len(texts), entry.passage.start, entry.passage.end))
                texts.append(entry.passage.text.strip())
    kept, right = [], []
    for question in asked:
        spans = [placed[question.document][number] for number in question.sections if number in placed[question.document]]
        rows = [row for row, a, b in found[question.document] if any(min(b, end) - max(a, start) > _OVERLAP for start, end in spans)]
        if rows:
            kept.append(question.text)
            right.append(rows)
    return Pairs(_encode(tokenizer, kept), _encode(tokenizer, texts), right)


def others(folder: Path, tokenizer: Tokenizer) -> Pairs:
    """Return the questions of the other training sets that have an answer, each with its context."""
    asked: list[str] = []
    right: list[list[int]] = []
    contexts: dict[str, int] = {}
    for path in sorted(folder.glob("*.jsonl.gz")):
        if path.name.startswith("fairytaleqa"):
            continue
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                if not row["impossible"]:
                    asked.append(row["question"])
                    right.append([contexts.setdefault(row["context"][:_LONGEST], len(contexts))])
    return Pairs(_encode(tokenizer, asked), _encode(tokenizer, list(contexts)), right)


def token_vectors() -> torch.Tensor:
    """Return MiniLM's vector of each token by itself, shape `(vocabulary, 384)`."""
    from transformers import AutoModel

    model = AutoModel.from_pretrained(default_model(), local_files_only=True).eval()
    size, rows = int(model.config.vocab_size), []
    with torch.inference_mode():
        for some in torch.split(torch.arange(size), 1024):
            tokens = torch.stack([torch.full_like(some, 101), some, torch.full_like(some, 102)], dim=1)  # [CLS] token [SEP]
            rows.append(model(input_ids=tokens, attention_mask=torch.ones_like(tokens)).last_hidden_state.mean(dim=1))
    return torch.cat(rows)


def initial(vectors: torch.Tensor, passages: Sequence[Tokens]) -> torch.Tensor:
    """Return the principal components of the tokens' vectors, each of a length that says how rare the token is in these passages."""
    centred = vectors.double() - vectors.double().mean(dim=0)
    _, axes = torch.linalg.eigh(centred.T @ centred)
    axes = axes.flip(1)[:, :DIMENSION]
    axes = axes * axes[axes.abs().argmax(dim=0), torch.arange(DIMENSION)].sign()  # an axis has no direction of its own
    counts = torch.bincount(torch.tensor([token for passage in passages for token in passage]), minlength=len(vectors)) + 1.0
    shares = counts / counts.sum()
    return functional.normalize(centred @ axes, dim=1).mul((_RARE / (_RARE + shares)).unsqueeze(1)).float()


def tune(start: torch.Tensor, sets: Sequence[Pairs], steps: int, seed: int) -> torch.Tensor:
    """Return the table after so many steps, one batch of each set a step."""
    table = torch.nn.Parameter(start.clone())
    random = np.random.default_rng(seed)
    optimiser = torch.optim.Adam([table], lr=_RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1.0, (step + 1) / _WARM) * (1 - 0.9 * step / steps))
    for step in range(steps):
        losses = [_loss(table, pairs, random) for pairs in sets]
        optimiser.zero_grad()
        torch.stack(losses).sum().backward()  # type: ignore[no-untyped-call]  # torch gives it no types
        optimiser.step()
        schedule.step()
        if step % 20 == 19:
            sys.stderr.write(f"step {step + 1}: {' '.join(f'{loss.item():.3f}' for loss in losses)}\n")
    return table.detach()


def _loss(table: torch.Tensor, pairs: Pairs, random: np.random.Generator) -> torch.Tensor:
    """Return the loss of a batch: how little of each question's weight falls on its own passages, among those of all and some more."""
    asked = random.choice(len(pairs.questions), _PAIRS, replace=False).tolist()
    more = random.choice(len(pairs.passages), min(_OTHERS, len(pairs.passages)), replace=False).tolist()
    rows = sorted({*more, *(row for one in asked for row in pairs.right[one])})
    place = {row: column for column, row in enumerate(rows)}
    right = torch.full((len(asked), len(rows)), -torch.inf)
    for line, one in enumerate(asked):
        right[line, [place[row] for row in pairs.right[one]]] = 0.0
    questions = _pooled(table, [pairs.questions[one] for one in asked])
    passages = _pooled(table, [_thinned(pairs.passages[row], random) for row in rows])
    scores = questions @ passages.T / _TEMPERATURE
    return (scores.logsumexp(dim=1) - (scores + right).logsumexp(dim=1)).mean()


def _pooled(table: torch.Tensor, texts: Sequence[Tokens]) -> torch.Tensor:
    offsets = torch.tensor([0, *(len(text) for text in texts[:-1])]).cumsum(dim=0)
    tokens = torch.tensor([token for text in texts for token in text])
    return functional.normalize(functional.embedding_bag(tokens, table, offsets, mode="mean"), dim=1)


def _thinned(text: Tokens, random: np.random.Generator) -> Tokens:
    """Leave out some tokens, so that no passage is known by one of them."""
    kept = [token for token, stays in zip(text, random.random(len(text)) >= _DROPPED, strict=True) if stays]
    return kept or text


def _encode(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Tokens]:
    return [encoded.ids for encoded in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]


if __name__ == "__main__":
    main()
