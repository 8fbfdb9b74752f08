"""Sentences as a fluent language model writes them, true ones and ones made false by one change: what the checking of sentences is measured on.

    python -m benchmarks.sentences OUT.jsonl [--half 1|2] [--seed N] [--count N]

A true sentence is a question of FairytaleQA's validation split turned into a statement by rules, with a person's answer in it. Questions that the
rules cannot turn are left out, so are those that no sentence of the gold sections speaks of. A false one is such a statement after one change.

    Row --facts--> Fact --rendered--> text, Document --support--> quote, passages --windows_around--> windows; together a Draft --change--> Case

- `validation`: the questions with people's answers, and the stories
- `statements/`: question and answer, or a sentence of the story, to a `Fact` (`fact`)
- `world`: passages, names and words of one half of the stories
- `quotes`, `windows`, `wording`: what a `Draft` (`draft`) is put together from
- `falsehoods/`: the changes that make a draft false, by kind
- `selection`: which cases are made, and how many of each kind
- `case`: the cases, and files of them
- `words`, `numbers`, `characters`: words that several of these look at, lists made by hand among them
"""

from .case import Case, read, write
from .selection import KINDS, cases
from .validation import Row, Validation, validation

__all__ = ["KINDS", "Case", "Row", "Validation", "cases", "read", "validation", "write"]
