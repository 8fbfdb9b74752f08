"""Where sentences begin and end.

`sentencex` finds the ends; what is added here is for stories: a sentence goes on after a quoted one (`"Oh no!" said
he.`), a long speech is more than one sentence, and no sentence is longer than a person would want quoted.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

import sentencex

MOST_WORDS = 250
MOST_CHARACTERS = 1_600

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
# `sentencex` takes quadratic time over quotes that never close, so it is shown no more than this at once.
_AT_ONCE = 2_000
# A sentence longer than this is looked into: is it a speech of several sentences between one pair of quotes?
_LONG_SPEECH = 320
# `sentencex` expects that a space is one byte long, and that text is UTF-8.
_ODD_FOR_SENTENCEX = re.compile("[\x0b-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff]")
_QUOTES = re.compile("[\"“”„«»‟]|(?<![^\\W_])[‘'](?=\\w)|(?<=[.!?…,])[’'](?!\\w)")
_TITLE = re.compile(
    r"(?:^|[\s(\"“‘'])(?:Mrs?|Ms|Drs?|St|Capt|Col|Gen|Lt|Prof|Rev|Sgt|Messrs|Mme|Mlle|Hon|Fr)\.\s*$"
)
_OPENING = "\"“‘'«„([{—–- \n"
_SPEAKER = re.compile(
    r"(?!(?:He|She|They|It|We|You|I|The|Then|No|Nobody|All|Everyone)\b)(?:[A-Z][\w'’-]*\s+){1,3}"
    r"(?:said|says|cried|asked|replied|answered|shouted|whispered|exclaimed|called|thought|added|repeated|muttered)\b"
)
_QUOTED_CRY = re.compile(r"[!?][\"”’»']+\s*$")
_CLOSED_BRACKET = re.compile(r"[.!?…][)\]][\"”’]?\s+(?=[\"“‘'(\[]*(\w))")
_SPACE = re.compile(r"\s+")
_CLAUSE = re.compile(r"[;:,—–][\"”’)\]]*\s+|\s+[—–(]|--")


def sentences(text: str) -> list[tuple[int, int]]:
    """Returns the sentences of a text as `(start, end)`, in order and apart; white space around them is left out.

    A blank line always ends a sentence; a closing quote or bracket stays with its sentence. A sentence of more than
    250 words or 1,600 characters is cut at a clause, else at white space, else where it must be. Takes linear time.
    """
    found: list[tuple[int, int]] = []
    for start, end in _paragraphs(text):
        paragraph = text[start:end]
        cuts = [*_starts(paragraph), len(paragraph)]
        for first, last in zip(cuts, cuts[1:], strict=False):
            found.extend((start + a, start + b) for a, b in _pieces(paragraph, first, last))
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _BLANK_LINE.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _starts(paragraph: str) -> list[int]:
    """Returns where the sentences of one paragraph start, the first at 0."""
    plain = _ODD_FOR_SENTENCEX.sub(" ", paragraph)
    starts = [0, *(at for at in _candidates(plain) if _is_boundary(plain, at))]
    refined: list[int] = []
    for first, last in zip(starts, [*starts[1:], len(plain)], strict=True):
        refined.append(first)
        if last - first > _LONG_SPEECH:
            refined.extend(_inside_speech(plain, first, last))
    return refined


def _candidates(plain: str) -> list[int]:
    found = {gap.end() for gap in _CLOSED_BRACKET.finditer(plain) if gap.group(1).isupper()}
    start = 0
    while start < len(plain):
        window = plain[start : start + _AT_ONCE]
        ends = list(accumulate(map(len, sentencex.segment("en", window)), initial=start))[1:]
        # The last sentence may go on behind the window: the next window begins with it, unless it fills this one.
        found.update(ends[:-1])
        start = ends[-2] if len(ends) > 1 and ends[-1] < len(plain) else ends[-1]
    return sorted(found)


def _is_boundary(plain: str, at: int) -> bool:
    before = plain[max(0, at - 40) : at]
    following = plain[at : at + 80].lstrip(_OPENING)
    if not before.strip() or not following or following[0].islower():
        return False
    if _TITLE.search(before):
        return False
    return not (_QUOTED_CRY.search(before) and _SPEAKER.match(plain, at))


def _inside_speech(plain: str, first: int, last: int) -> Iterator[int]:
    """Yields where sentences start inside a quotation, found by reading it as if it were none."""
    unquoted = _QUOTES.sub(" ", plain[first:last])
    for at in _candidates(unquoted):
        start = first + at
        while start > first and plain[start - 1] in "\"“‘'«„([" and plain[start - 2 : start - 1].isspace():
            start -= 1
        while start > first and not plain[start - 1].isspace() and plain[start - 1] not in "\"“‘'«„([":
            start -= 1
        if start > first and _is_boundary(plain, start):
            yield start


def _pieces(paragraph: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yields one sentence without the white space around it, in more than one piece if it is too long."""
    while True:
        while first < last and paragraph[first].isspace():
            first += 1
        while last > first and paragraph[last - 1].isspace():
            last -= 1
        if first == last:
            return
        end = _cut(paragraph, first, last)
        yield first, end
        first = end


def _cut(paragraph: str, first: int, last: int) -> int:
    """Returns where a piece that starts at `first` ends: at `last`, or before it if that would be too long."""
    if last - first < 2 * MOST_WORDS:  # too few characters for so many words
        return last
    most = min(last, first + MOST_CHARACTERS)
    words = re.finditer(r"\S+", paragraph[first:most])
    ends = [word.end() for _, word in zip(range(MOST_WORDS + 1), words, strict=False)]
    if most == last and len(ends) <= MOST_WORDS:
        return last
    reach = min(most, first + ends[MOST_WORDS - 1]) if len(ends) > MOST_WORDS else most
    # The later half of the reach only, and at most two thirds of what is left: neither piece may be a scrap.
    high = min(reach, first + max(1, (last - first) * 2 // 3))
    low = first + (high - first) // 2
    for pattern in (_CLAUSE, _SPACE):
        stops = [stop.end() for stop in pattern.finditer(paragraph, low, high)]
        if stops:
            return first + len(paragraph[first : stops[-1]].rstrip())
    return high
