"""What a conversation has spoken of, and questions that lean on it, by rules of English; no model."""

from .antecedents import stated_of, topic
from .binding import Binding
from .continuations import continued
from .exchange import exchanged, short
from .fragments import asked_again
from .pronouns import bound
from .referents import Referent
from .told import Told, told, units

__all__ = ["Binding", "Referent", "Told", "asked_again", "bound", "continued", "exchanged", "short", "stated_of", "told", "topic", "units"]
