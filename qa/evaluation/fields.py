"""From a row to a question: every key has its type, and what is expected must be possible."""

import re

from ..chatbot import LONGEST
from .question import Problem, Question
from .rows import Row, kind_of

_SURROGATE = re.compile("[\ud800-\udfff]")


class _Fields:
    """The values of a row, taken out one by one; what is wrong with them is collected."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self.problems: list[Problem] = []

    def wrong(self, what: str, expected: str) -> None:
        """Take down a problem."""
        self.problems.append(Problem(self._row.line, what, expected))

    def text(self, key: str) -> str | None:
        """Return a text without white space around it; None for null, nothing, or what is no text."""
        return self._text(key, self._row.values.get(key))

    def _text(self, key: str, value: object) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            self.wrong(f"`{key}` is {kind_of(value)}.", "A text is expected.")
            return None
        if _SURROGATE.search(value):
            self.wrong(f"`{key}` holds half a character.", "Write the character itself in UTF-8, or both halves of its escape.")
            return None
        return value.strip() or None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, each once; a text alone is a list of one."""
        value = self._row.values.get(key)
        if isinstance(value, str):
            value = [value]
        if value is not None and (not isinstance(value, list) or not all(isinstance(part, str) for part in value)):
            with_others = " with something else than texts in it" if isinstance(value, list) else ""
            self.wrong(f"`{key}` is {kind_of(value)}{with_others}.", "A list of texts is expected.")
            return ()
        found = (self._text(key, part) for part in value or ())
        return tuple(dict.fromkeys(part for part in found if part))

    def flag(self, key: str) -> bool:
        """Return whether a key is true; null is false."""
        value = self._row.values.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(f"`{key}` is {kind_of(value)}.", "true or false is expected.")
        return value is True

    def name(self) -> str:
        """Return the row's id, which may be a number, or the number of its line."""
        value = self._row.values.get("id")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return self.text("id") or str(self._row.line)


def question(row: Row) -> Question | list[Problem]:
    """Make a question of a row, or say all that is wrong with it."""
    fields = _Fields(row)
    text = _asked(fields, row)
    document, answers, quotes = fields.text("document"), fields.texts("answers"), fields.texts("quote")
    unanswerable, restrict = fields.flag("unanswerable"), fields.texts("restrict")
    made = Question(
        row.line, text, fields.name(), document, answers, quotes, unanswerable, fields.text("kind"), restrict or None, fields.text("other")
    )
    if not fields.problems:
        _must_be_possible(made, fields)
    return fields.problems or made


def _asked(fields: _Fields, row: Row) -> str:
    before = len(fields.problems)
    text = fields.text("question") or ""
    if not any(c.isalnum() for c in text) and len(fields.problems) == before:
        missing = "There is no `question`." if row.values.get("question") is None else "`question` holds no words."
        fields.wrong(missing, "Every row asks one, in plain words.")
    if len(text) > LONGEST:
        fields.wrong(f"`question` is {len(text):,} characters long.", f"The most is {LONGEST:,}.")
    return text


def _must_be_possible(question: Question, fields: _Fields) -> None:
    """Say what of a question contradicts itself."""
    for key, given in (("answers", question.answers), ("quote", question.quotes)):
        if question.unanswerable and given:
            fields.wrong(f"`unanswerable` is true, yet there is `{key}`.", "Leave out the one or the other.")
    if question.unanswerable:
        return
    if question.document is not None and question.restrict is not None and question.document not in question.restrict:
        fields.wrong(f"`restrict` leaves out the document {question.document}, which answers.", "Name it there too, or say `unanswerable`.")
