"""The questions that can be made from one sentence."""

from collections.abc import Collection

from .candidate import Candidate, sound
from .complement import complement
from .coordination import others
from .patterns import PATTERNS
from .statement import NOBODY, Statement, statements
from .subjects import Pronouns


def candidates(sentence: str, names: Collection[str], places: Collection[str] = (), pronouns: Pronouns = NOBODY) -> list[Candidate]:
    """Return questions that a sentence answers, those that people like best first; none for most sentences.

    Args:
        sentence: One sentence of a story.
        names: The names that the story holds, as written.
        places: Those of them that are places and nobody's.
        pronouns: Whom the pronouns of the sentence mean.
    """
    found: dict[str, Candidate] = {}
    for clause in statements(sentence, names, places, pronouns):
        for told in [clause, *others(clause)]:
            for candidate in _asked(told, places):
                found.setdefault(candidate.question, candidate)
    return list(found.values())


def _asked(told: Statement, places: Collection[str]) -> list[Candidate]:
    rest = complement(told, told.predicate.verb + 1)
    made = [candidate for pattern in PATTERNS for candidate in pattern(told, rest, places)]
    asked = [one for one in made if told.subject.known or one.kind == "who"]
    return [one for one in asked if sound(one.question, "" if one.kind == "who" else told.subject.text, told.stands)]
