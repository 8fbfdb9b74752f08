"""Where answers stand in a text: people's own words found again, and the nearest words where they were paraphrased."""

import re
from collections import Counter
from collections.abc import Sequence

from .groups import Span

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_LONGEST = 32
_LEAST = 0.45
_NEAR = 0.85


def verbatim(text: str, answers: Sequence[str]) -> tuple[Span, ...]:
    """Return every place in a text where one of the answers stands, white space and capitals aside."""
    found: set[tuple[int, int]] = set()
    for answer in answers:
        words = answer.strip(" .,;:!?\"'“”").split()
        if not words:
            continue
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)"
        found.update(match.span() for match in re.finditer(pattern, text, re.IGNORECASE))
    return tuple((start, end, 1.0) for start, end in sorted(found))


def nearest(text: str, answers: Sequence[str]) -> tuple[Span, ...]:
    """Return the spans whose words are most like one of the answers, weighted by the F1 of their words; none where nothing is near."""
    scored: dict[tuple[int, int], float] = {}
    words = list(_WORD.finditer(text))
    plain = [match.group().casefold() for match in words]
    for answer in answers:
        wanted = Counter(match.group().casefold() for match in _WORD.finditer(answer))
        for start, end, score in _like(plain, wanted):
            span = (words[start].start(), words[end].end())
            scored[span] = max(scored.get(span, 0.0), score)
    best = max(scored.values(), default=0.0)
    return tuple((start, end, score) for (start, end), score in sorted(scored.items()) if score >= _NEAR * best)


def _like(words: Sequence[str], wanted: Counter[str]) -> list[tuple[int, int, float]]:
    """Return the spans, from first to last word, that share words with an answer, with their F1 of at least `_LEAST`."""
    total, found = sum(wanted.values()), []
    for start, first in enumerate(words):
        if first not in wanted:
            continue
        left, shared = wanted.copy(), 0
        for end in range(start, min(len(words), start + _LONGEST)):
            if left[words[end]] <= 0:
                continue
            left[words[end]] -= 1
            shared += 1
            score = 2 * shared / (total + end - start + 1)
            if score >= _LEAST:
                found.append((start, end, score))
    return found
