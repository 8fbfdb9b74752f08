"""The proper names that a text holds: its people and places.

A word is taken for a name when the text writes it with a capital where a capital is not owed to the start of a sentence, and mostly so.
"""

import re
from collections import Counter

# A capital is owed after these, so it proves nothing.
_OPENING = re.compile(r"(?:^|[.!?:;…\n\"“”‘«»(\[*_—-]|\s['’])[\s\"“”'’‘«(\[*_—-]*$")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St)\.\s$")
_POSSESSIVE = re.compile(r"['’]s?$")
_ALWAYS_CAPITAL = frozenset(
    "i i'm i'll i've i'd o oh ah mr mrs ms miss dr st sir lady lord god monday tuesday wednesday thursday friday saturday sunday january february "
    "march april may june july august september october november december chapter english".split()
)


def names(text: str) -> dict[str, int]:
    """Return the names of a text, as they are mostly written, with how often each occurs; possessives count as the name.

    A hyphenated or many-word name is given word by word (`Lily`, `Baktybekova`).
    """
    within: Counter[str] = Counter()
    small: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for match in _WORD.finditer(text):
        word = match.group()
        if word[0].isupper():
            word = _POSSESSIVE.sub("", word)
            total[word] += 1
            within[word] += not _opens(text, match.start())
        else:
            small[_POSSESSIVE.sub("", word).casefold()] += 1
    return {
        word: count
        for word, count in total.items()
        if within[word] and word.casefold() not in _ALWAYS_CAPITAL and small[word.casefold()] <= within[word] // 3 and len(word) > 1
    }


def _opens(text: str, start: int) -> bool:
    """Tell whether a word that starts here opens a sentence or a quotation."""
    before = text[max(0, start - 12) : start]
    return start == 0 or (bool(_OPENING.search(before)) and not _TITLE.search(before))
