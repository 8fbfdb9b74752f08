"""Follow-ups: a question that leans on the turns before it, made to stand alone, without a language model."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from .answer import Turn
from .dialogue import Referent, Told, asked_again, bound, continued, exchanged, short, told, units
from .english import ADJECTIVES, DETERMINERS, INTERROGATIVES, common, words
from .names import Mention, Names

_TURNS = 6
# A question of more words says itself what it is about.
_LONGEST = 60
# Of a longer question or answer only the beginning is looked at, in characters.
_READ = 600
_ANSWER = 1_000
# A follow-up made whole is at most this much longer, in characters.
_ADDED = 400
_STOP = re.compile(r"(?<=[.!])\s")
_BEFORE = re.compile(r"([^\W_]+)['’]?s?\s+\Z")


def stand_alone(question: str, history: Sequence[Turn], names: Names, occurs: Callable[[str], bool]) -> tuple[str, frozenset[str]]:
    """Rewrite a follow-up with what the turns before it were about; a question that stands alone comes back as it is.

    Args:
        question: As it was asked.
        history: The turns before it, oldest first, their questions as they were asked; the last six count.
        names: The names of the library.
        occurs: Tells whether a word occurs in the library at all.

    Returns:
        The question made stand-alone, and the only documents that it is about; none of them for a question that is about no story in particular.
    """
    conversation = _Conversation(names, occurs)
    for turn in history[-_TURNS:]:
        conversation.tell(conversation.whole(turn.question), turn)
    whole = conversation.whole(question)
    return whole.text, whole.documents


@dataclass(frozen=True, slots=True)
class _Whole:
    """A question made stand-alone.

    Attributes:
        text: The question.
        documents: The only documents that it is about.
        put_in: What descriptions that were put into it mean.
        learned: Whom it calls she and he.
        both: Two whom a question was asked of, one after the other: they are spoken of together from then on.
    """

    text: str
    documents: frozenset[str] = frozenset()
    put_in: tuple[Referent, ...] = ()
    learned: Counter[tuple[str, str]] = field(default_factory=Counter)
    both: str = ""


class _Conversation:
    """The turns of a conversation, told one after the other."""

    def __init__(self, names: Names, occurs: Callable[[str], bool]) -> None:
        self._names = names
        # Turn after turn the same words are looked up: once is enough.
        self._occurs = cache(occurs)
        self._mentions = cache(self._found)
        self._turns: list[Told] = []
        self._described: list[Referent] = []

    def tell(self, whole: _Whole, turn: Turn) -> None:
        """Add a turn that is over."""
        documents = frozenset(turn.documents) or whole.documents
        # What an answer quotes is in the library: no word of it is a stranger. What an abstention says is about nobody.
        answer = turn.answer if turn.documents else ""
        self._described += whole.put_in
        question = self._written(whole.text)
        named = self._starts(question), [mention.start for mention in self._names.mentions(answer[:_ANSWER], lambda word: True)]
        one = told(question, answer, documents, named, self._described)
        both = [Referent(whole.both, "many", "", "person", 0.8)] if whole.both else []
        self._turns.append(replace(one, genders=one.genders + whole.learned, spoken_of=(*one.spoken_of, *both)))

    def whole(self, question: str) -> _Whole:
        """Return a question made stand-alone."""
        if not self._turns or len(question.split()) > _LONGEST:
            return _Whole(question)
        said = _last_said(question)
        again = continued(said, self._turns) or asked_again(said, self._turns)
        if again is not None:
            return self._within(question, _Whole(again, self._scope(self._turns[-1], again)))
        binding = bound(question, self._turns, self._starts(question))
        text = self._written(binding.written())
        put_in, learned = tuple(binding.put_in), binding.learned()
        found = words(text, self._starts(text), units(text, [*self._described, *put_in]))
        other = (short(text, self._turns, found) or exchanged(text, self._turns, found)) if found else None
        if other is not None:
            both = f"{other.old} and {other.new}" if other.old and other.new and other.old != other.new else ""
            return self._within(question, _Whole(other.text, self._scope(self._turns[-1], other.text), put_in, learned, both))
        if not binding.leans:
            return _Whole(question)
        return self._within(question, _Whole(text, self._scope(binding.turn or self._turns[-1], text), put_in, learned))

    def _within(self, question: str, whole: _Whole) -> _Whole:
        """Return a question as it was asked when what was made of it has grown out of bounds."""
        return whole if len(whole.text) <= len(question) + _ADDED else _Whole(question, whole.documents)

    def _found(self, text: str) -> list[Mention]:
        """Return the names in a question; a word in small letters that is an ordinary word, or stands after an article, is none."""
        known = self._names.mentions(text[:_READ], self._occurs)
        return [mention for mention in known if mention.written[0].isupper() or _bare_name(text, mention)]

    def _starts(self, text: str) -> list[int]:
        return [mention.start for mention in self._mentions(text)]

    def _written(self, text: str) -> str:
        """Return a question with its names as the stories write them: `Iris` for `iris`."""
        for mention in reversed(self._mentions(text)):
            text = f"{text[: mention.start]}{mention.name or mention.written}{text[mention.start + len(mention.written) :]}"
        return text

    def _scope(self, leaned_on: Told, text: str) -> frozenset[str]:
        """Return the documents of the turn that was leaned on; none when the question names somebody of another story."""
        place = self._turns.index(leaned_on)
        nearest = (*self._turns[place:], *reversed(self._turns[:place]))
        documents = next((turn.documents for turn in nearest if turn.documents), frozenset[str]())
        known = [mention.documents for mention in self._mentions(text) if mention.documents]
        return documents if all(held & documents for held in known) else frozenset()


def _last_said(question: str) -> str:
    """Return a question without the few words before it: `And when?` of `I see. And when?`."""
    parts = [part for part in _STOP.split(question) if part.strip()]
    return parts[-1] if len(parts) > 1 and all(len(part.split()) <= 3 for part in parts[:-1]) else question


def _bare_name(text: str, mention: Mention) -> bool:
    before = _BEFORE.search(text, max(0, mention.start - 24), mention.start)
    word = before.group(1).casefold() if before else ""
    return not common(mention.written.casefold()) and word not in DETERMINERS | ADJECTIVES | INTERROGATIVES
