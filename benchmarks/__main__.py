"""`make bench`: measure how costs grow with the library and how peers compare, draw the curves, write the tables into docs/benchmarks.md.

    python -m benchmarks [--sizes 300 5000 50000 300000 1000000] [--steps building opening … peers] [--again] [--effort 1.0] [--given-vectors]

A step whose figures are there is not repeated unless asked for; a run that was broken off goes on where it was. Figures are kept in
`benchmarks/results`, one file a step. With no steps (`--steps`) only plots and tables are made from what is there.
"""

import argparse
import importlib.util
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks import record
from benchmarks.growth.opened import share
from benchmarks.growth.plots import draw
from benchmarks.growth.steps import SIZES, STEPS, run
from benchmarks.growth.table import tables as growth_tables
from benchmarks.peers.table import tables as peer_tables

DOCS = Path(__file__).resolve().parents[1] / "docs"
PEER_SIZES = (5_000, 300_000)
_QUESTIONS = 100


def main() -> None:
    """Measure what was asked for and is not there yet, then draw and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, choices=SIZES)
    parser.add_argument("--steps", nargs="*", default=[*STEPS, "peers"], choices=[*STEPS, "peers"])
    parser.add_argument("--again", action="store_true", help="measure again what is there")
    parser.add_argument("--effort", type=float, default=1.0, help="share of the usual questions and seconds, for a first look")
    parser.add_argument("--given-vectors", action="store_true", help="let no peer embed passages: quick, but without add rates")
    given = parser.parse_args()
    if importlib.util.find_spec("matplotlib") is None:
        parser.exit(2, "The plots need matplotlib: pip install 'quoth[bench]'\n")
    for step in STEPS:
        if step in given.steps:
            run(step, given.sizes, given.effort, again=given.again)
    if "peers" in given.steps:
        _compare(given)
    drawn = draw(DOCS)
    write(DOCS / "benchmarks.md", drawn)


def write(page: Path, drawn: Sequence[Path]) -> None:
    """Put tables and plots between the page's markers, and leave all else as it is."""
    plots = "\n".join(f"![{path.stem.removeprefix('bench-')}]({path.name})" for path in drawn)
    parts = {"growth": f"{growth_tables()}\n\n{plots}".strip(), "peers": peer_tables(record.load("peers"))}
    text = page.read_text(encoding="utf-8")
    for name, told in parts.items():
        marked = re.compile(rf"(<!-- bench:{name} -->\n).*?(<!-- /bench:{name} -->)", re.DOTALL)
        if told:
            text = marked.sub(partial(_put, told), text)
    page.write_text(text, encoding="utf-8")


def _put(told: str, marked: re.Match[str]) -> str:
    return f"{marked[1]}\n{told}\n\n{marked[2]}"


def _compare(given: argparse.Namespace) -> None:
    runs = ["install", "val", *(str(size) for size in PEER_SIZES if size in given.sizes)]
    options = ["--questions", str(share(_QUESTIONS, given.effort)), *(["--again"] if given.again else [])]
    options += ["--given-vectors"] if given.given_vectors else []
    subprocess.run([sys.executable, "-m", "benchmarks.peers", "--runs", *runs, *options], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
