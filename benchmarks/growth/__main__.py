"""`python -m benchmarks.growth STEP [SIZE]`: one measurement; its figures are the last line on standard output, as JSON."""

import argparse
import importlib
import json

from .steps import STEPS


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("size", type=int, nargs="?")
    parser.add_argument("--effort", type=float, default=1.0, help="share of the usual questions and seconds, for a first look")
    given = parser.parse_args()
    measure = importlib.import_module(f"benchmarks.growth.{given.step}").measure
    sizes = () if given.size is None else (given.size,)
    print(json.dumps(measure(*sizes, effort=given.effort)))


if __name__ == "__main__":
    main()
