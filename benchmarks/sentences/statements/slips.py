"""Slips of the pen and odd forms, in what people wrote and in what the rules make of it: such statements are left out."""

import re

from index import telling_terms
from qa.english import base, tells_past

from ..fact import VERB, Fact
from ..words import FINITE, FIRST_PERSON, bare_word, is_base

# What no statement should hold: slips of people's pens, and words that the rules put together wrongly.
_SLIP = re.compile(
    r"\bthe (?:all|the|kari)\b|\bto to\b|\ba the\b|\bnot \w+ (?:no|not)\b|\b(?:the|a) (?:he|she|they)\b|\bto do [a-z]+ (?:him|her)\b"
    r"|\bto about\b|\bable (?!to\b)|\bwent see\b|\blike was\b|\bcasted\b|\bdid not (?:became|went|was|had)\b|\bto lad\b"
    r"|\brather (?!than|a\b)|\bto (?:with|in|at|for)\b|\bto the [\w' ]+ to the\b|\bit were\b|\b(?:he|she|it) (?:were|have)\b|\w\.[a-z]"
    r"|\b(\w+ \w+ \w+) \1\b|\bgiver\b|\bwas age\b"
)


def sound(fact: Fact) -> bool:
    """Tell whether a statement is of a length and a form that a person would write."""
    whole = f"{fact.main} {fact.tail}".replace(VERB, "").lower()
    doubled = re.search(r"\b(\w+) \1\b", whole)
    return 4 <= len(whole.split()) <= 42 and not doubled and "?" not in whole and whole.count(" because ") < 2 and not _disagrees(fact)


def _disagrees(fact: Fact) -> bool:
    """Tell whether a statement mixes past and present, denies twice, or has a tail without a verb: people's slips in question and answer."""
    main, whole = fact.main.replace(VERB, ""), f"{fact.main} {fact.tail}".replace(VERB, "").lower()
    present = bool(re.search(r"\b(?:is|are|has|does|will|can|wants|'s been)\b", whole))
    future = bool(re.search(r"\b(?:will|must|can)\b", main))
    mixed = (present and not future) or (future and bool(re.search(r"\b(?:was|were|had|did)\b", whole)))
    words = fact.tail.lower().split()
    bare = (
        bool(words)
        and words[0] in {"when", "because", "while", "once"}
        and not any(
            word in FINITE or tells_past(word) or is_base(word) or base(word) is not None or word.endswith("s") for word in map(bare_word, words[1:])
        )
    )
    slip = _SLIP.search(whole)
    return mixed or bare or bool(slip)


def odd(text: str, known: frozenset[str]) -> bool:
    """Tell whether a text speaks as somebody, quotes, or has a word that is likely a slip of the pen."""
    return bool(FIRST_PERSON.search(re.sub(r"\bHou I\b", "", text)) or re.search(r"[\"“”()\[\]:]", text)) or any(
        word not in known and not set(telling_terms(word)) <= known for word in re.findall(r"[a-z]+", text.lower())
    )
