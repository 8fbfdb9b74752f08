"""A question while its words that point back are put into names."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..english import SUBORDINATES, Clause, Phrase, Word, clause, phrases, words
from .antecedents import said_of, stated_of
from .referents import LONGEST, OWN, Kind, Referent, called, fits, parts_of, place_of
from .told import Told, verbs

# What the person calls somebody counts more than what a quote seems to say.
_SURE = 3
_MEANS: Mapping[Kind, str] = {"she": "female", "he": "male", "it": "thing"}
_OPENINGS = ("what ", "the one ", "when ", "where ", "after ", "before ")


@dataclass
class Binding:
    """A question in the making.

    Attributes:
        text: The question as it was asked.
        turns: The turns before, oldest first.
        words: Its words.
        clause: The question taken apart; None for anything but a question.
        phrases: Its noun phrases.
        genders: What he and she were said of in the turns before.
        edits: What to write instead, by offset: (start, end, new text).
        named: What each kind of pronoun was found to mean.
        put_in: What was put in, as it was written there.
        turn: The latest turn that was leaned on; None while the question stands alone.
        leans: Whether something in it leans on the turns before, found or not.
        event: Whether something in it means what was told by the turn before as a whole.
        lost: Whether its subject is a pronoun that was found to mean nobody.
        ending: What to write at its end.
    """

    text: str
    turns: Sequence[Told]
    words: list[Word]
    clause: Clause | None
    phrases: list[Phrase]
    genders: Counter[tuple[str, str]]
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    named: dict[Kind, Referent] = field(default_factory=dict)
    put_in: list[Referent] = field(default_factory=list)
    turn: Told | None = None
    leans: bool = False
    event: bool = False
    lost: bool = False
    ending: str = ""

    @classmethod
    def of(cls, text: str, turns: Sequence[Told], named: Collection[int]) -> "Binding":
        """Take a question in hand; `named` are the offsets of the names in it."""
        found = words(text, named)
        asked = clause(text, found)
        return cls(text, turns, found, asked, phrases(found, verbs(asked)), said_of(turns))

    def put(self, first: int, last: int, new: str, turn: Told) -> None:
        """Write something else for the words `first` to `last`, with the turn it is from."""
        self.edits.append((self.words[first].start, self.words[last].end, new))
        if self.turn is None or self.turns.index(turn) > self.turns.index(self.turn):
            self.turn = turn
        self.leans = True

    def low(self, place: int) -> str:
        """Return the folded word at a place, empty beyond the ends."""
        return self.words[place].low if 0 <= place < len(self.words) else ""

    def referent(self, phrase: Phrase) -> Referent:
        """Return what a phrase of the question names."""
        subject = self.clause.subject[0] if self.clause is not None and self.clause.subject is not None else -1
        # The subject of a question may be he or she whatever its word says: `the smith`, `the moon`.
        sort = "person" if phrase.sort == "thing" and phrase.first == subject else phrase.sort
        text, head = called(self.text, self.words, phrase), self.words[phrase.head - 1].low
        return Referent(text, phrase.number, phrase.gender, sort, 0.0, head, place_of(self.words, phrase))

    def fitting(self, kind: Kind, phrase: Phrase) -> float:
        """Return how well a pronoun fits a phrase of the question."""
        meant = self.referent(phrase)
        return fits(kind, replace(meant, sort=phrase.sort) if kind == "it" else meant, self._sure)

    @property
    def _sure(self) -> Counter[tuple[str, str]]:
        """What the person called he and she; what quotes seem to say does not forbid a pronoun to mean somebody in its own question."""
        return Counter({key: count for key, count in self.genders.items() if count >= _SURE})

    def shortened(self, text: str) -> str:
        """Return what to call something beside what was named before: `her style` for `Iris's style` where Iris is named."""
        for kind, other in self.named.items():
            if text.startswith(f"{other.text}'s "):
                return f"{OWN[kind]} {text[len(other.text) + 3 :]}"
            for opening in _OPENINGS:
                if text.startswith(f"{opening}{other.text} "):
                    return f"{opening}{kind} {text[len(opening) + len(other.text) + 1 :]}"
        return text

    def learned(self) -> Counter[tuple[str, str]]:
        """Return what the question itself says of whom its pronouns mean: whoever it calls she is female."""
        said: Counter[tuple[str, str]] = Counter()
        for kind, referent in self.named.items():
            if kind in _MEANS and not referent.gender:
                said.update(dict.fromkeys(((part, _MEANS[kind]) for part in parts_of(referent)), _SURE))
        return said

    def written(self) -> str:
        """Return the question with what was put in."""
        text = self.text
        for start, end, new in sorted(self.edits, reverse=True):
            text = f"{text[:start]}{new}{text[end:]}"
        if self.ending:
            body = text.rstrip(" ?!.")
            text = f"{body}{self.ending}{text[len(body) :].strip()}"
        elif self.event or (self.lost and not self.edits):
            text = self._told_when(text)
        return text[:1].upper() + text[1:] if self.text[:1].isupper() else text

    def _told_when(self, text: str) -> str:
        """Say what happened when: `How did the audience like it when Iris performed in 2018?`."""
        last, stated = self.turns[-1].clause, stated_of(self.turns[-1])
        if last is None or stated is None or last.subject is not None and last.words[last.subject[0]].low in {"there", "it"}:
            return text
        body = text.rstrip(" ?!.")
        if any(word.low in SUBORDINATES for word in last.words[last.lead :]):
            return text
        return f"{body} {self.shortened(f'when {stated}')}{text[len(body) :].strip()}" if len(stated) <= LONGEST else text
