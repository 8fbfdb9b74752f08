"""Statements that tell over a sentence of the story: models copy out sentences with numbers."""

import re
from collections.abc import Sequence

from corpus import names
from index import telling_terms

from ..fact import Fact
from ..numbers import number_in
from ..quotes import sentences_of
from ..validation import Row
from ..words import FIRST_PERSON, PRONOUNS, spaced
from ..world import World


def told_over(rows: Sequence[Row], world: World) -> list[Fact]:
    """Return statements that tell over a sentence of a gold section that has a number in it: models copy out such sentences."""
    found: dict[tuple[str, int], tuple[int, Fact]] = {}
    for row in rows:
        text = world.documents[row.story].text
        for start, end in sentences_of(text, row.sections):
            words = spaced(text[start:end])
            told = re.sub(r"^(?:And|But|So|Then|Now|For|Thus|However|At last),? ", "", words).rstrip(".")
            plain = not re.search(r"[\"“”‘;:!?()]|(?:^|\s)'", told) and not FIRST_PERSON.search(re.sub(r"\bHou I\b", "", told))
            subject = re.match(r"(?:[Tt]he|[Aa]n?|His|Her|There|In|On|[A-Z]\w+) ", told) and told.split()[0].lower() not in PRONOUNS - {"there"}
            shared = set(telling_terms(told)) & set(telling_terms(f"{row.question} {row.answers[0]}"))
            if plain and subject and 7 <= len(told.split()) <= 24 and number_in(told) and len(shared) > found.get((row.story, start), (1, None))[0]:
                first = told.split()[0]
                lowered = told if first in names(text) else told[0].lower() + told[1:]
                found[row.story, start] = (len(shared), Fact(row, told, lowered))
    return [fact for _, fact in found.values()]
