"""What can be asked of a statement. Each pattern rather gives nothing than something odd."""

from collections.abc import Callable, Collection, Iterator

from .candidate import Candidate
from .circumstances import when, where, why
from .complement import Complement
from .participants import many, what, who, whom
from .roles import moved_by, role
from .statement import Statement
from .undertakings import begun, how, spent, urged

# Takes the statement, what follows its verb, and the names of places.
Pattern = Callable[[Statement, Complement, Collection[str]], Iterator[Candidate]]

PATTERNS: tuple[Pattern, ...] = (why, many, when, how, where, urged, begun, spent, moved_by, what, whom, who, role)
