"""Questions that fit any story: who somebody is, what happens, how it ends."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import zip_longest

from corpus import sentences
from index import Catalogue, DocumentRecord

from ..english import common
from ..grammar import CALENDAR, LITTLE, TITLES
from ..names import Names
from ..overview import KINDS
from ..understand import understand
from .statement import statements
from .tales import places

_LONGEST_TITLE = 60
# The other names of a story are asked for if it has them as often as this; and no more than so many.
_OFTEN, _HEROES = 3, 3
# A title of fewer words that carry meaning is too easily said without meaning the story.
_TELLING = 2
_PLAIN = re.compile(r"[^\W_](?:[^\W_]|[ ,'’-])*\Z")


def general(record: DocumentRecord, catalogue: Catalogue, names: Names, opening: str) -> Iterator[str]:
    """Yield questions that Quoth answers from the story as a whole, as far as they can be put and are understood as meant.

    Args:
        record: The story.
        catalogue: All stories: a name or a title that two of them have says of neither which is meant.
        names: Their names.
        opening: The text that it begins with.
    """
    yield from (question for question in _put(record, catalogue, opening) if _understood(question, record, names))


def _put(record: DocumentRecord, catalogue: Catalogue, opening: str) -> Iterator[str]:
    others = [other for other in catalogue.values() if other.id != record.id]
    named = [f"Who is {name}?" for name in _heroes(record, opening) if not any(name in other.names for other in others)]
    told = []
    if _says_which(record.title, opening) and not any(other.title.casefold() == record.title.casefold() for other in others):
        told = [f"What happens in {record.title}?", f"How does {record.title} end?", f"How does {record.title} begin?"]
    yield from (question for row in zip_longest(named[:_HEROES], told) for question in row if question is not None)


def _understood(question: str, record: DocumentRecord, names: Names) -> bool:
    """Tell whether a question is one about this story as a whole, which needs no search to be answered."""
    query = understand(question, [], names, lambda word: False)
    meant = query.documents == frozenset([record.id]) and query.unknown is None and query.apart is None
    return meant and query.kind in KINDS and query.text == question and not query.parts


def _heroes(record: DocumentRecord, opening: str) -> list[str]:
    """Return the names of those who do something in the opening, the one that the story has most often first; of a full name but one."""
    elsewhere = places(opening, record.names)
    acting = Counter(_acting(opening, record.names, elsewhere))
    if not acting and record.title in record.names and _persons(record.title):
        return [record.title]
    heroes: list[str] = []
    for name in sorted(acting, key=lambda name: (record.names[name], acting[name], name), reverse=True):
        often = not heroes or record.names[name] >= _OFTEN
        if often and not any(f"{one} {other}" in opening for known in heroes for one, other in ((name, known), (known, name))):
            heroes.append(name)
    return heroes


def _acting(opening: str, names: Collection[str], elsewhere: Collection[str]) -> Iterator[str]:
    for start, end in sentences(opening):
        for told in statements(opening[start:end], names, elsewhere):
            name = re.sub(r"['’]s?$", "", told.subject.text.split()[0])
            if told.subject.named and told.subject.person and name in names and _persons(name):
                yield name


def _persons(name: str) -> bool:
    low = name.casefold()
    return low not in LITTLE | TITLES | CALENDAR and not common(low) and not name.isupper()


def _says_which(title: str, opening: str) -> bool:
    begun = opening.startswith(title) and not opening[len(title) :].lstrip(" ").startswith(("\n", "\r"))
    if begun:
        return False  # the text's first words
    telling = [word for word in title.split() if word.casefold() not in LITTLE]
    return len(title) <= _LONGEST_TITLE and len(telling) >= _TELLING and _PLAIN.match(title) is not None
