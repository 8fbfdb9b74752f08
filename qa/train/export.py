"""From a checkpoint to what is shipped: weights in half precision and `reader.json` beside them."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from qa.reader_input import LONGEST
from qa.signals import Signals


def export(trained: Mapping[str, Tensor], folder: Path) -> None:
    """Write `reader.safetensors`, and `reader.json` with weights of the signals that only follow the network; `settle` refines these."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.to(torch.float16).contiguous() for name, value in trained.items()}, folder / "reader.safetensors")
    none = dict.fromkeys(("bias", *Signals.__dataclass_fields__), 0.0)
    settle(folder, {**none, "score": 1.0}, {**none, "margin": 1.0}, {"slope": -1.0, "bias": 0.0}, 0.5)


def settle(folder: Path, rank: Mapping[str, float], confidence: Mapping[str, float], untold: Mapping[str, float], threshold: float) -> None:
    """Write `reader.json`: what the weights are, and how the signals are weighed."""
    with (folder / "reader.safetensors").open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    settings: dict[str, Any] = {
        "sha256": digest, "longest": LONGEST, "rank": rank, "confidence": confidence, "untold": untold, "threshold": threshold,
    }  # fmt: skip
    (folder / "reader.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
