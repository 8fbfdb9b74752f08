"""One person asking: latency of a question, whole and by stage."""

from typing import Any

from benchmarks.questions import asked_of
from benchmarks.record import SEED

from .opened import Models, folder_of, quantiles, share
from .stages import STAGES, Stages

_WARM = 10
_ASKED = 300


def measure(size: int, effort: float) -> dict[str, Any]:
    """Ask questions that were not asked before; every second one names nobody, so that the whole library is searched for it."""
    with Models().opened(folder_of(size)) as opened:
        stages = Stages(opened.bot, opened.reader)
        asked = asked_of(opened.library, _WARM + share(_ASKED, effort), SEED)
        took = [stages.ask(question) for question in asked][_WARM:]
    whole = [sum(each.values()) for each in took]
    return {
        "questions": len(took),
        "whole": quantiles(whole),
        "unnamed": quantiles(whole[::2]),
        "stages": {stage: quantiles([each[stage] for each in took]) for stage in STAGES},
        "means_ms": {stage: round(sum(each[stage] for each in took) / len(took) * 1000, 3) for stage in STAGES},
        "searching": quantiles([each["embed"] + each["search"] for each in took]),
    }
