"""Hits that touch are read as one window."""

from corpus import Passage, Section
from index import Catalogue, DocumentRecord, Hit
from qa.windows import Window, windows


def hit(id: int, document: str, start: int, text: str, score: float) -> Hit:
    return Hit(id, Passage(document, start, start + len(text), text), 1, 0.5, 1, 2.0, id, score)


def test_neighbours_are_joined_and_the_best_comes_first() -> None:
    record = DocumentRecord("a", "A", "a.md", "a", "", 12, 1, 3, "", (Section(4, "heading", "x"), Section(5, "page", "2")))
    found = windows(
        [hit(2, "a", 4, "two ", 3.0), hit(9, "b", 0, "else", 5.0), hit(1, "a", 0, "one ", 1.0), hit(7, "c", 0, "late", 0.5)],
        3,
        Catalogue(1, {"a": record}),
    )
    assert found == [
        Window("b", 0, 4, "else", (9,), 5.0),
        Window("a", 0, 8, "one two ", (1, 2), 3.0, frozenset({4}), "A"),
    ]


def test_no_more_than_two_are_joined() -> None:
    found = windows([hit(n, "a", 4 * n, "word", 1.0 + n) for n in range(5)], 5, Catalogue(1, {}))
    assert [window.rows for window in found] == [(4,), (2, 3), (0, 1)]
