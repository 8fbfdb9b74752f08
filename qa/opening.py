"""A question without what hides its shape: capitals, courtesies, slips of the fingers, and the names in it.

`Hello, can you tell me wher Lily was born?` is opened to `where § was born`.
"""

import re
from collections.abc import Sequence

from .names import Mention

NAME = "§"
_ODD = re.compile(r"[^\w§', :-]+")
_NAMES = re.compile(r"§(?:[ -]+§)+")
_COURTESIES = (
    r"(?:and|but|so|well|ok|okay|also|then|now|hello|hi|hey|please|sorry|quoth|dear quoth)\b",
    r"(?:can|could|would|will) (?:you|anyone|somebody) (?:please |kindly |just )*(?=tell|say|explain|describe|list|name|give|summari|compare|show)",
    r"(?:do|does|did) (?:you|anyone|anybody) (?:know|remember)\b",
    r"i(?: would|'d)? (?:like|love|want|need|wish) to (?:know|learn|hear|find out)(?: more)?\b",
    r"(?:i wonder|i(?: am|'m| was) wondering|any idea)\b",
    r"(?:tell|show|remind) (?:me|us) (?=who|whom|whose|what|which|when|where|why|how|if\b|whether\b)",
)
_COURTESY = re.compile(rf"(?:{'|'.join(_COURTESIES)})[ ,.!:;]*")
# How fingers most often miss the words that ask.
_MISSED = {
    "what": "waht wat whta wath whaat whatt hwat",
    "where": "wher whre wehre wheer werhe hwere whare",
    "when": "wehn whn hwen whenn",
    "who": "hwo woh whoo",
    "why": "wy hwy whyy",
    "how": "hw howw hoow",
    "which": "wich whcih wihch hwich whitch",
}
_SLIPS = {slip: word for word, slips in _MISSED.items() for slip in slips.split()}


def opened(text: str, mentions: Sequence[Mention] = ()) -> str:
    """Return a question folded, its slips put right and its names left open as `§`, one for a name of several words."""
    for mention in reversed(mentions):
        text = f"{text[: mention.start]}{NAME}{text[mention.end :]}"
    folded = _NAMES.sub(NAME, _ODD.sub(" ", text.casefold().replace("’", "'")))
    return " ".join(_SLIPS.get(word, word) for word in folded.split()).strip(" ,:-'")


def without_courtesy(folded: str) -> str:
    """Return an opened question without what politeness puts before it; one that is nothing but courtesy as it is."""
    rest = folded
    while match := _COURTESY.match(rest):
        rest = rest[match.end() :]
    return rest.strip(" ,:-") or folded
