"""Groups from FairytaleQA: the product's own windows of each question's story, those that answer and those that only look like it."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence

from corpus import names
from index import Catalogue, Hit, Library
from qa.windows import Window, windows

from . import fairytaleqa
from .fairytaleqa import Question
from .groups import Excerpt, Group
from .retrieved import Found
from .spans import nearest, verbatim

READ = 6
_ROLES = tuple(
    "king queen prince princess witch giant fairy dwarf fox wolf bear lion dog cat mouse bird fish father mother son daughter brother sister wife "
    "husband soldier tailor miller merchant farmer fisherman hunter knight monk judge servant maid boy girl robber troll dragon".split()
)


def tales(library: Library, split: str, hits: Iterator[Mapping[str, Sequence[Found]]]) -> Iterator[Group]:
    """Yield a group for each question of a split, in the order of its file; sources are `tale` and `tale-unplaced` (no words to point at)."""
    catalogue, places = library.documents(), fairytaleqa.sections(library, split)
    for question, found in zip(fairytaleqa.questions(split), hits, strict=True):
        gold = [places[question.document][number] for number in question.sections if number in places[question.document]]
        read = windows(_hits(library, _with_gold(catalogue, library, question, found["story"][:READ], gold)), 2 * READ, catalogue)
        title = catalogue[question.document].title
        excerpts = [_excerpt(window, title, question, gold) for window in read]
        placed = any(excerpt.spans for excerpt in excerpts)
        best = max((span[2] for excerpt in excerpts for span in excerpt.spans), default=1.0)
        yield Group(question.text, tuple(excerpts), best, "tale" if placed else "tale-unplaced")


def look_alikes(groups: Sequence[Group], share: float, seed: int) -> list[Group]:
    """Return questions that were made false by another's name or role, each with the windows that answered it before: now nothing does."""
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    strangers = sorted({name for group in groups for name in _named(group)})
    made = []
    for group in groups:
        holding = [window for window in group.windows if window.holds]
        if not holding or chance.random() > share:
            continue
        question = _exchanged(group, holding, strangers, chance)
        if question is not None:
            emptied = [Excerpt(window.title, window.text) for window in holding]
            made.append(Group(question, tuple(emptied), 1.0, "look-alike"))
    return made


def _exchanged(group: Group, holding: Sequence[Excerpt], strangers: Sequence[str], chance: random.Random) -> str | None:
    told = " ".join(f"{window.title} {window.text}" for window in holding)
    for name in _named(group):
        if re.search(rf"\b{re.escape(name)}\b", told):
            other = chance.choice(strangers)
            if not re.search(rf"\b{re.escape(other)}\b", told, re.IGNORECASE):
                return re.sub(rf"\b{re.escape(name)}\b", other, group.question)
    roles = [role for role in _ROLES if re.search(rf"\b{role}\b", group.question, re.IGNORECASE)]
    if not roles:
        return None
    other = chance.choice(_ROLES)
    if re.search(rf"\b{other}\b", told, re.IGNORECASE):
        return None
    return re.sub(rf"\b{chance.choice(roles)}\b", other, group.question, flags=re.IGNORECASE)


def _named(group: Group) -> list[str]:
    return [name for name in names("; " + group.question) if len(name) > 2]


def _with_gold(catalogue: Catalogue, library: Library, question: Question, found: Sequence[Found], gold: Sequence[tuple[int, int]]) -> list[Found]:
    """Add the passages of the gold sections that the search did not find."""
    known = {hit.row for hit in found}
    entries = library.passages(catalogue[question.document].rows)
    missed = [
        Found(row, question.document, entry.passage.start, entry.passage.end, 0.0, 0.0, 0.0)
        for row, entry in sorted(entries.items())
        if row not in known and _overlaps((entry.passage.start, entry.passage.end), gold) > 20
    ]
    return [*found, *missed]


def _hits(library: Library, found: Sequence[Found]) -> list[Hit]:
    entries = library.passages([hit.row for hit in found])
    return [Hit(hit.row, entries[hit.row].passage, None, hit.dense, None, hit.lexical, rank, hit.fused) for rank, hit in enumerate(found, start=1)]


def _excerpt(window: Window, title: str, question: Question, gold: Sequence[tuple[int, int]]) -> Excerpt:
    """Label a window: its spans must lie in a gold section."""
    inside = [(max(start, window.start), min(end, window.end)) for start, end in gold if start < window.end and window.start < end]
    if not inside:
        return Excerpt(title, window.text)
    spans = []
    for start, end in inside:
        part = window.text[start - window.start : end - window.start]
        found = verbatim(part, question.answers) or nearest(part, question.answers)
        spans += [(a + start - window.start, b + start - window.start, weight) for a, b, weight in found]
    return Excerpt(title, window.text, tuple(spans), True if spans else None)


def _overlaps(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> int:
    return max((min(span[1], end) - max(span[0], start) for start, end in others), default=0)
