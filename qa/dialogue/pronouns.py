"""The pronouns of a question that mean nobody in it, put into names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from ..english import AUXILIARIES, CONJUNCTIONS, KIN, PREPOSITIONS, SUBORDINATES, Clause, Phrase, base, phrase_at, singular
from .antecedents import chosen, place_answered
from .binding import Binding
from .cases import SAYING, expletive, owning
from .deixis import deed, described_again, how_many, pointing, said_of_deed, spot, story, whole_story
from .referents import LONGEST, Kind, Referent, called, fits, possessive
from .told import Told

_KINDS: Mapping[str, Kind] = {
    "she": "she", "her": "she", "hers": "she", "he": "he", "him": "he", "his": "he", "it": "it", "its": "it", "they": "they", "them": "they",
    "their": "they", "theirs": "they",
}  # fmt: skip
_SUBJECTS = frozenset("she he they".split())
_CLAUSE_ENDS = (CONJUNCTIONS - {"as", "than"}) | {"to", "who", "which", "what", "that", "how", "time"}
_BESIDE = frozenset("with behind around about before beside near over on along past".split())
_ANYONE = frozenset("everyone everybody someone somebody anyone anybody nobody none each".split())
_ANYTHING = frozenset("everything something anything nothing".split())
_TAKING = frozenset("take bring carry have keep leave get find".split())


def bound(text: str, turns: Sequence[Told], named: Collection[int]) -> Binding:
    """Put names for the words of a question that point back to the turns before.

    Args:
        text: The question.
        turns: The turns before, oldest first.
        named: Offsets of the names in it.
    """
    binding = Binding.of(text, turns, named)
    for place, word in enumerate(binding.words):
        if word.low in _KINDS:
            _pronoun(binding, place, _KINDS[word.low])
        elif word.low == "there":
            spot(binding, place)
        elif word.low in {"this", "that", "these", "those", "so"}:
            pointing(binding, place)
        elif word.low in {"story", "tale", "book"}:
            story(binding, place)
    how_many(binding)
    described_again(binding)
    return binding


def _pronoun(binding: Binding, place: int, kind: Kind) -> None:
    owns = owning(binding.words, place)
    known = binding.named.get(kind)
    if known is not None and not _clashes(binding, place, owns):
        return
    if kind == "it" and (_lasting(binding, place) or expletive(binding, place) or whole_story(binding, place) or deed(binding, place)):
        return
    if known is None and (_inside(binding, place, kind, owns) or _ahead(binding, place, kind)):
        return
    binding.leans = True
    found = _owner_again(binding, place, kind) or chosen(
        kind,
        binding.turns,
        binding.genders,
        _others(binding, place),
        acted_on=not owns and binding.low(place) in {"him", "her", "them"},
        weakly=not _together(binding, kind),
        things=binding.low(place) not in {"they", "their"},
    )
    if found is None:
        subject = _asked_of(binding, place)
        binding.event = binding.event or (kind == "it" and (subject or not _apart(binding, 1, place)))
        binding.lost = binding.lost or subject
        return
    if _circular(binding, found[0]):
        return
    binding.named.setdefault(kind, found[0])
    _replace(binding, place, *found, owns)


def _circular(binding: Binding, referent: Referent) -> bool:
    """Tell whether a description would only repeat the question: `Why did the mole hate what it hated?`."""
    asked = binding.clause
    if asked is None or asked.verb is None or not referent.text.startswith("what "):
        return False
    verb = base(asked.words[asked.verb].low)
    return verb is not None and any(base(word) == verb for word in referent.text.casefold().split())


def _owner_again(binding: Binding, place: int, kind: Kind) -> tuple[Referent, Told] | None:
    """Return whose father is meant by `And her father?` after `Who is Lily's mother?`: Lily's."""
    last, after = binding.turns[-1], binding.low(place + 1)
    if len(binding.words) > 5 or singular(after) not in KIN or any(word.low in AUXILIARIES for word in binding.words):
        return None
    for phrase in last.phrases:
        kin = phrase.owner and phrase.last < len(last.words) and singular(last.words[phrase.last].low) in KIN
        owner = next((one for one in last.spoken_of if one.text == called(last.question, last.words, phrase)), None) if kin else None
        if owner is not None and fits(kind, owner, binding.genders) >= 1:
            return owner, last
    return None


