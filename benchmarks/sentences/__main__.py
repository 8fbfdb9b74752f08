"""Make a file of cases, one JSON object a line: `python -m benchmarks.sentences OUT.jsonl [--half 1|2] [--seed N] [--count N]`.

The cases are sentences as a fluent language model writes them, true ones and ones made false by one change.
"""

import argparse
from collections import Counter
from pathlib import Path

from .case import write
from .selection import cases
from .validation import validation


def main() -> None:
    """Make a file of cases, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="the file to write")
    parser.add_argument("--half", type=int, choices=(1, 2), default=1, help="the first half of the stories is for tuning, the second for measuring")
    parser.add_argument("--seed", type=int, help="by default the number of the half")
    parser.add_argument("--count", type=int, default=500, help="how many cases, without those of the kind person")
    given = parser.parse_args()
    made = cases(validation(), given.half if given.seed is None else given.seed, given.count, half=given.half)
    write(made, given.out)
    for change, number in Counter(case.change for case in made).items():
        print(f"{change:16}{number:5}")


if __name__ == "__main__":
    main()
