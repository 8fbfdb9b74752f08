"""Questions that only ask on: `What happened next?`, `Tell me more`, `Really?`, `Who else?`."""

from collections.abc import Sequence

from ..english import AUXILIARIES, INTERROGATIVES, OPENERS, Clause, words
from .antecedents import stated_of, topic
from .told import Told

_THEN = frozenset(
    (
        "then|then what|what then|what next|next|and next|what happened next|what happened then|what happened after|what happened after that|"
        "what happened afterwards|what happened afterward|what happened later|what happens next|what happens then|what happens after that|"
        "after that|afterwards|afterward|what came next|what came after that|what came after|what comes next|what was next|"
        "what happened after this|later|how did it go on|how does it go on|how did it continue|what did happen next|what did happen then|"
        "what happened thereafter|go on|continue"
    ).split("|")
)
_BEFORE = frozenset(
    "before|before that|what happened before|what happened before that|what was before that|what came before|what came before that".split("|")
)
_AGAIN = frozenset(
    (
        "really|are you sure|is that true|is that so|is that right|is it true|seriously|sure|what do you mean|what does that mean|"
        "can you explain|please explain|explain|explain that|pardon|huh|sorry|what|how do you know|how do you know that|how do we know|"
        "how do we know that|where does it say that|where does it say so|where is that written|says who|who says|who says so|who says that|"
        "is this true|are you certain|can you repeat that|say that again|again|come again|is that all"
    ).split("|")
)
_MORE = frozenset(
    (
        "tell me more|more|more details|more details please|some more|anything more|what more|more please|can you tell me more|"
        "could you tell me more|say more|give me more details|details|i want to know more|what more do you know|what else do you know|and|so|"
        "tell me more about it|tell me more about that|tell me about it|tell me about that|elaborate"
    ).split("|")
)
_ANYTHING = frozenset("anything something".split())
_OTHERS = frozenset("else other others".split())
_ASKING_ON = INTERROGATIVES | frozenset("anything anyone anybody something someone somebody any nothing nobody no others".split())


def continued(text: str, turns: Sequence[Told]) -> str | None:
    """Return a question that asks on, made whole: `What happened next?`, `Tell me more`, `Really?`; None for any other."""
    low, last = _plain(text), turns[-1]
    said, known = " ".join(low), topic(turns)
    if said in _THEN or said in _BEFORE:
        return _next(last, "before" if said in _BEFORE else "after", known[0].text if known else "")
    if said in _AGAIN and not (said == "what" and last.clause is not None and any_object(last.clause)):
        return last.question
    if said in _MORE:
        return f"Tell me more about {known[0].text}." if known else last.question
    return _else(text, low, last)


def _plain(text: str) -> list[str]:
    """Return a question's folded words, without what only opens it."""
    low = [word.low for word in words(text)]
    while len(low) > 1 and low[0] in OPENERS - {"then", "now"}:
        low = low[1:]
    return low


def aside(question: str, lead: str) -> str:
    """Ask the question before with what else is asked at its end: `Who is Lily's mother, and when?`."""
    return f"{question.rstrip(' ?!.')}, and {lead[:1].lower()}{lead[1:]}?"


def any_object(asked: Clause) -> int | None:
    """Return the index of `anything` in a question for yes or no, None where there is none."""
    if asked.asks:
        return None
    return next((place for place, word in enumerate(asked.words) if word.low in _ANYTHING and place > asked.begin), None)


def _next(last: Told, word: str, known: str) -> str:
    """Ask what happened after, or before, what was told."""
    stated = stated_of(last)
    if last.question.casefold().startswith(("what happened after", "what happened before", "what happened next")):
        return last.question
    if stated is not None:
        return f"What happened {word} {stated}?"
    return f"What happened next to {known}?" if known and word == "after" else aside(last.question, f"what happened {word} that")


def _else(text: str, low: list[str], last: Told) -> str | None:
    """Put `else` into the question before: `Who else helped Lily?` after `Who helped Lily?`."""
    if len(low) == 3 and low[2] in AUXILIARIES:
        low = low[:2]
    if not 2 <= len(low) <= 3 or low[0] not in _ASKING_ON or low[1] not in _OTHERS:
        return None
    asked, wanted = last.clause, low[0]
    if asked is not None and wanted in {"who", "anyone", "anybody"} and asked.asks not in {"who", "whom"} and asked.said() is not None:
        return f"{' '.join(part for part in ('Who else', asked.said(), *asked.object()) if part)}?"
    other = asked is not None and wanted in INTERROGATIVES and wanted != asked.asks
    if asked is None or not asked.asks or other or (asked.lead > asked.begin + 1 and not asked.asked):
        return aside(last.question, text.strip(" ?!."))
    first = asked.part(asked.begin, asked.begin + 1).capitalize()
    return f"{first} {'other' if asked.asked else 'else'} {asked.part(asked.begin + 1)}?"
