"""What the reader's network is given: a question and a window as one row of tokens, each knowing where in the window it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

QUESTION, TITLE, LONGEST = 48, 12, 400


@dataclass(frozen=True, slots=True)
class Row:
    """A question and a window as tokens.

    Attributes:
        ids: `[CLS] question [SEP] title : text [SEP]`, at most 400.
        before: Number of tokens of the question's part, `[CLS]` and `[SEP]` with it.
        first: Place in `ids` of the text's first token.
        offsets: Start and end of each of the text's tokens, in code points of the text.
    """

    ids: tuple[int, ...]
    before: int
    first: int
    offsets: tuple[tuple[int, int], ...]


class ReaderInput:
    """Makes rows, with the tokenizer in a model's folder.

    Args:
        folder: Holds `tokenizer.json`.
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer as Loaded

        self._tokenizer: Tokenizer = Loaded.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        marks = self._tokenizer.encode(":").ids
        self._start, self._colon, self._stop = marks[0], marks[1:-1], marks[-1]

    def rows(self, question: str, windows: Sequence[tuple[str, str]]) -> list[Row]:
        """Return a row for each window, given as title and text."""
        asked = [self._start, *self._ids(question)[:QUESTION], self._stop]
        texts = self._tokenizer.encode_batch([text for _, text in windows], add_special_tokens=False)
        found = []
        for (title, _), text in zip(windows, texts, strict=True):
            titled = [*self._ids(title)[:TITLE], *self._colon] if title else []
            room = LONGEST - len(asked) - len(titled) - 1
            ids = (*asked, *titled, *text.ids[:room], self._stop)
            found.append(Row(ids, len(asked), len(asked) + len(titled), tuple(text.offsets[:room])))
        return found

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids
