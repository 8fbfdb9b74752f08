"""The proper names that a text holds: its people and places.

A word is taken for a name when the text writes it with a capital where a capital is not owed to the start of a sentence, and mostly so.
"""

import re
from collections import Counter
from collections.abc import Iterator

# A capital is owed after these, so it proves nothing.
_OPENING = re.compile(r"(?:^|[.!?:;…\n\"“”‘«»(\[*_—-]|\s['’])[\s\"“”'’‘«(\[*_—-]*$")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
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
    for word, opening in _words(text):
        if word[0].isupper():
            total[word] += 1
            within[word] += not opening
        else:
            small[word.casefold()] += 1
    return {
        word: count
        for word, count in total.items()
        if within[word] and word.casefold() not in _ALWAYS_CAPITAL and small[word.casefold()] <= within[word] // 3 and len(word) > 1
    }


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """Yield every word without its possessive, and whether it opens a sentence or a quotation."""
    for match in _WORD.finditer(text):
        opening = bool(_OPENING.search(text[max(0, match.start() - 12) : match.start()])) or match.start() == 0
        word = re.sub(r"['’]s?$", "", match.group())
        yield from ((part, opening) for part in [word] if part)
