"""The windows that a model is given: the one that holds the quote among others of the same story and of strange ones."""

import random

from corpus import Document
from qa.windows import Window

from .validation import Span
from .world import World


def windows_around(document: Document, span: Span, world: World, rng: random.Random) -> tuple[tuple[Window, ...], int]:
    """Return four to six windows, one of which holds the span alone, and its number; no windows if the span does not fit into one."""
    passages = world.passages[document.id]
    inside = [at for at, each in enumerate(passages) if each.start < span[1] and span[0] < each.end]
    if len(inside) > 2 or not inside:
        return (), 0
    if len(inside) == 1 and rng.random() < 0.5:
        inside = sorted({inside[0], min(len(passages) - 1, inside[0] + rng.choice((-1, 1))) if inside[0] else 0})
    gold = (document.id, inside[0], inside[-1])
    quote = document.text[span[0] : span[1]]
    size, strange = rng.randint(4, 6), rng.randint(1, 2)
    others = [id for id in sorted(world.passages) if id != document.id]
    picked: list[tuple[str, int, int]] = [gold]
    # A very short story has not passages enough: then more come from others.
    for story in [document.id] * (size - strange - 1) + rng.sample(others, k=strange + 3):
        for _ in range(30 if story == document.id or len(picked) < 4 or sum(each[0] != document.id for each in picked) < strange else 0):
            first = rng.randrange(len(world.passages[story]))
            last = min(first + rng.randint(0, 1), len(world.passages[story]) - 1)
            text = "".join(each.text for each in world.passages[story][first : last + 1])
            if quote not in text and not any(_overlap((story, first, last), one) for one in picked):
                picked.append((story, first, last))
                break
    rng.shuffle(picked)
    built = tuple(_window(world, id, first, last, at) for at, (id, first, last) in enumerate(picked))
    return built, 1 + picked.index(gold)


def _overlap(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    return one[0] == other[0] and one[1] <= other[2] and other[1] <= one[2]


def _window(world: World, id: str, first: int, last: int, at: int) -> Window:
    ids = sorted(world.passages)
    stretch = world.passages[id][first : last + 1]
    rows = tuple(1 + 1000 * ids.index(id) + number for number in range(first, last + 1))
    text = "".join(each.text for each in stretch)
    return Window(id, stretch[0].start, stretch[-1].end, text, rows, round(0.05 - 0.004 * at, 4), frozenset(), world.documents[id].title)
