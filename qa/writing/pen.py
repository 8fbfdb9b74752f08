"""What a question needs of the language model: its follow-up reworded, its answer written."""

import time
from collections import Counter
from collections.abc import Generator, Sequence

from ..answer import Delta, Mode, Turn, Waiting
from .draft import Draft, Task, draft
from .language_model import LanguageModel, LLMUnavailable
from .rewrite import rewrite

_NONE = "No language model is set up here."
_CHANGED = "A story changed while the language model wrote."


class Pen:
    """The language model during one question: after its first failure it is not asked again.

    Args:
        model: None where there is none.
        mode: How the person wants the answer.

    Attributes:
        notice: Why the answer is without the model that was wanted; None where it is not, or none was.
        dropped: How many sentences were dropped, by reason.
        void: Whether what it wrote was taken back because a story changed.
    """

    def __init__(self, model: LanguageModel | None, mode: Mode) -> None:
        self._model = model if mode != "extractive" else None
        self.notice = _NONE if mode == "model" and model is None else None
        self.dropped: Counter[str] = Counter()
        self.void = False
        self._until = time.monotonic() + (model.seconds if model is not None else 0.0)

    def rest(self) -> None:
        """Ask the model nothing more: what it wrote is void, since a story that it quoted is not what it was."""
        if self._model is not None:
            self._model, self.notice, self.void = None, _CHANGED, True

    def reword(self, question: str, history: Sequence[Turn]) -> Generator[Waiting, None, str | None]:
        """Return a follow-up made to stand alone, None where the model gives none."""
        if self._model is None:
            return None
        try:
            return (yield from rewrite(self._model, question, history, self._until))
        except LLMUnavailable as exc:
            self._model, self.notice = None, exc.message
            return None

    def write(self, task: Task) -> Generator[Delta | Waiting, None, Draft | None]:
        """Return the answer that the model wrote, None where there is none to show."""
        if self._model is None:
            return None
        made = yield from draft(self._model, task, self._until)
        self.dropped += made.rejected
        if made.failure is None:
            return made
        self._model, self.notice = None, made.failure
        return None
