"""The same questions to the engine of one machine and to the engine on Milvus: are the citations the same?

    python -m benchmarks.engines [--stories 6] [--questions 50] [--milvus ADDRESS]

Both libraries hold the founding stories and the first of FairytaleQA's validation stories, added in the same order. The questions are FairytaleQA's
own on these stories, evenly taken. Without an address the second library lies in Milvus Lite, in a file that is gone afterwards; its times say
nothing of a cluster. Ends with exit code 1 if a question gets other citations.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from corpus import Source, discover, founding_stories
from index import Embedder, Library, is_address, open_embedder
from index.milvus import Address, MilvusEngine
from qa import Answer, Chatbot
from qa.reader import TrainedReader
from qa.reader_network import ReaderNetwork
from qa.train.fairytaleqa import SHARED, questions

Cited = list[tuple[str, int, int, str]]


def main() -> None:
    """Build both libraries, ask both, compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=6)
    parser.add_argument("--questions", type=int, default=50)
    parser.add_argument("--milvus", help="address of a cluster, with the name of a library that does not exist yet")
    given = parser.parse_args()
    stories = discover([SHARED / "fairytaleqa" / "stories" / "val"])[: given.stories]
    sources = [*discover([founding_stories()]), *stories]
    embedder, reader = open_embedder(), TrainedReader(ReaderNetwork())
    with tempfile.TemporaryDirectory() as name:
        local = Library.open(Path(name) / "library", embedder)
        milvus = _milvus(given.milvus, Path(name) / "library.db", embedder)
        with local, milvus:
            for label, library in (("local", local), ("milvus", milvus)):
                _add(label, library, sources)
            asked = [question.text for question in questions("val") if question.document in local.documents()]
            chosen = asked[:: max(1, len(asked) // given.questions)][: given.questions]
            differ = _compare(Chatbot(local, reader), Chatbot(milvus, reader), chosen)
    sys.exit(1 if differ else 0)


def _milvus(address: str | None, file: Path, embedder: Embedder) -> Library:
    if address is not None and is_address(address):
        return Library.open(address, embedder)
    where = Address(str(file))
    engine = MilvusEngine(where, embedder=embedder.name, fingerprint=embedder.fingerprint, dimension=lambda: embedder.dimension)
    return Library(engine, embedder)


def _add(label: str, library: Library, sources: Sequence[Source]) -> None:
    started = time.perf_counter()
    passages = sum(outcome.passages for outcome in library.add(sources))
    print(f"{label}: {len(library.documents())} documents, {passages} passages added in {time.perf_counter() - started:.1f} s")


def _compare(local: Chatbot, milvus: Chatbot, asked: Sequence[str]) -> int:
    """Ask both each question; returns how many got other citations."""
    differ, cited, took = 0, 0, {"local": list[float](), "milvus": list[float]()}
    for question in asked:
        answers = {}
        for label, bot in (("local", local), ("milvus", milvus)):
            started = time.perf_counter()
            answers[label] = bot.ask(question)
            took[label].append(1000 * (time.perf_counter() - started))
        one, other = _cited(answers["local"]), _cited(answers["milvus"])
        cited += bool(one)
        if one != other or answers["local"].answer != answers["milvus"].answer:
            differ += 1
            print(f"differs: {question}\n  local  {one}\n  milvus {other}")
    print(f"{len(asked)} questions, {cited} of them answered with citations: {len(asked) - differ} the same on both engines, {differ} not")
    print("p50 of a question: " + ", ".join(f"{label} {statistics.median(times):.0f} ms" for label, times in took.items()))
    return differ


def _cited(answer: Answer) -> Cited:
    return [(citation.document_id, citation.start, citation.end, citation.quote) for citation in answer.citations]


if __name__ == "__main__":
    main()
