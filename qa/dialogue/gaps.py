"""What a question asks for: described by the question, and as its answer fills it in."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..english import PREPOSITIONS, Clause, Phrase, Word, base, phrases
from .referents import TIMES, Referent

# The weight of what stands in an answer where the question asks.
FOCUS = 1.7
# An answer of so many words is no more than what was asked for.
SHORT = 6
# What these take is no thing that `it` could be.
_VAGUE = frozenset("do happen say think feel mean be look call name".split())


def wanted(asked: Clause) -> Iterator[Referent]:
    """Yield what a question asks for, described: `the one who sang`, `the films`, `what Hans got`."""
    verb = asked.words[asked.verb].low if asked.verb is not None else ""
    if asked.asked and asked.words[asked.lead - 1].low in TIMES:
        return
    if asked.asked and (verb or asked.subject is not None):
        described = f"{asked.asked} that {asked.part(asked.lead)}" if asked.subject is None else asked.asked
        span = asked.words[asked.begin + 1 : asked.lead]
        noun = next(iter(phrases(span)), Phrase(0, 1, 1, "one", "", "thing"))
        yield Referent(described, "many" if asked.asks == "how" else noun.number, noun.gender, noun.sort, 1.6, span[-1].low)
    elif asked.subject is None and asked.asks == "who":
        yield Referent(f"the one who {asked.part(asked.lead)}", "one", "", "person", 1.2)
        yield Referent(f"those who {asked.part(asked.lead)}", "many", "", "person", 0.9)
    elif asked.subject is None and asked.asks == "what" and base(verb) not in {*_VAGUE, "make", "cause"}:
        yield Referent(f"what {asked.part(asked.lead)}", "one", "", "thing", 1.2)
    elif verb and asked.subject is not None and base(verb) not in _VAGUE:
        yield from _relative(asked)


def _relative(asked: Clause) -> Iterator[Referent]:
    """Yield what is asked for as the object of a verb: `what Hans got`, `the one Hans asked for help`."""
    if asked.subject is None or asked.asks not in {"who", "whom", "what"}:
        return
    before = asked.words[asked.begin].low if asked.words[asked.begin].low in PREPOSITIONS else ""
    said = " ".join(part for part in (asked.part(*asked.subject), asked.said() or "", asked.rest, before) if part)
    if asked.asks == "what":
        yield Referent(f"what {said}", "one", "", "thing", 1.2)
        yield Referent(f"what {said}", "many", "", "thing", 0.9)
    else:
        yield Referent(f"the one {said}", "one", "", "person", 1.2)


def focus_of(found: Sequence[Word], held: Sequence[Phrase], asked: Clause | None) -> Phrase | None:
    """Return the phrase of an answer that stands where the question asks: before or after the same verb."""
    if asked is None or asked.asks not in {"who", "whom", "what", "which"} or _things(asked):
        return None
    if asked.asks == "what" and asked.verb is not None and base(asked.words[asked.verb].low) in _VAGUE:
        return None
    held = [phrase for phrase in held if not phrase.owner]
    verb = base(asked.words[asked.verb].low) or "" if asked.verb is not None else ""
    told_at = next((place for place, word in enumerate(found) if base(word.low) == verb), None)
    stranded = asked.words[-1].low if asked.subject is not None and asked.words[-1].low in PREPOSITIONS else ""
    for phrase in held:
        if stranded:
            if told_at is not None and phrase.preposition == stranded and phrase.first > told_at:
                return phrase
        elif asked.subject is None:
            if phrase.last < len(found) and base(found[phrase.last].low) == verb and found[phrase.last].joined:
                return phrase
        elif phrase.first and base(found[phrase.first - 1].low) == verb and found[phrase.first].joined:
            return phrase
    return next((phrase for phrase in held if phrase.first <= 1 and phrase.last == len(found) and (not phrase.bare or phrase.sort == "person")), None)


def filling(asked: Clause, referent: Referent) -> Referent:
    """Return what stands where the question asks: of the sort that is asked for, so that no name of a film is taken for a person."""
    # What something was made of, or called, does not take its place.
    weight = FOCUS if asked.subject is None or asked.does else 1.0
    person = asked.asks in {"who", "whom"} or asked.asked
    return replace(referent, weight=weight, sort="thing" if referent.sort == "name" and not person else referent.sort)


def tells_of(asked: Clause, found: list[Word]) -> bool:
    """Tell whether an answer says what the question asks about: it is short, or it has the same verb."""
    verb = base(asked.words[asked.verb].low) if asked.verb is not None else None
    return len(found) <= SHORT or verb is None or any(base(word.low) == verb for word in found)


def _things(asked: Clause) -> bool:
    """Tell whether a question names the kind of thing that it asks for: `the films` are more to the point than their names."""
    noun = next(iter(phrases(asked.words[asked.begin + 1 : asked.lead])), None) if asked.asked else None
    return noun is not None and noun.sort not in {"person", "animal"}
