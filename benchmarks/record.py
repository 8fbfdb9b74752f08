"""Figures on disk: one JSON file a subject in `benchmarks/results`, each with the machine, the versions, the seed and the day it was measured."""

import importlib.metadata
import json
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

RESULTS = Path(__file__).with_name("results")
SEED = 6
_PACKAGES = ("faiss-cpu", "numpy", "onnxruntime", "sentence-transformers", "tantivy", "tokenizers", "torch")


def circumstances() -> dict[str, Any]:
    """Return what a figure depends on beyond the program: machine, load, versions, seed, day."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {
            "processor": _processor(),
            "cores": len(os.sched_getaffinity(0)),
            "memory_gib": round(psutil.virtual_memory().total / 2**30),
            "system": platform.system(),
            "load": round(os.getloadavg()[1], 1),
        },
        "python": platform.python_version(),
        "versions": {name: version for name in _PACKAGES if (version := _version(name))},
        "seed": SEED,
    }


def load(name: str) -> dict[str, Any]:
    """Return what was measured of a subject; empty when nothing was."""
    path = RESULTS / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def save(name: str, part: str, figures: Mapping[str, Any], **more: object) -> None:
    """Keep the figures of one part of a subject, a library's size for instance, beside those of its other parts; `more` is said of how."""
    RESULTS.mkdir(exist_ok=True)
    told = {**load(name), part: {**circumstances(), **more, "figures": figures}}
    ordered = dict(sorted(told.items(), key=lambda item: (not item[0].isdigit(), int(item[0]) if item[0].isdigit() else 0, item[0])))
    (RESULTS / f"{name}.json").write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
