"""An answer by a language model: sentence by sentence as it is written, each shown only once it is borne out."""

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field

from ..answer import Delta, Waiting
from ..reader import Reading
from ..windows import Window
from .language_model import LanguageModel, LLMUnavailable, waited_for
from .prompt import echoes, fitting, messages
from .script import Script, Search, Sentence
from .support import Rejected, Supported, Texts, supported

_SEARCHES = 2
_SENTENCES = 8
_NOTHING = "nothing"

Drafting = Generator[Delta | Waiting, None, "Draft"]


@dataclass(slots=True)
class Draft:
    """What became of it.

    Attributes:
        readings: What is quoted, in the order of the markers; empty if no sentence is left.
        sentences: The sentences with their markers.
        rejected: How many sentences were dropped, by reason.
        failure: Why there is nothing to show, in words for people; None if there is.
        full: Whether the next sentence would have gone beyond the quotes that were asked for.
    """

    readings: list[Reading] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)
    failure: str | None = None
    full: bool = False

    @property
    def text(self) -> str:
        """The answer."""
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Task:
    """What a draft is to be about.

    Attributes:
        question: Stand-alone.
        windows: The passages that were read, the most telling first.
        like: Whose confidence the quotes have.
        limit: How many different quotes at most.
        texts: Returns the text of a document, by its id.
        stands: Tells whether a reading's text is in the library still.
        search: Finds other passages; None where the model may not ask for any.
    """

    question: str
    windows: Sequence[Window]
    like: Reading
    limit: int
    texts: Texts
    stands: Callable[[Reading], bool]
    search: Callable[[str], Sequence[Window]] | None = None


def draft(model: LanguageModel, task: Task, until: float) -> Drafting:
    """Have a model answer; yields each sentence that is borne out, and returns the draft.

    A draft that failed has a `failure`; what was yielded of it before is void then.

    Args:
        model: What writes.
        task: What about.
        until: When it must be done, on the clock of `time.monotonic`.
    """
    made = Draft()
    windows = fitting(task.windows, model.context)
    searches = _SEARCHES if task.search else 0
    try:
        while (words := (yield from _written(model, task, windows, made, searches > 0, until))) is not None and task.search:
            searches -= 1
            windows = _further(windows, task.search(words), model.context)
    except LLMUnavailable as exc:
        made.failure = exc.message
    else:
        if not made.sentences:
            made.failure = _left_nothing(made)
    if made.failure is not None:
        made.readings, made.sentences = [], []
    return made


def _written(
    model: LanguageModel, task: Task, windows: Sequence[Window], made: Draft, may_search: bool, until: float
) -> Generator[Delta | Waiting, None, str | None]:
    """Read one answer of the model; returns the words it wants to search for, None when it is done."""
    told = messages(task.question, windows, min(task.limit, _SENTENCES), may_search=may_search)
    pieces = model.write(told, max(0.0, until - time.monotonic()))
    try:
        for line in _lines(pieces):
            if isinstance(line, Waiting):
                yield line
            elif isinstance(line, Search):
                if may_search and not made.sentences:
                    return line.words
            elif (shown := _taken(line, windows, task, made)) is not None:
                yield Delta(shown)
            if made.full:
                break
    finally:
        pieces.close()
    return None


def _lines(pieces: Iterator[str]) -> Iterator[Sentence | Search | Waiting]:
    """Yield the lines of a model as they are complete, and now and then, however little comes, that it is being waited for."""
    script = Script()
    for piece in waited_for(pieces):
        if isinstance(piece, Waiting):
            yield piece
        else:
            yield from script.add(piece)
    yield from script.end()


def _taken(sentence: Sentence, windows: Sequence[Window], task: Task, made: Draft) -> str | None:
    """Add a sentence to the draft if it is borne out and there is room for its quotes; returns what is shown of it."""
    if not sentence.cited and sentence.text.strip(" .").casefold() == _NOTHING:
        return None
    checked = supported(sentence, windows, task.question, task.texts, task.like)
    if isinstance(checked, Rejected):
        made.rejected[checked.reason] += 1
        return None
    if echoes(checked.text, " ".join([task.question, *(reading.text for reading in checked.readings)])):
        made.rejected["voice"] += 1
        return None
    if not all(task.stands(reading) for reading in checked.readings):
        made.rejected["quote"] += 1
        return None
    shown = _marked(checked, made, task.limit)
    if shown is None or shown in made.sentences:
        return None
    made.sentences.append(shown)
    made.full = made.full or len(made.sentences) >= _SENTENCES
    return shown if len(made.sentences) == 1 else f" {shown}"


def _marked(checked: Supported, made: Draft, limit: int) -> str | None:
    """Return a sentence with its markers, its quotes added to the draft; None, and the draft is full, when there is no room for them."""
    wanted = {_place(reading): reading for reading in checked.readings}
    known = {_place(reading) for reading in made.readings}
    fresh = [reading for place, reading in wanted.items() if place not in known]
    if len(made.readings) + len(fresh) > limit:
        made.full = True
        return None
    made.readings += fresh
    markers = {_place(reading): number for number, reading in enumerate(made.readings, start=1)}
    return checked.text + "".join(f" [{markers[place]}]" for place in wanted)


def _place(reading: Reading) -> tuple[str, int, int]:
    return reading.window.document_id, reading.start, reading.end


def _further(windows: Sequence[Window], found: Sequence[Window], context: int) -> list[Window]:
    """Return windows with others found: the best of both where not all of them fit."""
    known = {(window.document_id, row) for window in windows for row in window.rows}
    fresh = [window for window in found if not any((window.document_id, row) in known for row in window.rows)]
    half = max(1, len(windows) // 2)
    return fitting([*windows[:half], *fresh[:3], *windows[half:], *fresh[3:]], context)


def _left_nothing(made: Draft) -> str:
    dropped = made.rejected.total()
    if not dropped:
        return "The language model found no answer in the passages."
    sentences = "one sentence" if dropped == 1 else f"{dropped} sentences"
    return f"The language model wrote {sentences}, and nothing of that could be verified."
