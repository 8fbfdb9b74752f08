"""Groups as tensors: windows of like length together, answers as tokens."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from qa.reader_input import ReaderInput, Row

from .groups import Group, Span

_POOL = 32
# Tokens that are computed at once: fewer waste time on the weights, more fall out of the processor's cache.
_TOKENS = 3_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of several groups as tensors.

    Attributes:
        ids: Token ids, `(windows, length)`.
        kinds: 1 in the window's part.
        there: True where a token stands.
        readable: True for tokens of the text: an answer may stand there.
        groups: Number of each window's group within the batch, `(windows,)`.
        spans: For each window, its answers as first token, last token and weight.
        holds: For each window whether it holds the answer, None where that is unknown.
        weights: Each window's group's weight, `(windows,)`.
    """

    ids: Tensor
    kinds: Tensor
    there: Tensor
    readable: Tensor
    groups: Tensor
    spans: tuple[tuple[Span, ...], ...]
    holds: tuple[bool | None, ...]
    weights: Tensor


def chosen(group: Group, wrong: int, chance: random.Random) -> Group:
    """Choose which windows to learn from this time: at most two that hold the answer, and of the others mostly the best found."""
    right = [window for window in group.windows if window.holds is not False]
    other = [window for window in group.windows if window.holds is False]
    best, rest = other[:1], other[1:]
    other = best + chance.sample(rest, min(len(rest), wrong - 1)) if wrong > 0 else []
    return group.only([*chance.sample(right, min(2, len(right))), *other[:wrong]])


def batches(groups: Sequence[Group], rows: ReaderInput, size: int, workers: int, chance: random.Random) -> Iterator[list[Batch]]:
    """Yield the steps of an epoch in random order: each a list of small batches, together about `size` tokens, equally many for each worker.

    Groups of like length are put together, within pools of 32 steps, so that little is padding.
    """
    order = list(groups)
    chance.shuffle(order)
    for pool in _parts(order, size * _POOL):
        pool.sort(key=lambda group: max(len(w.text) for w in group.windows) + 20 * chance.random())
        steps = list(_parts(pool, size))
        chance.shuffle(steps)
        for step in steps:
            count = workers * math.ceil(size / workers / _TOKENS)
            yield [batch(part, rows) for part in _shares(step, count)]


def cost(group: Group) -> int:
    """Return about how many tokens a group has; a short window counts as one of 80, lest a step hold too many."""
    return sum(max(80, 20 + len(window.text) // 4) for window in group.windows)


def _parts(groups: Sequence[Group], size: int) -> Iterator[list[Group]]:
    part: list[Group] = []
    total = 0
    for group in groups:
        if part and total + cost(group) > size:
            yield part
            part, total = [], 0
        part.append(group)
        total += cost(group)
    if part:
        yield part


def _shares(groups: Sequence[Group], count: int) -> Iterator[list[Group]]:
    """Yield a list's parts of like cost, in its order, at most `count`."""
    total, before = sum(map(cost, groups)), 0
    parts: list[list[Group]] = [[] for _ in range(count)]
    for group in groups:
        parts[min(count - 1, before * count // total)].append(group)
        before += cost(group)
    return (part for part in parts if part)


def batch(groups: Sequence[Group], rows: ReaderInput) -> Batch:
    """Make tensors of groups."""
    made = [
        (number, group, window, row)
        for number, group in enumerate(groups)
        for window, row in zip(group.windows, rows.rows(group.question, [(w.title, w.text) for w in group.windows]), strict=True)
    ]
    # A multiple of 16, for the products of each new shape are compiled, and kept, anew.
    length = -(-max(len(row.ids) for *_, row in made) // 16) * 16
    ids, kinds = torch.zeros(len(made), length, dtype=torch.long), torch.zeros(len(made), length, dtype=torch.long)
    there, readable = torch.zeros(len(made), length, dtype=torch.bool), torch.zeros(len(made), length, dtype=torch.bool)
    for place, (*_, row) in enumerate(made):
        ids[place, : len(row.ids)] = torch.tensor(row.ids)
        kinds[place, row.before : len(row.ids)] = 1
        there[place, : len(row.ids)] = True
        readable[place, row.first : row.first + len(row.offsets)] = True
    spans = tuple(tuple(_tokens(window.spans, row)) for _, _, window, row in made)
    return Batch(
        ids, kinds, there, readable,
        torch.tensor([number for number, *_ in made]), spans,
        tuple(True if found else window.holds if not window.spans else None for found, (_, _, window, _) in zip(spans, made, strict=True)),
        torch.tensor([group.weight for _, group, *_ in made]),
    )  # fmt: skip


def _tokens(spans: Sequence[Span], row: Row) -> Iterator[Span]:
    """Return spans of characters as spans of tokens of the row; those that were cut off are left out."""
    starts = {start: place for place, (start, _) in enumerate(row.offsets)}
    ends = {end: place for place, (_, end) in enumerate(row.offsets)}
    for start, end, weight in spans:
        first = starts.get(start) if start in starts else next((p for p, (a, b) in enumerate(row.offsets) if a <= start < b), None)
        last = ends.get(end) if end in ends else next((p for p, (a, b) in enumerate(row.offsets) if a < end <= b), None)
        if first is not None and last is not None and first <= last:
            yield row.first + first, row.first + last, weight
