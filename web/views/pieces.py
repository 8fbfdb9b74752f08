"""Text cut where it is linked or highlighted; joined, the pieces are the text."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text on a page; `marker` points at a citation, `marked` is highlighted."""

    text: str
    marker: int | None = None
    marked: bool = False


def marked(text: str, offset: int, start: int, end: int) -> list[Piece]:
    """Cut a text that begins at `offset` into what is before, within and after `start:end`."""
    left = min(max(start - offset, 0), len(text))
    right = min(max(end - offset, left), len(text))
    pieces: Sequence[Piece] = (Piece(text[:left]), Piece(text[left:right], marked=True), Piece(text[right:]))
    return [piece for piece in pieces if piece.text]
