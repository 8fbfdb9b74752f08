"""What training lessens: each window judged alone, and the windows of a question against each other.

Alone, a window's scores are a distribution over its tokens and "no answer", by which a window without the answer learns to say so.
Against each other, the spans of all of a question's windows share one distribution (shared normalisation, Clark & Gardner 2018), by which the right
window learns to win.
Several right spans count together, by their summed probability; paraphrases by their weight.
"""

import torch
from torch import Tensor
from torch.nn import functional

from .batches import Batch

AGAINST = 0.5
UNPLACED = 0.3
WRONG = 0.6


def loss(starts: Tensor, ends: Tensor, none: Tensor, batch: Batch) -> Tensor:
    """Return the summed loss of a batch; the logits are as `qa.reader_model.ReaderModel` returns them."""
    starts, ends = (logits.masked_fill(~batch.readable, -1e4) for logits in (starts, ends))
    total = _alone(_beside_none(starts, none), _beside_none(ends, none), batch)
    for number in range(int(batch.groups[-1]) + 1):
        of_group = (batch.groups == number).nonzero()[:, 0]
        total = total + AGAINST * batch.weights[of_group[0]] * _against(starts[of_group], ends[of_group], [batch.spans[i] for i in of_group.tolist()])
    return total


def _beside_none(logits: Tensor, none: Tensor) -> Tensor:
    return torch.cat([none[:, None], logits], 1).log_softmax(1)


def _alone(starts: Tensor, ends: Tensor, batch: Batch) -> Tensor:
    total = starts.new_zeros(())
    for place, (spans, holds) in enumerate(zip(batch.spans, batch.holds, strict=True)):
        if spans:
            weights = torch.tensor([weight for *_, weight in spans]).log()
            first = torch.logsumexp(starts[place, [1 + a for a, _, _ in spans]] + weights, 0)
            last = torch.logsumexp(ends[place, [1 + b for _, b, _ in spans]] + weights, 0)
            total = total - 0.5 * batch.weights[place] * (first + last)
        elif holds is False:
            total = total - WRONG * 0.5 * (starts[place, 0] + ends[place, 0])
        else:
            total = total - UNPLACED * 0.5 * (_not(starts[place, 0]) + _not(ends[place, 0]))
    return total


def _against(starts: Tensor, ends: Tensor, spans: list[tuple[tuple[int, int, float], ...]]) -> Tensor:
    if len(spans) < 2 or not any(spans):
        return starts.new_zeros(())
    length = starts.shape[1]
    at = [(window * length + a, window * length + b, weight) for window, found in enumerate(spans) for a, b, weight in found]
    weights = torch.tensor([weight for *_, weight in at]).log()
    first = torch.logsumexp(starts.flatten().log_softmax(0)[[a for a, _, _ in at]] + weights, 0)
    last = torch.logsumexp(ends.flatten().log_softmax(0)[[b for _, b, _ in at]] + weights, 0)
    return -0.5 * (first + last)


def _not(log_probability: Tensor) -> Tensor:
    """Return the log of the probability of the contrary."""
    return functional.logsigmoid(-(log_probability - torch.log1p(-log_probability.exp().clamp(max=1 - 1e-6))))
