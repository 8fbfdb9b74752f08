"""The questions that can be made from one sentence."""

from collections.abc import Collection

from .candidate import Candidate, sound
from .complement import complement
from .coordination import others
from .patterns import PATTERNS
from .statement import Statement, statements
from .subjects import Subject


def candidates(sentence: str, names: Collection[str], places: Collection[str] = (), antecedent: Subject | None = None) -> list[Candidate]:
    """Return questions that a sentence answers, those that people like best first; none for most sentences.

    Args:
        sentence: One sentence of a story.
        names: The names that the story holds, as written.
        places: Those of them that are places and nobody's.
        antecedent: Whom `he` or `she` means where the sentence begins with it; None for unknown.
    """
    found: dict[str, Candidate] = {}
    for clause in statements(sentence, names, places, antecedent):
        for told in [clause, *others(clause)]:
            for candidate in _asked(told, places):
                found.setdefault(candidate.question, candidate)
    return list(found.values())


def _asked(told: Statement, places: Collection[str]) -> list[Candidate]:
    rest = complement(told, told.predicate.verb + 1)
    made = [candidate for pattern in PATTERNS for candidate in pattern(told, rest, places)]
    return [one for one in made if (told.subject.known or one.kind == "who") and sound(one.question, "" if one.kind == "who" else told.subject.text)]
