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
    given = parser.parse_args()
    measure = importlib.import_module(f"benchmarks.growth.{given.step}").measure
    print(json.dumps(measure() if given.size is None else measure(given.size)))


if __name__ == "__main__":
    main()
