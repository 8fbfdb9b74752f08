"""Looking a library over, from the truth outwards."""

from collections.abc import Iterator

from .engine import DocumentRecord
from .errors import LibraryCorrupt
from .findings import Finding
from .library import Library
from .local import LocalEngine
from .milvus import MilvusEngine


def check(library: Library) -> list[Finding]:
    """Read everything a library holds and compare it with what is recorded of it. What is derived and wrong is made anew."""
    engine = library.engine
    if isinstance(engine, MilvusEngine):
        return [*_documents(library), *engine.repair()]
    if not isinstance(engine, LocalEngine):
        return list(_documents(library))
    problems = engine.storage.integrity()
    findings = [Finding("database", not problems, "; ".join(problems[:3]))]
    findings += list(_documents(library))
    return findings + engine.repair()


def _documents(library: Library) -> Iterator[Finding]:
    damaged = [record.id for record in library.documents().values() if not _whole(library, record)]
    hint = f"Damaged: {', '.join(damaged[:5])}. Remove them and add their files again: quoth remove ID, quoth add PATH"
    yield Finding(f"{len(library.documents())} documents", not damaged, hint if damaged else "")


def _whole(library: Library, record: DocumentRecord) -> bool:
    """Tell whether a document's passages are all there, undamaged, and tile its text."""
    try:
        entries = library.engine.passages(record.rows)
    except LibraryCorrupt:
        return False
    passages = [entries[row].passage for row in record.rows if row in entries]
    ends = [0, *(passage.end for passage in passages)]
    tiled = all(passage.start == end for passage, end in zip(passages, ends, strict=False))
    return len(passages) == record.passages and tiled and ends[-1] == record.characters
