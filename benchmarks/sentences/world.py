"""The stories of one half with what is drawn from them: passages for windows; names, nouns and verbs for changes."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from corpus import Document, Passage, names, split
from qa.english import ADJECTIVES, DETERMINERS, tells_past

from .characters import NO_NAMES, PLACES, SORTS, TITLES
from .words import FINITE, is_adjective


@dataclass(frozen=True, slots=True)
class World:
    """The stories of one half: passages, names and words, for windows and changes."""

    documents: Mapping[str, Document]
    passages: Mapping[str, tuple[Passage, ...]]
    people: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]
    nouns: tuple[str, ...]
    verbs: tuple[str, ...]


def world_of(documents: Mapping[str, Document]) -> World:
    """Draw from the stories of a half what windows and changes need."""
    passages = {id: tuple(split(document)) for id, document in documents.items()}
    runs = {id: _runs(document.text) for id, document in documents.items()}
    people = {id: tuple(sorted(name for name, place in found.items() if not place)) for id, found in runs.items()}
    places = {id: tuple(sorted(name for name, place in found.items() if place)) for id, found in runs.items()}
    whole = " ".join(document.text for document in documents.values())
    noun = re.compile(r"\b(?:the|a|his|her|their) ([a-z]{3,})\b(?= (?:and|of|in|to|was|had|with|that)\b|[,.;])")
    following = Counter(match.group(1) for match in noun.finditer(whole))
    nouns = tuple(sorted(word for word, often in following.items() if often > 2 and not is_adjective(word) and not tells_past(word)))
    told = Counter(match.group(1) for match in re.finditer(r"\b(?:he|she|they|it) ([a-z]{3,})\b", whole))
    verbs = tuple(sorted(word for word, often in told.items() if often > 1 and tells_past(word) and word not in FINITE))
    return World(documents, passages, people, places, nouns, verbs)


def _runs(text: str) -> dict[str, bool]:
    """Return the proper names of a story, many-word ones whole, without those that mostly have an article; and whether each is a place."""
    single = {name for name in names(text) if name.lower() not in SORTS}
    found: Counter[str] = Counter()
    articled: Counter[str] = Counter()
    listed = "|".join(sorted(map(re.escape, single), key=len, reverse=True)) or "$^"
    pattern = rf"(\b[\w]+ )?({TITLES}\b(?:{listed})\b(?: (?:I|[A-Z][a-z]+))?)(?=['’]s|\W)"
    for match in re.finditer(pattern, text):
        before, name = (match.group(1) or "").strip().lower(), match.group(2)
        found[name] += 1
        articled[name] += before in DETERMINERS or before in ADJECTIVES
    kept = [name for name, often in found.items() if often > 1 and articled[name] * 3 <= often]
    return {name: name in PLACES for name in kept if name not in NO_NAMES}
