"""What tests of the library share: stories on disk, a parser without a child, and the whole logical state of a library."""

import random
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from corpus import Document, Parsed, Source, discover, document_id, ends, names
from index import Addition, Entry, Library, Outcome, check
from tests.conftest import FakeEmbedder

_WORDS = (
    "river stone winter garden lantern mother harbour kitchen letter mountain silver window morning sister orchard "
    "bridge candle forest market island shadow summer wagon thread village answer bottle carpet dragon feather"
).split()
QUERIES = ("river stone", "Who wrote the letter in winter?", "lantern garden dragon", "the", "nowhere zzz")


def story(token: str, seed: int, paragraphs: int = 4) -> str:
    """Return a story of about 100 words a paragraph, a token in each that is in no other story."""
    chance = random.Random(seed)
    parts = []
    for number in range(paragraphs):
        sentences = [" ".join(chance.choices(_WORDS, k=9)).capitalize() + "." for _ in range(10)]
        sentences.insert(chance.randrange(10), f"The {token} was the {token} of day {number}.")
        parts.append(" ".join(sentences))
    return f"# The tale of {token}\n\n" + "\n\n".join(parts) + "\n"


def write(folder: Path, name: str, text: str) -> Source:
    """Write a story and return what stands for it when its folder is added."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return next(source for source in discover([folder]) if source.name == name)


class PlainParser:
    """A parser without a child process, for tests that are not about reading files."""

    def __enter__(self) -> "PlainParser":
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None) -> None:
        return

    def load(self, source: Source) -> Document:
        """Return a text file as it is, its first line the title."""
        text = source.path.read_text(encoding="utf-8")
        return Document(document_id(source.name), text.splitlines()[0].strip("# "), source.name, source.origin, text)

    def read(self, source: Source) -> Parsed:
        """Return the same with its passages and names."""
        document = self.load(source)
        return Parsed(document, ends(document.text, document.sections), names(document.text))

    def interrupt(self) -> None:
        """Nothing is ever waited for."""


def addition(id: str, texts: Sequence[str], title: str = "", fingerprint: str = "") -> Addition:
    """Return a document of these passages, to be committed to an engine."""
    from corpus import Passage

    entries, start = [], 0
    for text in texts:
        entries.append(Entry(Passage(id, start, start + len(text), text), FakeEmbedder().embed_query(text)))
        start += len(text)
    document = Document(id, title or id, f"{id}.txt", f"/tales/{id}.txt", "".join(texts))
    return Addition(document, entries, fingerprint or f"mark of {id}", {"Lily": 1})


def add(library: Library, *paths: Path) -> list[Outcome]:
    """Add what people would name on the command line."""
    return list(library.add(discover(paths)))


def statuses(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Return what became of each file, by name."""
    return {outcome.source: outcome.status for outcome in outcomes}


def state(library: Library, queries: Sequence[str] = QUERIES, *, ids: bool = True) -> dict[str, Any]:
    """Return all that a library says, as plain values: equal states are equal libraries, when they were made aside.

    Args:
        library: The library.
        queries: What its rankings are asked.
        ids: Whether the ids of passages count, and how many commits there were.
    """
    catalogue = library.documents()
    texts = {id: library.document(id).text for id in sorted(catalogue)}
    rows = [row for _, record in sorted(catalogue.items()) for row in record.rows]
    entries = library.passages(rows)
    names: dict[int, Any] = {row: row if ids else [entries[row].passage.document_id, entries[row].passage.start] for row in rows}
    return {
        "generation": catalogue.generation if ids else None,
        "documents": {
            id: [r.title, r.source, r.origin, r.fingerprint, r.characters, r.first if ids else None, r.passages, dict(r.names)]
            for id, r in sorted(catalogue.items())
        },
        "texts": texts,
        "passages": [
            [names[row], (p := entries[row].passage).document_id, p.start, p.end, p.text, entries[row].vector.tolist()] for row in rows
        ],
        "rankings": {query: _rankings(library, query, names) for query in queries},
    }  # fmt: skip


def _rankings(library: Library, query: str, names: dict[int, Any]) -> list[Any]:
    vector = library.embedder.embed_query(query)
    dense = [[names[id], round(score, 5)] for id, score in library.engine.dense(vector, 10)]
    lexical = [[names[id], round(score, 4)] for id, score in library.engine.lexical(query, 10)]
    found = [[names[hit.id], hit.passage.text] for hit in library.search(query, 10)]
    return [dense, lexical, found]


def unsound(library: Library) -> list[str]:
    """Return what a check finds wrong."""
    return [f"{finding.what}: {finding.hint}" for finding in check(library) if not finding.sound]