def _others(binding: Binding, place: int) -> list[Referent]:
    """Return whom a pronoun cannot mean: those that others in the question mean, and for an object those named beside it."""
    found = binding.words
    beside = [binding.referent(phrase) for phrase in binding.phrases if phrase.last <= place and _beside(binding, phrase, place)]
    agents = _done_to(binding) if found[place].low in _SUBJECTS else beside
    # `How big is it?` may ask about the place, `How did they like it?` rather asks about what happened there.
    spot = (
        place_answered(binding.turns[-1])
        if found[place].low == "it" and binding.low(place + 1) not in AUXILIARIES and not _asked_of(binding, place)
        else None
    )
    return [*binding.named.values(), *agents, *([spot] if spot is not None else [])]


def _asked_of(binding: Binding, place: int) -> bool:
    return binding.clause is not None and binding.clause.subject == (place, place + 1)


def _done_to(binding: Binding) -> list[Referent]:
    """Return whom it was done to: in `Why did he do that?` after `Who wanted to kill old Sultan?` he is not Sultan."""
    last = binding.turns[-1]
    low = [word.low for word in binding.words]
    done = any(base(word) == "do" and binding.low(place + 1) in {"that", "this", "it", "so"} for place, word in enumerate(low))
    twice = {"he", "him"} <= set(low) or ("she" in low and any(word == "her" and not owning(binding.words, place) for place, word in enumerate(low)))
    if not (done or twice) or last.clause is None or last.clause.subject is not None or last.clause.asks != "who":
        return []
    return [referent for referent in last.spoken_of if not referent.described]


def _together(binding: Binding, kind: Kind) -> bool:
    """Tell whether `they` stands beside `she` or `he`, and so means others than one person."""
    return kind == "they" and any(_KINDS.get(word.low) in {"she", "he"} for word in binding.words)


def _replace(binding: Binding, place: int, referent: Referent, turn: Told, owns: bool) -> None:
    text = binding.shortened(referent.text)
    if referent.described:
        binding.put_in.append(replace(referent, text=text))
    phrase = phrase_at(binding.words, place) if owns and referent.described else None
    if phrase is not None and phrase.head > place + 1 and not binding.words[phrase.head - 1].owner:
        owned = binding.text[binding.words[place + 1].start : binding.words[phrase.head - 1].end]
        binding.put(place, phrase.head - 1, f"the {owned} of {text}", turn)
    else:
        binding.put(place, place, possessive(text, referent.number) if owns else text, turn)


def _lasting(binding: Binding, place: int) -> bool:
    """Say what took so long in `How long did it take?`: `to find the flower`; tells whether that is asked."""
    found = binding.words
    if base(binding.low(place + 1)) != "take" or place < 2 or any(word.low == "to" for word in found[place:]):
        return False
    last = binding.turns[-1]
    said, asked = said_of_deed(last.clause), last.clause
    binding.leans = True
    if said is None or asked is None or len(said) > LONGEST:
        return True
    whom = "" if place + 2 < len(found) or asked.subject is None else f" {asked.part(*asked.subject)}"
    binding.ending = f"{whom} to {said}"
    return True


