"""How well the reader answers FairytaleQA's validation questions, in every setting that counts.

    python -m benchmarks.reading [--folder DIR] [--read N] [--pictures DIR]

Settings: the gold section given; the story given; the 23 validation stories; all 255; another story; the story with its gold sections withheld.
"shipped" uses the weights of the signals as they are shipped, which were fitted on these questions; "crossed" fits them anew for each fifth of the
stories, on the others, and so does "network alone", with the odds of the network as the only signal. The pictures are drawn from "crossed".
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from qa.evaluation.measures import reliability, risk_coverage
from qa.reader_network import WEIGHTS, ReaderNetwork
from qa.train import fairytaleqa
from qa.train.figures import Outcome, crossed, decisions, figures, outcomes
from qa.train.fitting import NAMES
from qa.train.trials import READ, kept, trials
from web.plots import reliability_plot, risk_plot
from web.report import picture


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="where the library is kept between runs")
    parser.add_argument("--read", type=int, default=READ, help="how many passages are read for a question")
    parser.add_argument("--pictures", type=Path, help="folder for the reliability diagram and the risk-coverage curve")
    given = parser.parse_args()
    stories = given.folder / "fairytaleqa"
    fairytaleqa.library(stories, ["train", "val"]).close()
    shipped = given.read == READ
    found = kept(stories, WEIGHTS, given.folder / "reader") if shipped else trials(stories, WEIGHTS, fairytaleqa.questions("val"), read=given.read)
    settings = ReaderNetwork().settings
    threshold, untold = settings["threshold"], settings["untold"]
    none = dict.fromkeys(("bias", *NAMES), 0.0)
    fair = crossed(found)
    _print("shipped", figures(outcomes(found, settings["rank"], settings["confidence"]), threshold, untold))
    _print("crossed", figures(fair, threshold, untold))
    _print("network alone", figures(outcomes(found, none | {"score": 1.0}, none | {"margin": 1.0}), threshold, untold))
    if given.pictures:
        _draw(given.pictures, fair, threshold, untold)


def _print(label: str, found: Mapping[str, float]) -> None:
    print(label)
    for name, value in found.items():
        print(f"  {name:28}{value:.3f}")


def _draw(folder: Path, found: Sequence[Outcome], threshold: float, untold: Mapping[str, float]) -> None:
    made = decisions(found, threshold, untold)
    answers = [(decision.confidence, decision.right) for decision in made if decision.answers]
    bins = [each for each in reliability([(decision.confidence, decision.right) for decision in made]) if each.decisions]
    (folder / "reliability.svg").write_text(picture(reliability_plot(bins)), encoding="utf-8")
    (folder / "risk-coverage.svg").write_text(picture(risk_plot(risk_coverage(answers, len(made)))), encoding="utf-8")


if __name__ == "__main__":
    main()
