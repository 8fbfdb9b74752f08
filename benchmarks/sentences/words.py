"""Words as the rules look at them: folded, told from other kinds of words, and the lists of closed kinds that several rules share."""

import re

from qa import english
from qa.english import ADJECTIVES, tells_past

# Words by which a text speaks as somebody, or to somebody.
FIRST_PERSON = re.compile(r"\b(?:i|me|my|mine|you|your|yours|we|our|us|thou|thee|thy)\b", re.I)
# Auxiliaries that are finite: where one stands, a clause has its verb.
FINITE = frozenset("was were is are had has did does do could would will can should might must may".split())
# What can be a whole subject by itself.
PRONOUNS = frozenset("he she it they there everyone everybody nobody someone somebody no-one all".split())
# Base forms that people's questions have, beyond those of `qa.english`.
_MORE_VERBS = frozenset(
    "share fetch anoint address dismount sob soothe rap unfasten lure sacrifice toil pity gore butt react age respond clothe dazzle stroke "
    "peer".split()
)
# Endings by which an adjective is told.
_ADJECTIVAL = re.compile(r"[a-z]+(?:ful|ous|less|able|ible|ive|ic|ied|ish)$")
# Adjectives of people's answers, mostly feelings, beyond those of `qa.english`.
_MORE_ADJECTIVES = frozenset(
    "angry mad upset scared content glad annoyed sinister haughty envious joyful wretched furious curious greedy selfish anxious eager busy "
    "better worse impressed disappointed horrified dismayed different special difficult hard easy crazy certain confused unhappy necessary "
    "cheerful fond whole asleep awake reluctant hesitant powerless pregnant".split()
)


def spaced(text: str) -> str:
    """Return a text with single spaces, none at its ends."""
    return re.sub(r"\s+", " ", text).strip()


def bare_word(word: str) -> str:
    """Return a word folded and without the marks around it."""
    return word.lower().strip(",.;'’")


def is_base(word: str, *, firmly: bool = False) -> bool:
    """Tell whether a folded word is the base form of a verb, the few included that only the questions have."""
    return word in _MORE_VERBS or english.is_base(word, firmly=firmly)


def is_adjective(word: str) -> bool:
    """Tell whether a folded word is an adjective by the lists or by its ending, participles in -ed included."""
    return word in ADJECTIVES or word in _MORE_ADJECTIVES or bool(_ADJECTIVAL.match(word)) or (word.endswith("ed") and tells_past(word))
