"""Building a library of recombined tales by commits, their vectors derived: what storing costs without embedding."""

import time
from typing import Any

from benchmarks.scale.library import FOLDER, build, made

from .opened import folder_of


def measure(size: int, effort: float) -> dict[str, Any]:
    """Build what is missing of the library; a library that was there already has no rate. Effort changes nothing."""
    makers, whole = made(), not folder_of(size).exists()
    begun = time.perf_counter()
    build(size, FOLDER, *makers)
    seconds = time.perf_counter() - begun
    return {"passages": size, "seconds": seconds, "a_second": size / seconds} if whole else {"passages": size}
