"""The proper names that a text holds: its people and places.

A word is taken for a name when the text writes it with a capital where a capital is not owed to the start of a sentence, and mostly so. A word that
the text also has in small letters (`Will`, `Rose`, `May`) is a name when its capital often stands alone, without an article, a date or another name.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping

NAMES_VERSION = 2
"""Rises whenever the same text would be given other names, so that a library knows its names are old."""

# A capital is owed after these, so it proves nothing.
_OPENING = re.compile(r"(?:^|[.!?:;…\n\"“”‘«»(\[*_—-]|\s['’])[\s\"“”'’‘«(\[*_—-]*$")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['’-][^\W\d_]+)*(?![^\W_])")
# The same for words that do not start with a small letter of ASCII; a class in front lets the search pass quickly over all else.
_CAPITALISED = re.compile(r"[^\W\d_a-z](?<![^\W_](?s:.))[^\W\d_]*(?:['’-][^\W\d_]+)*(?![^\W_])")
# A title or an initial, whose full stop ends no sentence.
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|[A-Z])\.\s$")
_NEXT_CAPITAL = re.compile(r"['’]?s?[ -]\(?[A-Z]")
# Before a capital these make it a title, a role or a date.
_DETERMINED = re.compile(
    r"(?:\b(?:the|a|an|this|that|these|those|my|your|his|her|its|our|their|every|each|no|of|in|on|since|until|till|last|next|old|young|little|good|great|"
    r"dear|poor|first|second|third)|\d)\s$",
)
_CAPITAL_BEFORE = re.compile(r"[A-Z][\w’'-]*\s$")
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november "
    "december".split()
)
_MODAL = frozenset("will may".split())
_NEVER = frozenset("i i'm i'll i've i'd o oh ah mr mrs ms miss dr st sir lady lord god chapter english".split())
_OFTEN = 3
# A line between blank ones of at least so many words, nearly all with capitals and without a full stop, is a heading.
_LINE = re.compile(r"[^\n]{1,120}(?=\n\s*\n|\s*\Z)")
_HEADING_WORDS = 3


def names(text: str) -> dict[str, int]:
    """Return the names of a text, as they are mostly written, with how often each occurs; possessives count as the name.

    A many-word name is given word by word (`Lily`, `Baktybekova`). Headings, which capitalise any word, prove nothing.
    """
    total: Counter[str] = Counter()
    small: Counter[str] = Counter()
    plain: dict[str, str] = {}
    for written, count in Counter(_WORD.findall(text)).items():
        word = written[:-2] if written.endswith(("'s", "’s")) else written
        if word[0].isupper():
            total[word] += count
            plain[written] = word
        else:
            small[word.casefold()] += count
    # Most capitals only open a sentence: where they stand need not be looked at.
    open_to = {word for word, count in total.items() if len(word) > 1 and _may_be_name(word, count, small[word.casefold()])}
    within, alone = _places(text, {written: word for written, word in plain.items() if word in open_to})
    return {word: total[word] for word in total if word in open_to and _is_name(word, within[word], alone[word], small[word.casefold()])}


def _places(text: str, wanted: Mapping[str, str]) -> tuple[Counter[str], Counter[str]]:
    """Return how often the capital of each word is owed to nothing, and how often it then stands alone.

    Args:
        text: The text.
        wanted: The words to look for, by how they are written.
    """
    within: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    headings = _headings(text) if wanted else []
    for match in _CAPITALISED.finditer(text):
        word, start = wanted.get(match.group()), match.start()
        if word is not None and not _is_latter(text, start) and not _opens(text, start) and not _inside(start, headings):
            within[word] += 1
            alone[word] += _alone(text, match)
    return within, alone


def _is_latter(text: str, start: int) -> bool:
    """Tell whether what starts here is the latter part of a word that starts small: `Bear` of `she-Bear`."""
    at = start - 1
    if at < 1 or text[at] not in "'’-":
        return False
    while at and text[at - 1].isalnum() and not text[at - 1].isdecimal():
        at -= 1
    return at < start - 1 and (at == 0 or not text[at - 1].isalnum())


def _may_be_name(word: str, total: int, small: int) -> bool:
    """Tell whether `_is_name` could hold, wherever the capitals stand."""
    key = word.casefold()
    return key in _CALENDAR or key in _MODAL or (key not in _NEVER and small <= total)


def _is_name(word: str, within: int, alone: int, small: int) -> bool:
    """Tell whether a word is a name by how often its capital is owed to nothing, how often it then stands alone, and how often it is small."""
    key = word.casefold()
    if key in _NEVER or not within:
        return False
    if key in _CALENDAR or key in _MODAL:
        return alone >= _OFTEN and alone * 4 >= within * 3
    return small <= within // 3 or (alone >= _OFTEN and alone >= small)


def _opens(text: str, start: int) -> bool:
    """Tell whether a word that starts here opens a sentence or a quotation."""
    if start > 1 and text[start - 1] == " " and text[start - 2].isalnum():
        return False
    before = text[max(0, start - 12) : start]
    return start == 0 or (bool(_OPENING.search(before)) and not _ABBREVIATED.search(before))


def _alone(text: str, word: re.Match[str]) -> bool:
    """Tell whether a capital stands alone, with no word before it that makes it a role or a date and no other capital beside it."""
    begin = max(0, word.start() - 24)
    before = text[begin : word.start()]
    other = _CAPITAL_BEFORE.search(before)
    led = other is not None and not _opens(text, begin + other.start())
    return not led and not _DETERMINED.search(before) and not _NEXT_CAPITAL.match(text, word.end())


def _headings(text: str) -> list[tuple[int, int]]:
    """Return where the lines lie that stand by themselves and capitalise nearly every word."""
    lines = (_LINE.match(text, start) for start in _after_blank_lines(text))
    return [line.span() for line in lines if line is not None and _is_heading(line.group())]


def _after_blank_lines(text: str) -> Iterator[int]:
    """Yield where the text starts, and where anything follows two line feeds."""
    yield 0
    at = text.find("\n\n")
    while at >= 0:
        yield at + 2
        at = text.find("\n\n", at + 1)


def _is_heading(line: str) -> bool:
    words = [match.group() for match in _WORD.finditer(line)]
    weighty = [word for word in words if len(word) > 3 or word.isupper()]
    capitals = sum(word[0].isupper() for word in weighty)
    return len(words) >= _HEADING_WORDS and capitals * 5 >= len(weighty) * 4 and line.rstrip()[-1] not in ".,;:!?\"”’'"


def _inside(offset: int, spans: list[tuple[int, int]]) -> bool:
    """Tell whether an offset lies in one of these stretches, which are in order."""
    place = bisect_right(spans, offset, key=lambda span: span[0])
    return place > 0 and offset < spans[place - 1][1]