def _inside(binding: Binding, place: int, kind: Kind, owns: bool) -> bool:
    """Tell whether a pronoun means somebody named before it in its own question."""
    asked, found = binding.clause, binding.words
    before = [phrase for phrase in binding.phrases if phrase.last <= place]
    if kind != "it" and asked is not None and asked.subject is None and asked.asks == "who" and _of_who(binding, asked, place, owns):
        return True
    if kind == "they" and sum(phrase.sort in {"name", "person", "animal"} for phrase in before) > 1:
        return True
    acted_on = kind != "they" and not owns and found[place].low not in _SUBJECTS | {"it"}
    if not acted_on and any(word.low in (_ANYTHING if kind == "it" else _ANYONE) for word in found[:place]):
        return True
    least = 2.0 if kind == "they" else 1.0
    return any(_means(binding, phrase, place, kind, least) and (owns or not _beside(binding, phrase, place)) for phrase in before)


def _of_who(binding: Binding, asked: Clause, place: int, owns: bool) -> bool:
    """Tell whether a pronoun means whoever is asked for: `Who had a ring on his finger?`, `Who cried when he left?`, not `Who was his mother?`."""
    having = asked.aux is not None or base(binding.low(asked.verb or 0)) == "have"
    if binding.low(place) == "their" or (owns and having and asked.verb != place):
        return True
    return any(word.low in SUBORDINATES - {"so"} for word in binding.words[asked.lead : place])


def _means(binding: Binding, phrase: Phrase, place: int, kind: Kind, least: float) -> bool:
    """Tell whether a pronoun fits a phrase; a subject may be anybody, rather than somebody who is not in the question."""
    fit, after = binding.fitting(kind, phrase), binding.low(phrase.last)
    acts = after in AUXILIARIES or base(after) is not None or _apart(binding, phrase.last, place)
    return fit >= least or (kind in {"she", "he"} and fit >= 0.4 and acts and not phrase.bare)


def _beside(binding: Binding, phrase: Phrase, place: int) -> bool:
    """Tell whether a phrase is too near for a pronoun to mean it: in one clause `Otto helped him` is about another."""
    found = binding.words
    if phrase.owner or found[place].low in _SUBJECTS or _apart(binding, phrase.last, place):
        return False
    return not (binding.low(place - 1) in _BESIDE and any(base(word.low) in _TAKING for word in found[:place]))


def _apart(binding: Binding, first: int, last: int) -> bool:
    """Tell whether a clause begins between two words: at a conjunction, after `say` or `know`, with a participle."""
    between = binding.words[first:last]
    if binding.low(last - 1) in {"as", "than"}:
        return True
    if any(word.low in _CLAUSE_ENDS or (word.low.endswith("ing") and base(word.low) is not None) for word in between):
        return True
    verb = binding.clause.verb if binding.clause is not None else None
    if any(word.low == "like" and place != verb for place, word in enumerate(between[:-1], first)):
        return True
    # `Did Iris know her?` has but one clause, `Who did Iris say would know her?` two.
    return any(base(word.low) in SAYING for word in between[:-1])


def _clashes(binding: Binding, place: int, owns: bool) -> bool:
    """Tell whether a second pronoun of a kind means another than the first: `What did he do with him?`."""
    found = binding.words
    if owns or found[place].low in _SUBJECTS:
        return False
    kind = _KINDS[found[place].low]
    first = next((i for i in range(place) if found[i].low in _SUBJECTS and _KINDS[found[i].low] == kind), None)
    if first is None or binding.low(place - 1) in _BESIDE - {"with", "about"}:
        return False
    return not any(word.low in _CLAUSE_ENDS - {"to"} for word in found[first:place])


def _ahead(binding: Binding, place: int, kind: Kind) -> bool:
    """Tell whether a pronoun is named after it: `When she was young, what did Lily do?`."""
    found = binding.words
    if found[0].low not in CONJUNCTIONS | PREPOSITIONS or found[0].low in {"and", "but", "so", "or"}:
        return False
    comma = next((i for i in range(place + 1, len(found)) if not found[i].joined), len(found))
    return any(phrase.first >= comma and binding.fitting(kind, phrase) >= 2 for phrase in binding.phrases)
