"""Five hundred sentences as a language model writes them, of stories that the checks were not tuned on."""

from pathlib import Path

from benchmarks.sentences import cases, validation
from benchmarks.verification import verdicts


def test_true_sentences_are_kept_and_false_ones_dropped(shared: Path) -> None:
    data = validation(shared / "data")
    made = cases(data, 2, half=2)
    told = verdicts(made, {id: document.text for id, document in data.documents.items()})
    kept = {change: counted[""] / counted.total() for change, counted in told.items()}
    quotes = ["invented_quote", "other_quote", "wrong_passage"]
    assert sum(case.change != "person" for case in made) == 500
    assert kept["none"] >= 0.95
    assert max(kept["name"], kept["number"]) <= 0.05
    assert sum(told[change][""] for change in quotes) / sum(told[change].total() for change in quotes) <= 0.05
