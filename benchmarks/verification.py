"""How well are a language model's sentences checked? Sentences as a model writes them, half of them changed to be false.

Run: `python -m benchmarks.verification` (second half of the validation stories; `--half 1` for the one that was tuned on).
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping

from benchmarks.sentences import Case, cases, validation
from qa.writing import Cited, Rejected, Sentence, supported


def main() -> None:
    """Print, for each kind of change, how many sentences are kept, and why the others are dropped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", type=int, choices=(1, 2), default=2)
    parser.add_argument("--seed", type=int, help="by default the number of the half")
    given = parser.parse_args()
    data = validation()
    texts = {id: document.text for id, document in data.documents.items()}
    made = cases(data, given.seed or given.half, half=given.half)
    for change, told in verdicts(made, texts).items():
        total = told.total()
        dropped = ", ".join(f"{name} {number}" for name, number in told.most_common() if name)
        print(f"{change:15} {total:4}  kept {told['']:4} = {told[''] / total:.3f}   dropped for {dropped or 'nothing'}")


def verdicts(made: Iterable[Case], texts: Mapping[str, str]) -> dict[str, Counter[str]]:
    """Check sentences; returns for each kind of change how many were dropped by reason, those that are kept under an empty one.

    Args:
        made: The sentences.
        texts: The stories by id.
    """
    told: dict[str, Counter[str]] = {}
    for case in made:
        told.setdefault(case.change, Counter())[_reason(case, texts)] += 1
    return told


def _reason(case: Case, texts: Mapping[str, str]) -> str:
    """Return why a sentence is dropped, nothing if it is kept."""
    sentence = Sentence(case.text, (Cited(case.number, case.quote),))
    found = supported(sentence, case.windows, case.question, lambda id: texts[id])
    return found.reason if isinstance(found, Rejected) else ""


if __name__ == "__main__":
    main()
