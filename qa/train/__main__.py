"""From raw data to the weights that are shipped: `python -m qa.train`.

Every step leaves a file in the working folder and is skipped where that is there; a training that was cut off goes on from its last checkpoint.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import torch
from torch import Tensor, distributed
from torch.multiprocessing.spawn import start_processes

from index import default_model
from qa.reader import TrainedReader
from qa.reader_input import ReaderInput
from qa.reader_network import WEIGHTS, ReaderNetwork

from . import fairytaleqa, groups, retrieved
from .contamination import shared_runs
from .encoder import initial
from .export import export, settle
from .figures import crossed, figures, outcomes
from .fitting import fit_confidence, fit_rank, fit_threshold
from .passages import SETS, passages
from .recipe import stages
from .tales import tales
from .training import train
from .trials import Trials

_BESIDE = 0.15
_DROPOUT = 0.1


def main() -> None:
    """Make the weights."""
    parser = argparse.ArgumentParser(prog="python -m qa.train", description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(".bench/reader"), help="folder for what is made on the way")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder for the weights")
    parser.add_argument("--workers", type=int, default=2, help="how many train side by side, one processor each")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    prepare(given.work, given.seed)
    start_processes(_work, (given.workers, given.work, given.seed), given.workers)  # type: ignore[no-untyped-call]  # torch gives it no types
    export(torch.load(given.work / "trained.pt", weights_only=True), given.weights)
    fit(given.work, given.weights)


def prepare(work: Path, seed: int) -> None:
    """Make the groups to learn from, and check that nothing of the validation stories is among them."""
    with fairytaleqa.library(work / "library", ["train", "val"]) as library:
        if not (work / "hits.jsonl").exists():
            retrieved.save(library, "train", work / "hits.jsonl", ("story",))
        if not (work / "tales.jsonl").exists():
            groups.write(tales(library, "train", retrieved.load(work / "hits.jsonl")), work / "tales.jsonl")
        if not (work / "passages.jsonl").exists():
            groups.write(passages(fairytaleqa.SHARED / "train", SETS, _BESIDE, seed), work / "passages.jsonl")
        validation = [library.document(id).text for id in sorted({question.document for question in fairytaleqa.questions("val")})]
    learned = [group for name in ("tales", "passages") for group in groups.read(work / f"{name}.jsonl")]
    runs = shared_runs(validation, learned)
    if runs:
        raise SystemExit(f"Training text holds {len(runs)} runs of words of the validation stories: {runs[0]!r} …")


def fit(work: Path, weights: Path) -> None:
    """Fit the weights of the signals on validation trials, and print the figures on stories that each fit has not seen."""
    with fairytaleqa.library(work / "library", ["train", "val"]) as library:
        found = list(Trials(library, TrainedReader(ReaderNetwork(weights))).run(fairytaleqa.questions("val")))
    rank = fit_rank(found)
    confidence = fit_confidence(found, rank)
    threshold = fit_threshold(outcomes(found, rank, confidence))
    settle(weights, rank, confidence, threshold)
    sys.stdout.write(json.dumps({name: round(value, 4) for name, value in figures(crossed(found), threshold).items()}, indent=2) + "\n")


def _work(rank: int, workers: int, work: Path, seed: int) -> None:
    """Train as one of several workers; the first writes the result."""
    torch.set_num_threads(1)
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29511", GLOO_SOCKET_IFNAME="lo")
    distributed.init_process_group("gloo", rank=rank, world_size=workers)
    model, rows = initial(default_model(), _DROPOUT, seed), ReaderInput(default_model())
    for stage in stages(list(groups.read(work / "passages.jsonl")), list(groups.read(work / "tales.jsonl")), seed):
        done = work / f"{stage.name}.done.pt"
        if done.exists():
            model.load_state_dict(torch.load(done, weights_only=True), strict=False)
            continue
        train(model, stage, rows, work, seed)
        if rank == 0:
            _save(model, done)
        distributed.barrier()
    if rank == 0:
        _save(model, work / "trained.pt")


def _save(model: torch.nn.Module, path: Path) -> None:
    learned: dict[str, Tensor] = {name: value.detach() for name, value in model.named_parameters() if value.requires_grad}
    torch.save(learned, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


if __name__ == "__main__":
    main()
