"""Several questions in one: `Where was Lily born and when did she move?` is two."""

import re

from corpus import sentences

from .capitals import cased
from .english import INTERROGATIVES
from .grammar import LITTLE, REQUESTS, VERBS
from .opening import without_courtesy

MOST = 4
_AUXILIARY = "|".join(sorted((re.escape(word) for word in VERBS), key=len, reverse=True))
_ASKS = r"(?:who|whom|whose|what|which|when|where|why|how)"
# `how many of the geese`, `which old film`: what is counted or chosen among.
_COUNTED = rf"(?:(?:which|what|whose|how (?:many|much|long|old|often|far))(?: (?!(?:{_AUXILIARY})\b)[\w'’-]+){{0,3}}|{_ASKS})"
_INVERTED = rf"(?:(?:in|at|on|with|to|from|for|by|of) )?{_COUNTED} (?:{_AUXILIARY})\b"
_HAPPENED = r"what (?:happened|happens|became|becomes|made|caused)\b|who (?!(?:the|a|an|she|he|they)\b)[a-z]+\b"
_SUBJECT = r"(?:she|he|they|it|(?-i:[A-Z])[\w'’-]*(?= \w))"
_ALSO = r"(?: also| then| afterwards| later)?"
_JOINT = re.compile(
    rf",?\s+(?:and|but){_ALSO}\s+(?={_INVERTED}|{_HAPPENED}|(?:{_AUXILIARY}) {_SUBJECT})|"
    # After a mere comma `which` and `who` go on with what was said before it.
    rf"\s*[,;]\s+(?!(?:which|who|whom|whose)\b)(?={_INVERTED}|what (?:happened|became)\b)",
    re.IGNORECASE,
)
_BARE = re.compile(rf",?\s+and\s+(?P<asks>(?:(?:for|with|to|from|by|since|at) )?{_ASKS}(?: exactly| so)?)\s*\??$", re.IGNORECASE)
_TWO_ASK = re.compile(rf"^(?P<first>{_ASKS}),?\s+and\s+(?P<second>{_ASKS})\s+(?P<rest>(?:{_AUXILIARY})\b.+)$", re.IGNORECASE)
_TOLD = re.compile(
    rf"^(?P<ask>.{{0,40}}?\b(?:tell (?:me|us)|know|explain|wonder)) (?P<first>{_ASKS}\b.+?),? and (?P<second>{_ASKS}\b.+)$", re.IGNORECASE
)
_STARTS = re.compile(rf"(?:{_INVERTED}|{_HAPPENED}|(?:{_AUXILIARY})\b)", re.IGNORECASE)
_GREETING = frozenset("hello hi hey thanks thank please ok okay yes".split())


def questions(text: str) -> list[str]:
    """Return the single questions that a text asks, in its order, at most four; the text itself when it asks one.

    Words that ask nothing (a greeting, what the person knows already) are left out where several questions are asked. `Who were her mother and
    father?` is one question, and so is `Why did she weep when he left and when he came?`.
    """
    # Where capitals say nothing a name cannot be told from a verb.
    written = cased(text)
    told = [written[start:end].strip() for start, end in sentences(written)]
    asked: list[str] = []
    for place, sentence in enumerate(told):
        ended = place == 0 or told[place - 1].rstrip("\"”’' ")[-1:] in {"?", "!"}
        if _is_question(sentence, ended):
            asked.extend(single for single in _split(sentence) if any(c.isalnum() for c in single))
    return asked[:MOST] if len(asked) > 1 else [text]


def _is_question(sentence: str, ended: bool) -> bool:
    """Tell whether a sentence asks for something, rather than greet or state; `ended`: the one before it came to its end."""
    plain = without_courtesy(sentence.casefold().strip(" ?.!"))
    first = plain.split(" ")[0].strip(",")
    if first in _GREETING:
        return False
    return bool(_STARTS.match(plain)) or first in REQUESTS or (ended and sentence.rstrip("\"”’' ").endswith("?"))


def _split(sentence: str) -> list[str]:
    """Return the questions that one sentence joins with `and` or a comma."""
    if two := _TWO_ASK.match(sentence):
        return [_mended(f"{two[asks]} {two['rest']}") for asks in ("first", "second")]
    if (told := _TOLD.match(sentence)) and not _goes_on(told["first"], told["second"]):
        return [_mended(f"{told['ask']} {told[asked]}") for asked in ("first", "second")]
    bare = _BARE.search(sentence)
    if bare is not None and _asks_itself(sentence[: bare.start()]):
        first = sentence[: bare.start()]
        return [*_split(first), _mended(_bare(bare["asks"], first))]
    for joint in _JOINT.finditer(sentence):
        first, second = sentence[: joint.start()], sentence[joint.end() :]
        if _asks_itself(first) and not _goes_on(first, second):
            return [_mended(re.sub(r",? and if so$", "", first)), *_split(_mended(second))]
    return [_mended(sentence)] if sentence.strip() else []


def _asks_itself(first: str) -> bool:
    """Tell whether the words before a joint are a question by themselves: not `When she came`."""
    plain = without_courtesy(first.casefold().strip())
    return bool(_STARTS.match(plain)) or plain.split(" ")[0] in REQUESTS


def _goes_on(first: str, second: str) -> bool:
    """Tell whether the second clause goes on with one in the first: `the girl who sang and who was kind`, `Who was tall and who was strong?`."""
    asks = second.casefold().split(" ")[0]
    words = first.casefold().split(" ")
    return asks in INTERROGATIVES and (asks in words[1:] or asks == words[0] == "who")


def _bare(asks: str, first: str) -> str:
    """Return a lone `and why?` as a question: in the place of what asked, or before the whole."""
    inverted = re.match(rf"{_ASKS}\s+(?P<rest>(?:{_AUXILIARY})\s+.+)$", first.strip(), re.IGNORECASE)
    if inverted is None or asks.casefold() not in {"why", "when", "where", "how"}:
        return f"{asks}: {first.strip()}"
    return f"{asks} {inverted['rest']}"


def _mended(question: str) -> str:
    """Return a question with a capital at its start and a mark at its end."""
    plain = question.strip(" ,;?.!")
    asks = plain.split(" ")[0].casefold()
    mark = "." if asks in REQUESTS and asks not in LITTLE - REQUESTS else "?"
    return f"{plain[:1].upper()}{plain[1:]}{mark}"
