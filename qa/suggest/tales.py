"""A story's passages as questions that can be made of them, each with its sentence."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from corpus import Passage, sentences

from .antecedents import Antecedent
from .candidate import Candidate
from .candidates import candidates

_NAME_AFTER = re.compile(r"\b(?:in|at|into|near|across|throughout|around)\s+(?:[A-Z][\w'’-]*\s+)?([A-Z][\w-]*)")
_NAME_NEAR = re.compile(r"\b(?:in|at|into|near|across|throughout|around|of|from|to|the)\s+([A-Z][\w-]*)")
# A name that is written no more often is judged by what is written before it in a place's way alone.
_FEW = 3
# Characters between two passages that follow one upon the other, at most.
_GAP = 20
_CAPITAL = re.compile(r"[A-Z][\w-]*")


@dataclass(frozen=True, slots=True)
class Made:
    """A sentence of a story with a question that was made from it; offsets are the document's.

    Attributes:
        candidate: The question.
        start: Offset of the sentence's first character.
        end: Offset after its last.
    """

    candidate: Candidate
    start: int
    end: int

    @property
    def answer(self) -> tuple[int, int]:
        """Offsets of the words that answer."""
        return self.start + self.candidate.start, self.start + self.candidate.end


def made(passages: Sequence[Passage], names: Collection[str]) -> Iterator[Made]:
    """Yield the questions that can be made of some passages of one story, in the order of its text.

    Args:
        passages: In the order of the text.
        names: The names that the story holds.
    """
    text = "".join(passage.text for passage in passages)
    known = places(text, names)
    antecedent = Antecedent(names, known, text)
    last = -1
    for passage in passages:
        antecedent.forget(all=passage.start > last + _GAP)
        last = passage.end
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end]
            if "\n\n" in passage.text[max(0, start - 3) : start]:
                antecedent.forget()
            for candidate in candidates(sentence, names, known, antecedent.of(sentence)):
                yield Made(candidate, passage.start + start, passage.start + end)


def places(text: str, names: Collection[str]) -> frozenset[str]:
    """Return the names that a text writes after `in`, `at` and the like at least a third of the time, as places are written.

    Those that are written so at all, and at least half of the time after that or after `of`, `from`, `to`, are places, too.

    Args:
        text: Some of a story.
        names: Its names.
    """
    after = Counter(match.group(1) for match in _NAME_AFTER.finditer(text))
    if not after:
        return frozenset()
    total = Counter(_CAPITAL.findall(text))
    near = Counter(match.group(1) for match in _NAME_NEAR.finditer(text))
    return frozenset(name for name, count in after.items() if name in names and (3 * count >= total[name] or 2 * near[name] >= total[name] > _FEW))
