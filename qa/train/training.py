"""The training itself: epochs over groups in stages, with averaged weights and checkpoints to go on from.

Several workers share each step, one thread each, and add up their gradients: on a shared machine two threads that wait for each other at every
product do half the work of two that meet once a step.
"""

import math
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, distributed

from qa.reader_input import ReaderInput
from qa.reader_model import LAYERS, ReaderModel

from .batches import Batch, batches, chosen, cost
from .groups import Group
from .loss import loss

_KEPT = 0.998
_DECAY = 0.9
_SAVE = 200


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the training.

    Attributes:
        name: Names its checkpoint.
        groups: What is learned from, once.
        wrong: Windows without the answer beside each question's, at most.
        size: Tokens a step.
        rate: Highest learning rate; it rises for 5 % of the steps and falls to nothing.
    """

    name: str
    groups: Sequence[Group]
    wrong: int
    size: int
    rate: float


def train(model: ReaderModel, stage: Stage, rows: ReaderInput, folder: Path, seed: int) -> ReaderModel:
    """Train through a stage, going on from its checkpoint if there is one, and return the model with averaged weights.

    Every worker of the process group calls this with the same arguments and gets the same weights; the first keeps the checkpoints.
    """
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    picked = [group for group in (chosen(group, stage.wrong, chance) for group in stage.groups) if group.windows]
    # Steps that end with a group too many leave some room: about 3 % more than would fit exactly.
    total = math.ceil(1.03 * sum(map(cost, picked)) / stage.size)
    optimizer = torch.optim.AdamW(_grouped(model, stage.rate), lr=stage.rate, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, total))
    average = {name: value.clone() for name, value in _trained(model)}
    path, done = folder / f"{stage.name}.pt", 0
    if path.exists():
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"], strict=False)
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        average, done = saved["average"], saved["done"]
    model.train()
    rank, workers = distributed.get_rank(), distributed.get_world_size()
    torch.manual_seed(seed + done + 7919 * rank)
    seen, lost, tokens, began = 0.0, 0.0, 0, time.monotonic()
    for number, step in enumerate(batches(picked, rows, stage.size, workers, chance)):
        if number < done:
            continue
        lost += _step(model, step, step[rank::workers], optimizer)
        schedule.step()
        seen += sum(len(batch.spans) for batch in step[rank::workers])
        tokens += sum(int(batch.there.sum()) for batch in step)
        kept = min(_KEPT, (1 + number) / (10 + number))
        for name, value in _trained(model):
            average[name].lerp_(value, 1 - kept)
        if (number + 1) % 50 == 0 and rank == 0:
            rate = tokens / (time.monotonic() - began)
            sys.stderr.write(f"{stage.name} {number + 1}/{total} loss {lost / seen:.4f} {rate:,.0f} tokens/s\n")
            seen, lost = 0.0, 0.0
        if ((number + 1) % _SAVE == 0 or number + 1 == total) and rank == 0:
            state = {"model": dict(_trained(model)), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}
            torch.save(state | {"average": average, "done": number + 1}, path.with_suffix(".part"))
            path.with_suffix(".part").replace(path)
    model.load_state_dict(average, strict=False)
    return model


def _step(model: ReaderModel, step: Sequence[Batch], mine: Sequence[Batch], optimizer: torch.optim.Optimizer) -> float:
    """Learn from a step of which this worker computes a part; returns the loss of that part."""
    count, lost = sum(len(batch.spans) for batch in step), 0.0
    for batch in mine:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            starts, ends, none = model(batch.ids, batch.kinds, batch.there)
        value = loss(starts, ends, none, batch)
        lost += float(value.detach())
        (value / count).backward()  # type: ignore[no-untyped-call]
    parameters = [p for p in model.parameters() if p.requires_grad]
    gradients = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in parameters])
    distributed.all_reduce(gradients)
    gradients *= min(1.0, 1.0 / (float(gradients.norm()) + 1e-6))
    for parameter, gradient in zip(parameters, torch.split(gradients, [p.numel() for p in parameters]), strict=True):
        parameter.grad = gradient.view_as(parameter)
    optimizer.step()
    optimizer.zero_grad()
    return lost


def _trained(model: ReaderModel) -> list[tuple[str, Tensor]]:
    return [(name, parameter.detach()) for name, parameter in model.named_parameters() if parameter.requires_grad]


def _grouped(model: ReaderModel, rate: float) -> list[dict[str, object]]:
    """Give lower layers lower rates, heads the highest."""
    groups: dict[int, list[Tensor]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            depth = LAYERS + 1 if name.startswith(("spans", "none")) else int(name.split(".")[1]) + 1 if name.startswith("layers") else 0
            groups.setdefault(depth, []).append(parameter)
    return [{"params": found, "lr": rate * _DECAY ** (LAYERS - depth) if depth <= LAYERS else rate * 3} for depth, found in groups.items()]


def _rate(step: int, total: int) -> float:
    rise = max(1, total // 20)
    return (step + 1) / rise if step < rise else max(0.0, (total - step) / max(1, total - rise))
