"""How a model words a statement, and how it copies a quote: the small changes that leave a true sentence true."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from .case import Case
from .fact import VERB, Fact
from .numbers import COUNTED, digits
from .words import spaced

# How models begin a sentence that retells.
LEADS = (
    "According to the story, ", "In the tale, ", "In the story, ", "The story says that ", "As the story tells it, ", "According to the text, ",
)  # fmt: skip
# Tails that may stand before the main clause.
_FRONTABLE = re.compile(r"(?:when|after|because|once|if|while|before|since|to|until) ")
# Owners that can be told both ways: `the king's daughter`, `the daughter of the king`.
_OWNED = re.compile(r"\b(the|his|her) ([a-z]+)['’]s (daughter|son|wife|mother|father|sister|brother|garden|castle|palace|house|name|home)\b")
_OF_OWNER = re.compile(r"\bthe (daughter|son|wife|mother|father|garden|castle|name) of (the [a-z]+)\b(?! of| and)")
# Words that a model puts in the place of people's, with the same meaning.
_WORDINGS = tuple(
    (re.compile(pattern), wording)
    for pattern, wording in (
        (r"\b(?<!^)because (?=he |she |they |it |the |his |her )", "since "), (r"^because ", "since "), (r"\bbegan to\b", "started to"),
        (r"\bonce (?=he |she |they |the )", "as soon as "), (r"\bwas not able to\b", "could not"), (r"\bdid not\b", "didn't"),
        (r"\bso that\b", "in order that"), (r"\bbig\b", "large"),
        (r"\bwanted to\b", "wished to"), (r"\bscared\b", "frightened"), (r"\bupset\b", "distressed"),
    )
)  # fmt: skip


def rendered(fact: Fact, second: Fact | None, rng: random.Random) -> str:
    """Return a statement as one of the ways a model may write it, the main verb still marked."""
    movable = bool(_FRONTABLE.match(fact.tail)) and not re.match(r"(?:he|she|they|it) ", fact.main)
    if fact.front or (movable and not second and rng.random() < 0.4):
        text = f"{fact.tail}, {fact.main}"
    else:
        text = f"{fact.main} {fact.tail}".strip()
    if second:
        text = f"{text}, and {second.main.replace(VERB, '')}"
    if rng.random() < 0.25:
        text = _OWNED.sub(r"the \3 of \1 \2", text, count=1)
        text = _OF_OWNER.sub(r"\2's \1", text, count=1) if "'s" not in text and rng.random() < 0.5 else text
    if rng.random() < 0.35:
        text = re.sub(r"\b(" + "|".join(COUNTED[:-2]) + r")\b(?!-)(?<!-)", lambda match: digits(match.group(), match), text)
    for pattern, wording in _WORDINGS:
        text = pattern.sub(wording, text, count=1) if rng.random() < 0.25 else text
    text = rng.choice(LEADS) + text if rng.random() < 0.22 else text
    at = 1 if text.startswith(VERB) else 0
    return f"{text[:at]}{text[at].upper()}{text[at + 1 :]}."


def finished(case: Case, rng: random.Random) -> Case:
    """Return a case as the model writes it: the mark taken out, the quote copied with a model's small changes in a third of the cases."""
    quote = _copied(case.quote, rng) if rng.random() < 1 / 3 else case.quote
    return replace(case, text=spaced(case.text.replace(VERB, "")), quote=quote)


def _copied(quote: str, rng: random.Random) -> str:
    """Return a quote with one or two of the changes that models make while they copy."""
    changes = [change for change in _COPYING if change(quote) != quote]
    for change in rng.sample(changes, k=min(len(changes), rng.choice((1, 1, 2)))):
        quote = change(quote)
    return quote


def _curled(text: str) -> str:
    if re.search(r"[“”‘’]", text):
        return text.translate(str.maketrans("“”‘’", "\"\"''"))
    opened = re.sub(r"(^|[\s(])\"", r"\1“", text).replace('"', "”")
    return opened.replace("'", "’")


def _widened(text: str) -> str:
    first = text.find(" ", len(text) // 2)
    return text if first < 0 else f"{text[:first]}  {text[first + 1 :]}"


def _stopped(text: str) -> str:
    return text[:-1] if text.endswith(".") else text if text[-1] in "!?,;:\"'”" else f"{text}."


# What models change while they copy: marks, spaces, the first letter, the full stop.
_COPYING: tuple[Callable[[str], str], ...] = (_curled, _widened, spaced, lambda text: text[0].lower() + text[1:], _stopped)
