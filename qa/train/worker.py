"""One of the processes that train together: through all stages, each skipped where it is done.

What is shipped is the mean of the last two stages' weights: the last one doubts better, the one before finds the words better, and their mean does
nearly as well at either (weights of one training averaged: Wortsman et al. 2022).
"""

import os
from pathlib import Path

import torch
from torch import Tensor, distributed

from index import default_model
from qa.reader_input import ReaderInput

from . import groups
from .encoder import initial
from .recipe import stages
from .training import train

_DROPOUT = 0.1


def work(rank: int, workers: int, folder: Path, seed: int) -> None:
    """Train as one of several workers; the first writes the result."""
    torch.set_num_threads(1)
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29511", GLOO_SOCKET_IFNAME="lo")
    distributed.init_process_group("gloo", rank=rank, world_size=workers)
    model, rows = initial(default_model(), _DROPOUT, seed), ReaderInput(default_model())
    learned = stages(list(groups.read(folder / "passages.jsonl")), list(groups.read(folder / "tales.jsonl")), seed)
    finished = [folder / f"{stage.name}.done.pt" for stage in learned]
    for stage, done in zip(learned, finished, strict=True):
        if done.exists():
            model.load_state_dict(torch.load(done, weights_only=True), strict=False)
            continue
        train(model, stage, rows, folder, seed)
        if rank == 0:
            _save(model, done)
        distributed.barrier()
    if rank == 0:
        one, other = (torch.load(done, weights_only=True) for done in finished[-2:])
        model.load_state_dict({name: (value + other[name]) / 2 for name, value in one.items()}, strict=False)
        _save(model, folder / "trained.pt")


def _save(model: torch.nn.Module, path: Path) -> None:
    learned: dict[str, Tensor] = {name: value.detach() for name, value in model.named_parameters() if value.requires_grad}
    torch.save(learned, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)
