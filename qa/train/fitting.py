"""Fitting the weights of the signals on validation trials, measured on stories that each fit has not seen.

Two linear models: one ranks the candidates of a question, the other says how probable it is that the best one answers it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, fields

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from qa.evaluation.words import rouge_l
from qa.signals import Signals

from .trials import Trial, Tried, chosen

Weights = dict[str, float]
NAMES = tuple(field.name for field in fields(Signals))
# In these settings there is an answer to rank.
_RANKED = ("story", "split", "all")
# The operating point: this share of the questions that a story answers may be refused.
_REFUSED = 0.08
# In these there is none to tell.
UNTOLD = ("other", "withheld")
# How much each setting counts for confidence: as often told as not.
SHARES = {"story": 1.0, "split": 0.5, "all": 0.5, "other": 1.0, "withheld": 1.0}


def fit_rank(trials: Sequence[Trial]) -> Weights:
    """Fit the ranking: the expected worth of the chosen candidate is made largest, in a gold section and near the human answers."""
    ranked = [trial for trial in trials if trial.setting in _RANKED and any(candidate.gold for candidate in trial.candidates)]
    rows = [(_matrix(trial.candidates), _worth(trial)) for trial in ranked]
    weights = torch.zeros(len(NAMES), requires_grad=True)
    with torch.no_grad():
        weights[NAMES.index("score")] = 1.0
    fitted = _minimise(weights, lambda: -torch.stack([(torch.softmax(x @ weights, 0) * y).sum() for x, y in rows]).mean())
    return _named(fitted / fitted[NAMES.index("score")], 0.0)  # in the network's own log-odds


def fit_confidence(trials: Sequence[Trial], rank: Weights) -> Weights:
    """Fit the probability that the chosen candidate lies where the answer is (logistic regression)."""
    picked = [(trial, place) for trial in trials if trial.setting in SHARES and (place := chosen(trial, ranking(rank))) is not None]
    x = torch.cat([_matrix([trial.candidates[place]]) for trial, place in picked])
    y = torch.tensor([float(told(trial, place)) for trial, place in picked])
    share = torch.tensor([SHARES[trial.setting] for trial, _ in picked])
    weights, bias = torch.zeros(len(NAMES), requires_grad=True), torch.zeros(1, requires_grad=True)

    def lost() -> Tensor:
        given = torch.nn.functional.binary_cross_entropy_with_logits(x @ weights + bias, y, reduction="none")
        return (given * share).mean() + 1e-4 * weights.square().sum()

    return _named(_minimise(weights, lost, bias), float(bias.detach()))


def fit_untold(found: Sequence[tuple[Trial, int | None, float]], threshold: float) -> dict[str, float]:
    """Fit how probable it is that the stories don't tell, by the log-odds that the chosen candidate answers, where these are below the threshold."""
    highest = math.log(threshold / (1 - threshold))
    picked = [(trial, logit) for trial, place, logit in found if trial.setting in SHARES and place is not None and logit < highest]
    x = torch.tensor([[logit] for _, logit in picked])
    y = torch.tensor([float(trial.setting in UNTOLD) for trial, _ in picked])
    share = torch.tensor([SHARES[trial.setting] for trial, _ in picked])
    weights, bias = torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True)

    def lost() -> Tensor:
        return (torch.nn.functional.binary_cross_entropy_with_logits(x @ weights + bias, y, reduction="none") * share).mean()

    fitted = _minimise(weights, lost, bias)
    return {"slope": round(float(fitted[0]), 4), "bias": round(float(bias.detach()), 4)}


def fit_threshold(found: Sequence[tuple[Trial, int | None, float]]) -> float:
    """Return the highest threshold that refuses at most `_REFUSED` of the questions whose story is given."""
    home = sorted(1 / (1 + math.exp(-logit)) for trial, _, logit in found if trial.setting == "story")
    return round(home[int(_REFUSED * len(home))], 4)


def told(trial: Trial, place: int) -> bool:
    """Tell whether the setting has the answer and the candidate lies where it is."""
    return trial.setting not in UNTOLD and trial.candidates[place].gold


def ranking(weights: Weights) -> Callable[[Tried], float]:
    """Return the linear model as a function of a candidate."""
    return lambda candidate: weighed(candidate.signals, weights)


def weighed(found: Signals, weights: Mapping[str, float]) -> float:
    """Return what the signals come to."""
    return weights["bias"] + math.fsum(weights[name] * value for name, value in zip(NAMES, astuple(found), strict=True))


def _worth(trial: Trial) -> Tensor:
    worth = []
    for candidate in trial.candidates:
        near = max((rouge_l(candidate.said, answer) for answer in trial.question.answers), default=0.0)
        worth.append(0.5 * candidate.gold + 0.5 * near)
    return torch.tensor(worth)


def _matrix(candidates: Sequence[Tried]) -> Tensor:
    values: NDArray[np.float32] = np.array([astuple(candidate.signals) for candidate in candidates], dtype=np.float32)
    return torch.from_numpy(np.clip(np.nan_to_num(values), -50, 50))


def _minimise(weights: Tensor, lost: Callable[[], Tensor], bias: Tensor | None = None) -> Tensor:
    optimizer = torch.optim.Adam([weights] if bias is None else [weights, bias], lr=0.05)
    for _ in range(300):
        optimizer.zero_grad()
        value = lost()
        value.backward()  # type: ignore[no-untyped-call]  # torch gives it no types
        optimizer.step()
    return weights.detach()


def _named(weights: Tensor, bias: float) -> Weights:
    return {"bias": round(bias, 4)} | {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)}
