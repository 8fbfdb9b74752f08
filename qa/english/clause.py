"""A question taken apart: what asks, the auxiliary, the subject, the verb and the rest; and the same said as a statement."""

from dataclasses import dataclass

from .phrases import phrase_at
from .verbs import base, finite, is_base, past
from .words import DO, PREPOSITIONS, SUBORDINATES, Word, between, content

_TO_WHOM = frozenset("give tell teach show offer bring send promise lend pay buy grant sell feed ask serve throw hand".split())
_ORDERING = frozenset("tell ask order want teach help force persuade warn beg allow command advise invite send get".split())
# Verbs that leave what is asked for to the verb after them: `What did he want to eat?`
_LEADING = frozenset("want plan try need wish decide like begin start hope intend expect promise have go come love refuse agree offer forget".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """A question taken apart; indexes are those of its words.

    Attributes:
        text: The question.
        words: Its words.
        begin: Index of the word that asks, or of the preposition before it.
        asks: The word that asks, folded; empty for yes or no.
        lead: Index after what asks: after `which old films`.
        aux: Index of the auxiliary; None when the verb has none (`Who liked Lily?`).
        subject: Indexes of the subject's first word and after its last; None when what asks is the subject.
        verb: Index of the main verb, or of what is said of the subject after `be`; None when there is nothing.
    """

    text: str
    words: list[Word]
    begin: int
    asks: str
    lead: int
    aux: int | None
    subject: tuple[int, int] | None
    verb: int | None

    def part(self, first: int | None, last: int | None = None) -> str:
        """Return the text of some words; to the end without `last`."""
        if first is None:
            return ""
        return between(self.text, self.words, first, len(self.words) if last is None else last)

    @property
    def rest(self) -> str:
        """What comes after the main verb."""
        return "" if self.verb is None else self.part(self.verb + 1)

    @property
    def asked(self) -> str:
        """The noun that is asked for with its article, `the films` of `Which films ...`; empty for `what`, `who` and adverbs."""
        first = self.begin + (self.words[self.begin].low in PREPOSITIONS) + 1
        if self.asks == "how" and first < self.lead and self.words[first].low in {"many", "much"}:
            first += 1
        elif self.asks not in {"which", "what"}:
            return ""
        if first >= self.lead or not content(self.words[first]):
            return ""
        return f"the {self.part(first, self.lead)}"

    @property
    def does(self) -> bool:
        """Whether the auxiliary is a form of `do`."""
        return self.aux is not None and self.words[self.aux].low in DO

    def stated(self, filled: str = "") -> str | None:
        """Return the question as a statement in its tense, None where its shape does not allow it.

        `Where did Hans stop to drink?` is `Hans stopped to drink`; what is asked for is left out or, after a verb that needs it, `filled`.
        """
        if self.subject is None:
            return f"{filled or self.asked or _unknown(self.asks)} {self.part(self.lead)}"
        told = self.said()
        if told is None:
            return None
        named = self.part(*self.subject)
        after = self.object(filled)
        return " ".join(part for part in (named, told, *after) if part)

    def said(self) -> str | None:
        """Return the verb of the statement: `stopped` for `did ... stop`, `was born` for `was ... born`; None when there is none."""
        if self.aux is None:
            return None
        aux = self.words[self.aux]
        if self.verb is None:
            return None if self.asks in {"who", "what", "which", "whose"} else self.part(self.aux, self.aux + 1)
        verb = self.words[self.verb]
        written = self.part(self._adverb(), self.verb + 1)
        if aux.low not in DO or aux.negated or any(word.low == "not" for word in self.words[self._adverb() : self.verb]):
            return f"{_negative(aux) if aux.negated else aux.low} {written}"
        tense = _past(verb.low) if aux.low == "did" else _third(verb.low) if aux.low == "does" else verb.text
        return " ".join(part for part in (self.part(self._adverb(), self.verb), tense) if part)

    def object(self, filled: str = "") -> tuple[str, ...]:
        """Return what follows the verb, with `filled` (or `that`, `someone`, `the films`) where what is asked for would stand."""
        if self.verb is None or self.words[self.begin].low in PREPOSITIONS or not self._wants_object():
            return (self.rest,)
        thing = filled or self.asked or ("someone" if self.asks.startswith("who") else "that")
        gap = self._gap(self.verb + 1)
        return (self.part(self.verb + 1, gap), thing, self.part(gap))

    def _wants_object(self) -> bool:
        return self.asks in {"who", "whom", "what", "which"} or (self.asks == "how" and bool(self.asked))

    def _gap(self, first: int) -> int:
        """Return the index before which what is asked for would stand, between the verb and the end of its own clause."""
        end = next((place for place in range(first, len(self.words)) if self.words[place].low in SUBORDINATES), len(self.words))
        deeper = self.words[first - 1].low in _LEADING and first + 1 < end and self.words[first].low == "to"
        ordered = next((place for place in range(first + 1, end - 1) if self.words[place].low == "to" and is_base(self.words[place + 1].low)), None)
        if ordered is not None and self.words[first - 1].low in _ORDERING:
            return ordered + 2
        whom = phrase_at(self.words, first) if base(self.words[first - 1].low) in _TO_WHOM else None
        if whom is not None and whom.sort in {"name", "person", "animal", "group"} and whom.last <= end:
            return whom.last
        stranded = end > first and self.words[end - 1].low in PREPOSITIONS
        if stranded or (end > first + 1 and self.words[end - 2].low == "to" and is_base(self.words[end - 1].low)):
            return end
        return first + 2 if deeper else first

    def _adverb(self) -> int:
        return self.subject[1] if self.subject is not None else self.verb or 0


def _unknown(asks: str) -> str:
    return "someone" if asks.startswith("who") else "something"


def _negative(aux: Word) -> str:
    return {"can": "can't", "will": "won't", "shall": "shan't"}.get(aux.low, f"{aux.low}n't")


def _past(verb: str) -> str:
    """Return the past of a verb; one that is in the past already stays, however wrongly it was put there."""
    return verb if finite(verb) and base(verb) != verb else past(verb)


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else f"{verb}s"
