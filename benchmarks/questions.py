"""Questions made of a story's own words, so that any number of them can be asked of any library, seldom one twice."""

import random
from collections.abc import Iterable, Sequence

from corpus import sentences
from index import Library

_ASKS = ("What happened when {}?", "Who is told of in “{}”?", "Why is it said that {}?", "Where was it that {}?", "{}?")
_DOCUMENTS = 200


def said(texts: Iterable[str]) -> list[list[str]]:
    """Return the words of every sentence that is long enough to ask about."""
    told = [text[start:end].rstrip(".!?").split() for text in texts for start, end in sentences(text)]
    return [words for words in told if len(words) > 3]


def question(told: Sequence[list[str]], chance: random.Random) -> str:
    """Make a question of a few words of a sentence."""
    words = chance.choice(told)
    start = chance.randrange(len(words) - 3)
    return chance.choice(_ASKS).format(" ".join(words[start : start + chance.randint(3, 9)]))


def asked_of(library: Library, count: int, seed: int) -> list[str]:
    """Return questions about stories of a library drawn at random: every second one without names, so that no story can be told by them."""
    chance = random.Random(seed)
    catalogue = library.documents()
    drawn = chance.sample(sorted(catalogue), min(_DOCUMENTS, len(catalogue)))
    told = said(library.document(id).text for id in drawn)
    unnamed = [kept for words in told if len(kept := [word for word in words if word.islower()]) > 3]
    made: dict[str, None] = {}
    while len(made) < count:
        made[question(told if len(made) % 2 else unnamed, chance)] = None
    return list(made)
