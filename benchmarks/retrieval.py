"""Section-level retrieval on FairytaleQA validation: dense alone, BM25 alone, fused.

    python -m benchmarks.retrieval [--folder DIR]

A ranking of passages becomes a ranking of sections: a passage stands for the section that it overlaps most, and a section's rank is that of its
best passage. recall@k: a gold section is among the first k sections. Passages outside every known section stand for themselves. "Touched" counts
passages instead: a gold section is overlapped by one of the first k.
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from corpus import Passage
from index import Library, PassageId
from qa.train.fairytaleqa import Question, Span, library, questions, sections

_DEPTH = 200
Ranker = Callable[[Library, str], list[PassageId]]
Unit = tuple[str, int | str]


def main() -> None:
    """Measure both libraries and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="where the libraries are kept between runs")
    folder = parser.parse_args().folder
    print("| library | ranking | recall@1 | @3 | @5 | @10 | MRR | touched@1 | @5 |\n|---|---|---|---|---|---|---|---|---|")
    for name, splits in (("all 255 stories", ["train", "val"]), ("23 validation stories", ["val"])):
        with library(folder / ("fairytaleqa" if len(splits) > 1 else "fairytaleqa-val"), splits) as opened:
            placed = {story: spans for split in splits for story, spans in sections(opened, split).items()}
            units, passages = _units(opened, placed), _passages(opened)
            for label, ranker in (("dense", _dense), ("BM25", _lexical), ("fused", _fused)):
                asked = [(question, ranker(opened, question.text)) for question in questions("val")]
                ranks = [_rank(question, ranking, units) for question, ranking in asked]
                touched = [_touched(question, ranking, passages, placed) for question, ranking in asked]
                figures = [*(_recall(ranks, k) for k in (1, 3, 5, 10)), sum(1 / rank for rank in ranks) / len(ranks)]
                figures += [_recall(touched, 1), _recall(touched, 5)]
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


def _units(opened: Library, placed: Mapping[str, Mapping[int, Span]]) -> dict[PassageId, Unit]:
    """Return the section that each passage stands for."""
    return {row: _unit(passage, row, placed.get(passage.document_id, {})) for row, passage in _passages(opened).items()}


def _unit(passage: Passage, row: PassageId, spans: Mapping[int, Span]) -> Unit:
    overlaps = {number: min(passage.end, end) - max(passage.start, start) for number, (start, end) in spans.items()}
    best = max(overlaps, key=lambda number: (overlaps[number], -number), default=None)
    return (passage.document_id, best) if best is not None and overlaps[best] > 0 else (passage.document_id, f"passage {row}")


def _rank(question: Question, ranking: list[PassageId], units: Mapping[PassageId, Unit]) -> int:
    """Return the rank of the first gold section, from 1; a million when it was not found."""
    gold = {(question.document, number) for number in question.sections}
    ranked = dict.fromkeys(units[row] for row in ranking)
    return next((rank for rank, unit in enumerate(ranked, start=1) if unit in gold), 10**6)


def _touched(
    question: Question, ranking: list[PassageId], passages: Mapping[PassageId, Passage], placed: Mapping[str, Mapping[int, Span]]
) -> int:
    """Return the rank of the first passage that overlaps a gold section, from 1; a million when there is none."""
    gold = [placed[question.document][number] for number in question.sections if number in placed[question.document]]
    for rank, row in enumerate(ranking, start=1):
        passage = passages[row]
        if passage.document_id == question.document and any(passage.start < end and passage.end > start for start, end in gold):
            return rank
    return 10**6


def _recall(ranks: list[int], k: int) -> float:
    return sum(rank <= k for rank in ranks) / len(ranks)


if __name__ == "__main__":
    main()
