"""The steps of `make bench`: what is measured at which sizes, each in a program of its own, its figures kept."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks import record

SIZES = (300, 5_000, 50_000, 300_000, 1_000_000)
# Adding goes on long enough at one size to see its tail.
_ADDING_AT = 50_000
STEPS: Mapping[str, Sequence[int] | None] = {
    "building": SIZES,
    "opening": SIZES,
    "asking": SIZES,
    "recall": SIZES,
    "askers": SIZES,
    "adding": SIZES,
    "while_adding": (_ADDING_AT,),
    "fresh": None,
}


def run(step: str, sizes: Sequence[int], effort: float, *, again: bool) -> None:
    """Measure a step at those of its sizes that were asked for and are not there yet."""
    known, own = record.load(step), STEPS[step]
    for size in ("all",) if own is None else [size for size in own if size in sizes]:
        if again or str(size) not in known:
            print(f"{step} {size} ...", file=sys.stderr, flush=True)
            begun = time.perf_counter()
            record.save(step, str(size), _measured(step, str(size), effort), effort=effort)
            print(f"{step} {size}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)


def _measured(step: str, size: str, effort: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.growth", "--effort", str(effort), step, *(() if size == "all" else (size,))]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "HF_HUB_OFFLINE": "1"})
    if done.returncode:
        raise SystemExit(f"The step {step} {size} failed ({done.returncode}).")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures
