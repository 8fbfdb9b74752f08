"""How each cost grows: the exponent of a power law through the measured sizes, by least squares on logarithms."""

import math
from collections.abc import Mapping
from typing import Any

from benchmarks import record

_Path = tuple[str, ...]
COSTS: Mapping[str, tuple[str, _Path]] = {
    "adding one passage, beside its embedding": ("adding", ("beside_embedding_ms_each",)),
    "committing one ready passage": ("adding", ("commit_ms_each",)),
    "opening": ("opening", ("open_seconds",)),
    "memory above the models, the whole library": ("opening", ("resident_bytes",)),
    "disk, the whole library": ("opening", ("disk_bytes_each",)),
    "embedding and searching, median": ("asking", ("searching", "p50_ms")),
    "dense search alone, median": ("recall", ("dense", "p50_ms")),
    "question to answer, median": ("asking", ("whole", "p50_ms")),
}
# Kept as bytes of one passage; what grows is the library.
_OF_ONE = frozenset({"disk, the whole library"})


def curve(step: str, path: _Path) -> dict[int, float]:
    """Return a figure of a step by size, of the sizes that are there."""
    found = {}
    for size, told in record.load(step).items():
        if size.isdigit():
            value: Any = told["figures"]
            for name in path:
                value = value.get(name) if value else None
            if value is not None:
                found[int(size)] = float(value)
    return dict(sorted(found.items()))


def exponents() -> dict[str, tuple[float, float, int]]:
    """Return, for every cost that was measured at two sizes or more, its exponent, the coefficient of determination, and how many sizes."""
    fitted = {}
    for name, (step, path) in COSTS.items():
        points = {size: value * (size if name in _OF_ONE else 1) for size, value in curve(step, path).items() if value > 0}
        if len(points) > 1:
            fitted[name] = (*fit(points), len(points))
    return fitted


def fit(points: Mapping[int, float]) -> tuple[float, float]:
    """Return exponent and coefficient of determination of `value = factor * size ** exponent`."""
    xs, ys = [math.log(size) for size in points], [math.log(value) for value in points.values()]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((each - x) ** 2 for each in xs)
    exponent = sum((one - x) * (other - y) for one, other in zip(xs, ys, strict=True)) / spread
    rest = sum((other - y - exponent * (one - x)) ** 2 for one, other in zip(xs, ys, strict=True))
    whole = sum((other - y) ** 2 for other in ys)
    return exponent, 1 - rest / whole if whole > 0 else 1.0
