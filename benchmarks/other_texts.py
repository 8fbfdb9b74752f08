"""How well Quoth answers on texts for which nothing was tuned: SQuAD's paragraphs, and a novel.

    python -m benchmarks.other_texts [--folder DIR] [--json DIR]

- SQuAD: the 59 paragraphs of the validation rows as a library of 59 documents, 295 questions. Each is asked of its own paragraph, of the library, and
  of the library without its paragraph, where nothing answers it.
- The novel: The Invisible Man as a library of its own; 22 questions that it answers and 8 that it doesn't (`tests/data/novel_questions.jsonl`).
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from corpus import discover, sentences
from index import Library, open_embedder
from qa import Chatbot, Evaluation, evaluate, read_questions
from qa.reader import TrainedReader
from qa.reader_network import ReaderNetwork

_PROJECT = Path(__file__).resolve().parents[1]
_SHARED = _PROJECT.parent / "shared" / "data"
_NOVEL = "5230_the_invisible_man_a_grotesque_romance"
_SHOWN = ("exact_match", "token_f1", "rouge_l", "quote_first", "wrong_story", "abstained_answerable", "abstained_unanswerable", "auroc", "ece")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(".bench/other"))
    parser.add_argument("--json", type=Path, help="folder for everything that was measured, every miss with it")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    texts = _paragraphs(given.folder / "paragraphs", given.folder / "squad.jsonl")
    novel = _SHARED / "stories" / "novels" / f"{_NOVEL}.txt"
    for name, sources, questions in (
        ("squad", texts, given.folder / "squad.jsonl"),
        ("novel", novel, _PROJECT / "tests" / "data" / "novel_questions.jsonl"),
    ):
        with closing(Library.open(given.folder / f"library-{name}", open_embedder())) as library:
            refused = [outcome for outcome in library.add(discover([sources])) if outcome.error]
            if refused:
                raise SystemExit(f"{refused[0].source}: {refused[0].error}")
            chatbot = Chatbot(library, TrainedReader(ReaderNetwork()))
            catalogue = library.documents()
            results = tuple(evaluate(chatbot, read_questions(questions, library)))
            measured = Evaluation(name, results, len(catalogue), catalogue.generation).as_dict()
        _print(name, measured)
        if given.json:
            (given.json / f"{name}.json").write_text(json.dumps(measured, indent=1, ensure_ascii=False), encoding="utf-8")


def _paragraphs(folder: Path, questions: Path) -> Path:
    """Write SQuAD's paragraphs as files, and its questions in the three settings."""
    with gzip.open(_SHARED / "val" / "emptycity_squad.valid.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    texts = list(dict.fromkeys(row["context"] for row in rows))
    names = {text: f"paragraph-{number:02}" for number, text in enumerate(texts)}
    folder.mkdir(exist_ok=True)
    for text, name in names.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with questions.open("w", encoding="utf-8") as file:
        for row in rows:
            for asked in _settings(row, names[row["context"]], list(names.values())):
                file.write(json.dumps(asked, ensure_ascii=False) + "\n")
    return folder


def _settings(row: dict[str, Any], own: str, names: list[str]) -> Iterator[dict[str, Any]]:
    text, answer = row["context"], row["answers"][0]
    proof = next(text[start:end] for start, end in sentences(text) if end > answer["start"])
    told = {"question": row["question"], "document": own, "answers": row["free_answers"], "quote": [proof]}
    yield {**told, "kind": "paragraph given", "restrict": [own]}
    yield {**told, "kind": "library"}
    yield {"question": row["question"], "unanswerable": True, "kind": "paragraph missing", "restrict": [name for name in names if name != own]}


def _print(name: str, measured: dict[str, Any]) -> None:
    print(f"{name}: {measured['questions']} questions, {measured['library']['documents']} documents")
    for label, figures in (("all", measured["figures"]), *((kind, found["figures"]) for kind, found in measured["kinds"].items())):
        print(f"  {label:20}" + "  ".join(f"{figure} {figures[figure]:.3f}" for figure in _SHOWN if figure in figures))


if __name__ == "__main__":
    main()
