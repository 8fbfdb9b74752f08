"""`python -m benchmarks.peers`: compare, and keep the figures in `benchmarks/results/peers.json`."""

import argparse
import dataclasses

from benchmarks import record
from benchmarks.scale.library import FOLDER, build, made

from . import comparison
from .environments import PEERS, weight
from .table import tables

RUNS = ("install", "val", "5000", "300000")


def main() -> None:
    """Run what was asked for and is not there yet, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", nargs="+", default=RUNS, choices=RUNS)
    parser.add_argument("--systems", nargs="+", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--questions", type=int, default=100, help="how many are timed in each mode")
    parser.add_argument("--given-vectors", action="store_true", help="let nobody embed passages: quick, but without add rates")
    parser.add_argument("--again", action="store_true", help="measure again what is there")
    given = parser.parse_args()
    known = record.load("peers")
    for run in given.runs:
        if given.again or run not in known:
            record.save("peers", run, _figures(run, given), embedded=not given.given_vectors)
    print(tables(record.load("peers")))


def _figures(run: str, given: argparse.Namespace) -> dict[str, object]:
    if run == "install":
        return {peer: dataclasses.asdict(weight(peer)) for peer in given.systems}
    if run == "300000":
        return comparison.at_size(given.systems, build(300_000, FOLDER, *made()), given.questions)
    splits = ["val"] if run == "val" else ["train", "val"]
    return comparison.stories(given.systems, splits, given.questions, embed=not given.given_vectors)


if __name__ == "__main__":
    main()
