"""The figures of the reader on validation trials: how near the answer, how often the right place, how well it knows when to say nothing."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.evaluation.measures import auroc, calibration_error, reliability
from qa.evaluation.words import rouge_l

from .fitting import SHARES, UNTOLD, Weights, fit_confidence, fit_rank, ranking, told, weighed
from .trials import Trial, chosen

Outcome = tuple[Trial, int | None, float]
_PARTS = 5


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer or an abstention, how sure it is, and whether it is right."""

    answers: bool
    confidence: float
    right: bool


def outcomes(trials: Sequence[Trial], rank: Weights, confidence: Weights) -> list[Outcome]:
    """Return each trial with the place of the chosen candidate and the logit of its confidence."""
    found = []
    for trial in trials:
        place = chosen(trial, ranking(rank))
        found.append((trial, place, weighed(trial.candidates[place].signals, confidence) if place is not None else -20.0))
    return found


def crossed(trials: Sequence[Trial]) -> list[Outcome]:
    """Return the outcomes of all trials, each with weights that were fitted without its story."""
    stories = sorted({trial.question.document for trial in trials})
    found: list[Outcome] = []
    for part in range(_PARTS):
        held = set(stories[part::_PARTS])
        seen = [trial for trial in trials if trial.question.document not in held]
        rank = fit_rank(seen)
        found += outcomes([trial for trial in trials if trial.question.document in held], rank, fit_confidence(seen, rank))
    return found


def figures(found: Sequence[Outcome], threshold: float, untold: Mapping[str, float]) -> dict[str, float]:
    """Return the figures by name; a setting that was not tried has none."""
    by_setting: Mapping[str, list[Outcome]] = defaultdict(list)
    for outcome in found:
        by_setting[outcome[0].setting].append(outcome)
    figures: dict[str, float] = {}
    for setting, group in by_setting.items():
        if setting not in UNTOLD:
            figures |= _answered(setting, group)
        figures[f"abstained {setting}"] = _mean([_chance(logit) < threshold for _, _, logit in group])
    home = [_chance(logit) for _, _, logit in by_setting["story"]]
    for setting in UNTOLD:
        figures[f"auroc {setting}"] = auroc(home, [_chance(logit) for _, _, logit in by_setting[setting]]) or 0.0
    figures["ece"] = calibration_error(reliability([(made.confidence, made.right) for made in decisions(found, threshold, untold)])) or 0.0
    return figures


def decisions(found: Sequence[Outcome], threshold: float, untold: Mapping[str, float]) -> list[Decision]:
    """Return what would be decided in the settings for which confidence is calibrated; to abstain is right where the stories don't tell."""
    made = []
    for trial, place, logit in found:
        if place is None or trial.setting not in SHARES:
            continue
        if _chance(logit) >= threshold:
            made.append(Decision(True, _chance(logit), told(trial, place)))
        else:
            made.append(Decision(False, _chance(untold["bias"] + untold["slope"] * logit), trial.setting in UNTOLD))
    return made


def _answered(setting: str, group: Sequence[Outcome]) -> dict[str, float]:
    near = [(trial.question.explicit, _near(trial, place)) for trial, place, _ in group]
    named = {"": near, " explicit": [n for n in near if n[0]], " implicit": [n for n in near if not n[0]]}
    return {f"rouge-l {setting}{name}": _mean([value for _, value in values]) for name, values in named.items()} | {
        f"gold {setting}": _mean([place is not None and trial.candidates[place].gold for trial, place, _ in group])
    }


def _near(trial: Trial, place: int | None) -> float:
    if place is None:
        return 0.0
    return max(rouge_l(trial.candidates[place].said, answer) for answer in trial.question.answers)


def _chance(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
