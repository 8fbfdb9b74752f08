"""Statements: a question of the validation split and a person's answer turned into a sentence by rules, or a sentence of the story told over.

- `rules`: which rule reads which form of a question; `facts` makes the statements of a question
- `shapes`: what an answer is by its form; `clauses`: subject, verb and rest of a question
- `deeds`, `events`, `circumstances`, `subjects`: the rules, by what is asked after
- `slips`: what is left out, as a person would not write it so
- `narration`: statements that tell over sentences of a story

    Row --shape_of--> Asked --rule--> Fact --sound--> kept or left out
"""

from .narration import told_over
from .rules import facts

__all__ = ["facts", "told_over"]
