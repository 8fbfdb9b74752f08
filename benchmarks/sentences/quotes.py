"""Where in a story the words stand that bear a statement out, and whether a text holds a quote."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from corpus import sentences
from index import telling_terms

from .fact import Fact
from .validation import Span


def sentences_of(text: str, sections: Iterable[Span]) -> list[Span]:
    """Return where the sentences of some sections stand."""
    return [(first + start, first + end) for first, last in sections for start, end in sentences(text[first:last])]


def support(fact: Fact, text: str) -> Span | None:
    """Return where the words stand that bear a statement out best, 4 to 40 of them.

    None if nothing shares two telling terms with it (one of them, two where people answered in their own words, rare in the story), or if nothing
    shares a term with an answer that people found in the text.
    """
    answer = frozenset(telling_terms(fact.answer))
    asked = frozenset(telling_terms(fact.row.question))
    return _best_span(text, fact.row.sections, asked, answer, fact.row.explicit)


@lru_cache(maxsize=16384)
def _best_span(text: str, sections: tuple[Span, ...], asked: frozenset[str], answer: frozenset[str], explicit: bool) -> Span | None:
    wanted = asked | answer
    best: tuple[float, Span] | None = None
    for span in _stretches(text, sections):
        quote = text[span[0] : span[1]]
        words = len(quote.split())
        held = set(telling_terms(quote))
        fewest = 1 if explicit or len(wanted - _common(text)) < 4 else 2
        few = len(held & wanted) < 2 or len(held & wanted - _common(text)) < fewest
        if not 4 <= words <= 40 or few or (explicit and answer and not held & answer):
            continue
        score = (
            len(held & wanted)
            + 1.5 * len(held & answer - asked)
            + 0.5 * len(held & answer & asked)
            - 0.03 * words
            - 0.7 * len(re.findall(r"[.!?][\"”']? [A-Z\"“]", quote))
        )
        if best is None or score > best[0]:
            best = (score, span)
    return best[1] if best else None


@lru_cache(maxsize=64)
def _common(text: str) -> frozenset[str]:
    """Return the terms that every thirteenth sentence of a story holds: they tell no sentence from others."""
    spans = sentences(text)
    held = Counter(term for start, end in spans for term in set(telling_terms(text[start:end])))
    return frozenset(term for term, often in held.items() if often * 13 > len(spans))


@lru_cache(maxsize=2048)
def _stretches(text: str, sections: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return what could be quoted: sentences, two neighbouring ones, and clauses of long ones."""
    spans = sentences_of(text, sections)
    found = list(spans)
    found += [(first[0], second[1]) for first, second in zip(spans, spans[1:], strict=False) if first[1] <= second[0]]
    for start, end in spans:
        if len(text[start:end].split()) > 25:
            cuts = [start, *(start + match.end() for match in re.finditer(r"[,;:—-]+[\"”']? ", text[start:end])), end]
            found += [(a, _trimmed(text, a, b)) for at, a in enumerate(cuts) for b in cuts[at + 1 :] if b - a < 300]
    return tuple(found)


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " ,;:—-\n":
        end -= 1
    return end


def holds(text: str, quote: str) -> bool:
    """Tell whether a text holds the letters and digits of a quote in a row."""
    return _letters(quote) in _letters(text)


@lru_cache(maxsize=8192)
def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
