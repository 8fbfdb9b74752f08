"""How well the reader answers FairytaleQA's validation questions, in every setting that counts.

    python -m benchmarks.reading [--folder DIR] [--questions N] [--read N]

Settings: the gold section given; the story given; the 23 validation stories; all 255; another story; the story with its gold sections withheld.
"shipped" uses the weights of the signals as they are shipped, which were fitted on these questions; "crossed" fits them anew for each fifth of the
stories, on the others.
"""

import argparse
import random
from collections.abc import Mapping
from pathlib import Path

from qa.reader import TrainedReader
from qa.reader_network import ReaderNetwork
from qa.train import fairytaleqa
from qa.train.figures import crossed, figures, outcomes
from qa.train.trials import READ, Trials


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".bench"))
    parser.add_argument("--questions", type=int, default=1025, help="how many, chosen at random")
    parser.add_argument("--read", type=int, default=READ, help="how many passages are read for a question")
    given = parser.parse_args()
    network = ReaderNetwork()
    asked = fairytaleqa.questions("val")
    asked = random.Random(0).sample(asked, min(given.questions, len(asked)))
    with fairytaleqa.library(given.folder / "fairytaleqa-2", ["train", "val"]) as library:
        found = list(Trials(library, TrainedReader(network), given.read).run(asked))
    settings = network.settings
    _print("shipped", figures(outcomes(found, settings["rank"], settings["confidence"]), settings["threshold"]))
    _print("crossed", figures(crossed(found), settings["threshold"]))


def _print(label: str, found: Mapping[str, float]) -> None:
    print(label)
    for name, value in found.items():
        print(f"  {name:28}{value:.3f}")


if __name__ == "__main__":
    main()
