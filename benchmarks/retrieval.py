"""Section-level retrieval on FairytaleQA validation: dense alone, BM25 alone, fused.

    python -m benchmarks.retrieval [--folder DIR]

How a ranking of passages is measured against gold sections: `benchmarks.gold`.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks.gold import Gold, recall
from corpus import Passage
from index import Library, PassageId
from qa.train.fairytaleqa import library, questions, sections

_DEPTH = 200
Ranker = Callable[[Library, str], list[PassageId]]


def main() -> None:
    """Measure both libraries and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="where the libraries are kept between runs")
    folder = parser.parse_args().folder
    print("| library | ranking | recall@1 | @3 | @5 | @10 | MRR | touched@1 | @5 |\n|---|---|---|---|---|---|---|---|---|")
    for name, splits in (("all 255 stories", ["train", "val"]), ("23 validation stories", ["val"])):
        with library(folder / ("fairytaleqa" if len(splits) > 1 else "fairytaleqa-val"), splits) as opened:
            placed = {story: spans for split in splits for story, spans in sections(opened, split).items()}
            gold = Gold(placed, _passages(opened))
            for label, ranker in (("dense", _dense), ("BM25", _lexical), ("fused", _fused)):
                asked = [(question, ranker(opened, question.text)) for question in questions("val")]
                ranks = [gold.rank(question, ranking) for question, ranking in asked]
                touched = [gold.touched(question, ranking) for question, ranking in asked]
                figures = [*(recall(ranks, k) for k in (1, 3, 5, 10)), sum(1 / rank for rank in ranks) / len(ranks)]
                figures += [recall(touched, 1), recall(touched, 5)]
                print(f"| {name} | {label} | {' | '.join(f'{figure:.3f}' for figure in figures)} |", flush=True)


def _dense(opened: Library, question: str) -> list[PassageId]:
    return [ranked.id for ranked in opened.engine.dense(opened.embedder.embed_query(question), _DEPTH)]


def _lexical(opened: Library, question: str) -> list[PassageId]:
    return [ranked.id for ranked in opened.engine.lexical(question, _DEPTH)]


def _fused(opened: Library, question: str) -> list[PassageId]:
    return [hit.id for hit in opened.search(question, _DEPTH)]


def _passages(opened: Library) -> dict[PassageId, Passage]:
    found = (opened.passages(record.rows) for record in opened.documents().values())
    return {row: entry.passage for entries in found for row, entry in entries.items()}


if __name__ == "__main__":
    main()
