"""Any sequence of additions, replacements, removals and openings, against a dictionary."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import index.builds
from corpus import split
from index import Library, UnknownDocument, check
from tests.conftest import FakeEmbedder
from tests.index.states import PlainParser, add, statuses, write

IDS = st.sampled_from(["ash", "birch", "cedar", "elm"])
TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=400)


class Shelf(RuleBasedStateMachine):
    """A library, and a dictionary of what must be in it."""

    def __init__(self) -> None:
        super().__init__()
        self.root = tempfile.TemporaryDirectory()
        self.tales = Path(self.root.name) / "tales"
        self.texts: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.dead: list[str] = []
        self.count = 0
        self.seen: dict[int, str] = {}

    @initialize(small=st.sampled_from([0, 500]))
    def open(self, small: int) -> None:
        index.library.Parser = PlainParser  # type: ignore[attr-defined,assignment]
        index.builds._SMALL = small
        self.library = Library.open(Path(self.root.name) / "library", FakeEmbedder())

    def teardown(self) -> None:
        self.library.close()
        self.root.cleanup()
        index.library.Parser, index.builds._SMALL = _PARSER, _SMALL  # type: ignore[attr-defined]

    @rule(id=IDS, text=TEXTS)
    def put(self, id: str, text: str) -> None:
        self.count += 1
        token = f"token{self.count}x"
        whole = f"{text} The {token} is here. {text}".replace("\r", "")
        write(self.tales, f"{id}.txt", whole)
        wanted = "replaced" if id in self.texts else "added"
        for path in self.tales.iterdir():
            if path.stem not in self.texts and path.stem != id:
                path.unlink()
        assert statuses(add(self.library, self.tales))[f"{id}.txt"] == wanted
        self._bury(id)
        self.texts[id], self.tokens[id] = (self.tales / f"{id}.txt").read_text(encoding="utf-8"), token

    @precondition(lambda self: self.texts)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        ids = data.draw(st.sets(st.sampled_from(sorted(self.texts)), min_size=1))
        self.library.remove(ids)
        for id in ids:
            self._bury(id)
            (self.tales / f"{id}.txt").unlink()

    @rule()
    def add_again(self) -> None:
        if self.texts:
            assert set(statuses(add(self.library, self.tales)).values()) == {"unchanged"}

    @rule()
    def reopen(self) -> None:
        self.library.close()
        self.library = Library.open(Path(self.root.name) / "library", FakeEmbedder())

    @rule()
    def look_over(self) -> None:
        assert [finding.what for finding in check(self.library) if not finding.sound] == []

    def _bury(self, id: str) -> None:
        self.texts.pop(id, None)
        if id in self.tokens:
            self.dead.append(self.tokens.pop(id))

    @invariant()
    def texts_are_as_written(self) -> None:
        assert {id: self.library.document(id).text for id in self.library.documents()} == self.texts

    @invariant()
    def passages_tile(self) -> None:
        for id, record in self.library.documents().items():
            entries = self.library.passages(record.rows)
            assert [entries[row].passage for row in record.rows] == split(self.library.document(id))
            for row in record.rows:
                assert self.seen.setdefault(row, entries[row].passage.text) == entries[row].passage.text

    @invariant()
    def the_living_are_found_first_and_the_dead_never(self) -> None:
        for id, token in self.tokens.items():
            rows = self.library.engine.lexical(token, 1)
            entry = self.library.passages([rows[0].id])[rows[0].id]
            assert (entry.passage.document_id, token in entry.passage.text) == (id, True)
        for token in self.dead[-3:]:
            assert self.library.engine.lexical(token, 5) == []
            assert not [hit for hit in self.library.search(token, 20) if token in hit.passage.text]
        for id in {"ash", "birch", "cedar", "elm"} - self.texts.keys():
            try:
                self.library.document(id)
            except UnknownDocument:
                continue
            raise AssertionError(f"{id} is still there")


_PARSER, _SMALL = index.library.Parser, index.builds._SMALL  # type: ignore[attr-defined]
TestShelf = Shelf.TestCase
TestShelf.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
