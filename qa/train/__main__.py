"""From raw data to the weights that are shipped: `python -m qa.train`.

Every step leaves a file in the working folder and is skipped where that is there; a training that was cut off goes on from its last checkpoint.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import torch
from torch.multiprocessing.spawn import start_processes

from qa.reader_network import WEIGHTS

from . import fairytaleqa, groups, retrieved
from .contamination import shared_runs
from .export import export, settle
from .figures import crossed, figures, outcomes
from .fitting import fit_confidence, fit_rank, fit_threshold, fit_untold
from .passages import SETS, passages
from .tales import tales
from .trials import kept
from .worker import work

# Each shape of a product is compiled and kept, each thread keeps memory of its own: without these limits a worker grows past 6 GB.
_FRUGAL = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "48", "MALLOC_ARENA_MAX": "2"}


def main() -> None:
    """Make the weights."""
    parser = argparse.ArgumentParser(prog="python -m qa.train", description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(".bench/reader"), help="folder for what is made on the way")
    parser.add_argument("--library", type=Path, default=Path(".bench/fairytaleqa"), help="the library of FairytaleQA's stories, made if need be")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder for the weights")
    parser.add_argument("--workers", type=int, default=2, help="how many train side by side, one processor each")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    prepare(given.library, given.work, given.seed)
    os.environ.update(_FRUGAL)
    start_processes(work, (given.workers, given.work, given.seed), given.workers)  # type: ignore[no-untyped-call]  # torch gives it no types
    export(torch.load(given.work / "trained.pt", weights_only=True), given.weights)
    fit(given.library, given.work, given.weights, given.workers)


def prepare(stories: Path, work: Path, seed: int) -> None:
    """Make the groups to learn from, and check that nothing of the validation stories is among them."""
    with fairytaleqa.library(stories, ["train", "val"]) as library:
        if not (work / "hits.jsonl").exists():
            retrieved.save(library, "train", work / "hits.jsonl", ("story",))
        if not (work / "tales.jsonl").exists():
            groups.write(tales(library, "train", retrieved.load(work / "hits.jsonl")), work / "tales.jsonl")
        if not (work / "passages.jsonl").exists():
            groups.write(passages(fairytaleqa.SHARED / "train", SETS, seed), work / "passages.jsonl")
        validation = [library.document(id).text for id in sorted({question.document for question in fairytaleqa.questions("val")})]
    learned = [group for name in ("tales", "passages") for group in groups.read(work / f"{name}.jsonl")]
    runs = shared_runs(validation, learned)
    if runs:
        raise SystemExit(f"Training text holds {len(runs)} runs of words of the validation stories: {runs[0]!r} …")


def fit(stories: Path, work: Path, weights: Path, workers: int) -> None:
    """Fit the weights of the signals on validation trials, and print the figures on stories that each fit has not seen."""
    found = kept(stories, weights, work, workers)
    rank = fit_rank(found)
    confidence = fit_confidence(found, rank)
    chosen = outcomes(found, rank, confidence)
    threshold = fit_threshold(chosen)
    untold = fit_untold(chosen, threshold)
    settle(weights, rank, confidence, untold, threshold)
    sys.stdout.write(json.dumps({name: round(value, 4) for name, value in figures(crossed(found), threshold, untold).items()}, indent=2) + "\n")


if __name__ == "__main__":
    main()
