"""The engine for more than one machine: Milvus holds text, terms and vectors, and a document's mark is what makes a revision be there.

A commit claims ids, writes the passages under them, and then writes the marks of its documents, all in one call: before it nothing of the commit is
found, after it all is. Every client counts the commits before it answers, so what was removed is gone for all of them. Passages of no mark are left
out of every ranking, and cleared away behind the commit, or, if their writer died, by the next one.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import numpy as np

from .. import analysis
from ..engine import Addition, Catalogue, Entry, PassageId, Ranking, Vector
from ..errors import EngineUnavailable, LibraryCorrupt, LibraryMismatch, UnknownDocument
from ..findings import Finding
from . import rows
from .address import Address
from .claims import Claim, Claims
from .connection import Connection
from .opening import opened
from .ranking import Found, best
from .rows import Row
from .schema import Tables
from .state import State
from .terms import Asked, place

_BATCH = 500
_CLEAR_SECONDS = 600
_ROUNDING = 1e-4
_COUNTED = 200_000
_LOOKS = 100
_AT_ONCE = 8

Result = TypeVar("Result")


class MilvusEngine:
    """A library in Milvus. Any number of programs and machines may read and write it at once.

    Args:
        address: Where it is.
        embedder: Name of the embedder, for people.
        fingerprint: What tells equal embedders.
        dimension: Length of its vectors, called for when it is needed.
        create: Whether to make the library where there is none.
        token: `user:password` or an API key, where the cluster wants one.

    Raises:
        MissingExtra: pymilvus is not installed.
        EngineUnavailable: Milvus does not answer.
        LibraryMismatch: The library was made with another embedder.
        LibraryError: There is no library.
    """

    def __init__(
        self, address: Address, *, embedder: str, fingerprint: str, dimension: Callable[[], int], create: bool = True, token: str = ""
    ) -> None:
        self._connection = Connection(address, token)
        try:
            self.tables = Tables(self._connection)
            made = {"embedder": embedder, "fingerprint": fingerprint}
            self._dimension = opened(self._connection, self.tables, made, dimension, create=create)
        except BaseException:
            self._connection.close()
            raise
        self._claims = Claims(self._connection, self.tables.records)
        self._state = State.of(-1, [])
        self._beside = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="quoth-milvus")
        self._looking = threading.Lock()
        self._turn = threading.Lock()
        self._cleared = -float(_CLEAR_SECONDS)

    # Engine

    def documents(self) -> Catalogue:
        """Return the documents as of the latest commit of any client."""
        return self._refresh().catalogue

    def commit(self, added: Iterable[Addition], removed: Collection[str]) -> None:
        """Add, replace and remove documents: all or nothing, in Milvus' log when this returns. Of two writers of a document the last wins."""
        with self._turn:
            self._clear_if_due()
            state = self._refresh()
            missing = sorted(id for id in removed if id not in state.catalogue)
            if missing:
                raise UnknownDocument(f"No document has the id {missing[0]}.", "See the ids: quoth list")
            additions = {addition.document.id: addition for addition in added}
            self._expect_vectors(additions.values())
            passages = {id: rows.passage_rows(addition) for id, addition in additions.items()}
            leaving = [state.catalogue[id].rows for id in sorted({*removed, *additions}) if id in state.catalogue]
            claim = self._claims.take(sum(max(1, len(found)) for found in passages.values()), leaving)
            try:
                marks = self._write(claim, additions, passages)
            except BaseException:
                with suppress(EngineUnavailable):
                    self._clear(claim, [claim.ids])
                raise
            gone = (rows.record_row(rows.document_key(id), rows.GONE) for id in removed if id not in additions)
            self._mark(claim, [*marks, *gone])
            with suppress(EngineUnavailable):
                self._clear(claim, leaving)

    def dense(self, vector: Vector, k: int, documents: Collection[str] | None = None) -> Ranking:
        """Rank by inner product, computed here for what Milvus finds, so that it is exact on every index."""
        asked = rows.rounded(vector)

        def rank(state: State) -> Ranking:
            def find(limit: int) -> Found:
                hits = self._search("vector", asked, limit, state.revisions(documents), ["vector"])
                vectors = np.array([hit["entity"]["vector"] for hit in hits], dtype=np.float64).reshape(len(hits), -1)
                scores = (vectors * asked.astype(np.float64)).sum(axis=1)  # row by row: equal vectors get equal scores
                return [(hit["id"], hit["distance"], score) for hit, score in zip(hits, scores.tolist(), strict=True)]

            return best(state, k, documents, find, lambda score: score + _ROUNDING)

        return self._at_present(rank)

    def lexical(self, query: str, k: int, documents: Collection[str] | None = None) -> Ranking:
        """Rank by BM25, the rarity of words taken over the whole library."""

        def rank(state: State) -> Ranking:
            asked = Asked.of(self._count(analysis.query(query), state), state.passages, state.averages)

            def find(limit: int) -> Found:
                hits = self._search("weights", asked.vector, limit, state.revisions(documents), ["weights", "lengths"]) if asked.terms else []
                return [(hit["id"], hit["distance"], asked.score(hit["entity"]["weights"], hit["entity"]["lengths"])) for hit in hits]

            return best(state, k, documents, find, asked.bound)

        return self._at_present(rank)

    def passages(self, ids: Sequence[PassageId]) -> dict[PassageId, Entry]:
        """Return the passages that are still there, by id."""
        return self._at_present(lambda state: self._entries(ids, state))

    def writing(self) -> AbstractContextManager[object]:
        """Return a context that holds nothing: any number of clients may write at once."""
        return nullcontext()

    def close(self) -> None:
        """Let go of the connection; calling it twice is harmless."""
        self._beside.shutdown()
        self._connection.close()

    def repair(self) -> list[Finding]:
        """Look for passages of no document, which writers that died have left, and clear them away."""
        with self._turn:
            self._clear_after_the_dead()
            highest, claimed, state = self._claims.highest(), self._claims.busy(), self._refresh()
            stretches = [gap for gap in state.dead(range(1, highest + 1)) if not _meets(gap, claimed)]
            left = [wanted for wanted in rows.within(stretches) if self._connection.count(self.tables.passages, wanted)]
            for wanted in left:
                self._connection.call("delete", self.tables.passages, filter=wanted)
        return [Finding("passages of no document", not left, "Cleared away." if left else "")]

    # Writing

    def _write(self, claim: Claim, additions: Mapping[str, Addition], passages: Mapping[str, Sequence[Row]]) -> list[Row]:
        """Write the passages of all documents; returns the marks to be written last."""
        marks, first = [], claim.ids.start
        for id in sorted(additions, key=lambda id: not passages[id]):  # a document without passages takes an id as its revision too
            placed = iter(rows.moved(passages[id], first))
            while batch := list(islice(placed, _BATCH)):
                self._connection.call("upsert", self.tables.passages, batch)  # pymilvus may send a call twice: an insert would be there twice
            marks.append(rows.mark_row(additions[id], first, passages[id]))
            first += max(1, len(passages[id]))
        return marks

    def _mark(self, claim: Claim, marks: Sequence[Row]) -> None:
        """Write all marks and the commit in one call: it is the commit."""
        claim.expect_young()
        commit = rows.record_row(f"commit:{claim.token}", rows.COMMIT, claim.ids.start, claim.ids.stop - 1)
        try:
            self._connection.call("upsert", self.tables.records, [*marks, commit])
        except EngineUnavailable:
            # Nobody knows whether the call arrived: the claim stays, so that what it left is looked after once that is clear.
            if not self._connection.count(self.tables.records, f'key == "{commit["key"]}"'):
                raise

    def _clear(self, claim: Claim, dead: Sequence[range]) -> None:
        for wanted in rows.within(dead):
            self._connection.call("delete", self.tables.passages, filter=wanted)
        self._claims.release(claim)

    def _clear_if_due(self) -> None:
        if time.monotonic() - self._cleared > _CLEAR_SECONDS:
            self._clear_after_the_dead()
            self._cleared = time.monotonic()

    def _clear_after_the_dead(self) -> None:
        for claim, ids in self._claims.left():
            state = self._refresh()
            self._clear(claim, [gap for stretch in ids for gap in state.dead(stretch)])
        self._connection.call("delete", self.tables.records, filter=f"kind == {rows.GONE} and moment < {int(time.time()) - 3600}")

    # Opening and catching up

    def _expect_vectors(self, additions: Iterable[Addition]) -> None:
        for entry in (entry for addition in additions for entry in addition.entries):
            if entry.vector.shape != (self._dimension,):
                message = f"The embedder gave a vector of shape {entry.vector.shape}, not of {self._dimension} numbers."
                raise LibraryMismatch(message, "Open the library with the embedder that made it.")

    def _refresh(self) -> State:
        """Catch up with the commits of every client."""
        if self._generation() == self._state.catalogue.generation:
            return self._state
        with self._looking:
            for _ in range(_LOOKS):
                generation = self._generation()
                if generation == self._state.catalogue.generation:
                    return self._state
                self._state = self._read(generation) or self._state
        raise LibraryCorrupt("The library's records in Milvus are damaged: documents are missing.", "Restore the cluster from its backup.")

    def _at_present(self, work: Callable[[State], Result]) -> Result:
        """Return what work gives on the documents as of now or later: it is begun on those known while the commits are counted."""
        known, commits = self._state, self._beside.submit(self._generation)
        try:
            result = work(known)
        finally:
            generation = commits.result()
        return result if generation == known.catalogue.generation else work(self._refresh())

    def _generation(self) -> int:
        return self._connection.count(self.tables.records, f"kind == {rows.COMMIT}")

    def _read(self, generation: int) -> State | None:
        """Read the documents; None if others have committed meanwhile."""
        heads = self._connection.rows(self.tables.records, f"kind == {rows.DOCUMENT}", ["first"])
        known = {head["first"]: self._state.marks.get(head["first"]) for head in heads}
        fresh = iter([first for first, mark in known.items() if mark is None])
        while batch := list(islice(fresh, _BATCH)):
            wanted = f"kind == {rows.DOCUMENT} and first in {batch}"
            told = self._connection.call("query", self.tables.records, filter=wanted, output_fields=["first", "body"])
            known.update((row["first"], rows.marked(row)) for row in told)
        marks = [mark for mark in known.values() if mark is not None]
        return State.of(generation, marks) if len(marks) == len(known) and self._generation() == generation else None

    # Searching

    def _entries(self, ids: Sequence[PassageId], state: State) -> dict[PassageId, Entry]:
        owners = {id: owner for id in ids if (owner := state.owner(id)) is not None}
        found: dict[PassageId, Entry] = {}
        living = iter(owners)
        while batch := list(islice(living, _BATCH)):
            fields = ["id", "start", "stop", "text", "vector"]
            told = self._connection.call("query", self.tables.passages, filter=f"id in {batch}", output_fields=fields)
            found.update((row["id"], rows.entry(row, owners[row["id"]])) for row in told)
        return found

    def _search(self, field: str, asked: object, limit: int, revisions: Sequence[PassageId] | None, fields: Sequence[str]) -> Sequence[Any]:
        wanted = "" if revisions is None else f"first in {list(revisions)}"
        options = {"anns_field": field, "limit": limit, "filter": wanted, "output_fields": list(fields)}
        found: Sequence[Any] = self._connection.call("search", self.tables.passages, [asked], **options)[0]
        return found

    def _count(self, terms: Sequence[tuple[str, str]], state: State) -> dict[tuple[str, str], int]:
        """Count the passages that hold each term. Ids above the highest are of commits that are being written."""
        if len(state.counted) > _COUNTED:
            state.counted.clear()
        known = {term: number for term in terms if (number := state.counted.get(term)) is not None}
        fresh = [term for term in terms if term not in known] if state.passages else []
        wanted = (f"array_contains(terms, {place(*term)}) and id <= {state.highest}" for term in fresh)
        found = dict(zip(fresh, self._beside.map(partial(self._connection.count, self.tables.passages), wanted), strict=True))
        state.counted.update(found)
        both = {**known, **found}
        return {term: both[term] for term in terms if both.get(term)}


def _meets(ids: range, others: Iterable[range]) -> bool:
    """Tell whether ids lie in one of these ranges."""
    return any(ids.start < other.stop and other.start < ids.stop for other in others)
