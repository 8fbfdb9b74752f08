"""Words that point back without being pronouns: `there`, `do that`, `after that`, `the story`, `the bird`."""

from ..english import (
    ADVERBS,
    AUXILIARIES,
    BE,
    BIRDS,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    Clause,
    Phrase,
    Word,
    base,
    content,
    doer,
    guessed,
    is_base,
    picks,
)
from .antecedents import chosen, place_told, stated_of, topic, toward
from .binding import Binding
from .referents import LONGEST, TIMES, Referent, gender_of

_DOWN = frozenset("down up over in out".split())
_WANTING = frozenset("want try plan wish hope intend need decide".split())
_ENDING = frozenset("end begin start finish continue".split())
_KINDS_OF_ANIMAL = frozenset("animal beast creature".split())
_KINDS_OF_PERSON = {"girl": "female", "woman": "female", "lady": "female", "boy": "male", "man": "male", "lad": "male"}


def spot(binding: Binding, place: int) -> None:
    """Put a place for `there`, unless it only says that something is."""
    found, before, after = binding.words, binding.low(place - 1), binding.low(place + 1)
    who_is = place == 2 and found[0].low == "who" and not after
    if (before in BE and not who_is) or after in AUXILIARIES or not place:
        return
    if any(phrase.last <= place and binding.referent(phrase).place for phrase in binding.phrases):
        return
    binding.leans = True
    known = place_told(binding.turns)
    if known is not None:
        preposition, text, turn = known
        first = place - (before in _DOWN)
        leading = "" if (before in PREPOSITIONS and first == place) or not preposition else f"{toward(preposition, found[:place])} "
        binding.put(first, place, f"{leading}{binding.shortened(text)}", turn)


def pointing(binding: Binding, place: int) -> None:
    """Say what `that` or `this` means where it points back: what was done, what happened, or a thing of the turns before."""
    found = binding.words
    word, before = found[place], binding.low(place - 1)
    if word.low in {"those", "these"} and binding.low(place + 1) in {"that", "who", "which", "whose", "of", "in", "from"}:
        return
    after = found[place + 1] if place + 1 < len(found) and found[place + 1].joined else None
    if deed(binding, place) or word.low == "so":
        return
    if after is not None and content(after) and not is_base(after.low, firmly=True):
        determined = word.low != "that" or before in PREPOSITIONS | AUXILIARIES or base(before) is not None
        binding.leans = binding.leans or (determined and any(after.low in turn.vocabulary for turn in binding.turns[-2:]))
    elif word.low != "that" or _points(before, after, place):
        binding.leans = True
        binding.event = True
        if before in {"after", "before"}:
            _then(binding, place)


def _points(before: str, after: Word | None, place: int) -> bool:
    """Tell `that` which points back from `that` which only joins clauses."""
    closing = after is None or after.low in AUXILIARIES | PREPOSITIONS | ADVERBS | CONJUNCTIONS or is_base(after.low)
    return closing and (before in AUXILIARIES | PREPOSITIONS or place == 0 or (after is None and before not in DETERMINERS))


def _then(binding: Binding, place: int) -> None:
    """Say after what: `after she left home` for `after that`."""
    last = binding.turns[-1]
    stated = stated_of(last)
    if stated is not None and not last.question.casefold().startswith(("what happened", "what did")):
        binding.put(place - 1, place, binding.shortened(f"{binding.low(place - 1)} {stated}"), last)
        binding.event = False


def deed(binding: Binding, place: int) -> bool:
    """Say what was done for `do that`, `do it`, `do so`; tells whether that is what a word means."""
    first, after = place - 1, binding.words[place + 1] if place + 1 < len(binding.words) else None
    if binding.low(place) == "so" and after is not None:
        return False
    auxiliary = binding.clause is not None and binding.clause.aux == first
    if base(binding.low(first)) != "do" or auxiliary or (binding.low(place) in {"that", "this"} and after is not None and content(after)):
        return False
    last = binding.turns[-1]
    said = said_of_deed(last.clause)
    binding.leans = True
    if said is None or len(said) > LONGEST or any(said.partition(" ")[2] in referent.text for referent in binding.named.values()):
        return True
    verb, _, rest = said.partition(" ")
    if binding.low(first - 1) == "to" and base(binding.low(first - 2)) == verb and rest.startswith("to "):
        said = rest[3:]
    elif verb in _WANTING and rest.startswith("to "):
        said = rest[3:]
    if binding.low(first) == "do":
        binding.put(first, place, said, last)
    return True


def said_of_deed(asked: Clause | None) -> str | None:
    """Return what was done, its verb in the base form: `kill old Sultan`; None when nothing was."""
    if asked is None or asked.verb is None or not (asked.does or asked.aux is None) or asked.words[asked.verb].low in {"happen", "happened"}:
        return None
    if asked.subject is None:
        return " ".join(part for part in (guessed(asked.words[asked.verb].low), asked.rest) if part)
    return " ".join(part for part in (asked.words[asked.verb].text, *asked.object()) if part)


def how_many(binding: Binding) -> None:
    """Say of what in `How many were there?`: `How many of the ducklings were there?`."""
    place = next((i for i in range(1, len(binding.words) - 1) if binding.low(i) in {"many", "much"} and binding.low(i - 1) == "how"), None)
    if place is None or binding.low(place + 1) not in AUXILIARIES:
        return
    binding.leans = True
    others = [one for turn in binding.turns for one in turn.spoken_of if one.described]
    found = chosen("they", binding.turns, binding.genders, [*binding.named.values(), *others], weakly=False)
    if found is not None and binding.low(place) == "many":
        binding.put(place, place, f"{binding.words[place].text} of {found[0].text}", found[1])


def story(binding: Binding, place: int) -> None:
    """Say which story: `the story of Lily` for `the story`."""
    found, after = binding.words, binding.low(place + 1)
    if binding.low(place - 1) not in {"the", "this", "that"} or after in {"of", "about", "that", "where", "with", "in"} and place + 2 < len(found):
        return
    known = topic(binding.turns)
    if known is None or any(word.name for word in found):
        return
    if found[place].low in binding.turns[-1].vocabulary or known[0].described:
        binding.leans = True
        return
    binding.put(place - 1, place, f"the {found[place].low} of {known[0].text}", known[1])


def whole_story(binding: Binding, place: int) -> bool:
    """Say what ends in `How does it end?`; tells whether that is what `it` means."""
    rest = [word for word in binding.words[place + 1 :] if word.low != "all"]
    known = topic(binding.turns)
    if known is None or len(rest) != 1 or base(rest[0].low) not in _ENDING:
        return False
    binding.put(place, place, f"the story of {known[0].text}", known[1])
    return True


def described_again(binding: Binding) -> None:
    """Find those spoken of before under a description: `the fox` again, `the bird` for the pheasant, `the dancer` for Lily who danced."""
    if any(word.name for word in binding.words):
        return
    for phrase in binding.phrases:
        found = binding.words[phrase.first : phrase.head]
        if found[0].low != "the" or len(found) < 2:
            continue
        binding.leans = binding.leans or found[1].low in {"other", "others"} or (len(found) == 2 and picks(found[1]))
        head = found[-1].low
        if _mentioned(binding, head, phrase):
            binding.leans = True
        elif len(found) == 2 and phrase.last == phrase.head:
            _renamed(binding, phrase, head)


def _mentioned(binding: Binding, head: str, phrase: Phrase) -> bool:
    """Tell whether a noun names what a question before spoke of in the same story, or the last answer."""
    story = [turn for turn in binding.turns if turn.documents == binding.turns[-1].documents]
    asked = any(referent.head == head and referent.weight > 0.5 for turn in story for referent in turn.spoken_of)
    return asked or any(referent.head == head and referent.head not in TIMES for referent in binding.turns[-1].spoken_of)


def _renamed(binding: Binding, phrase: Phrase, head: str) -> None:
    """Put in whom a more general noun means."""
    last, genders = binding.turns[-1], binding.genders
    known = [referent for referent in last.spoken_of if referent.weight >= 0.5 and referent.number == phrase.number]
    meant: Referent | None = None
    if head == "bird" or head in _KINDS_OF_ANIMAL:
        meant = next((one for one in known if (one.head in BIRDS if head == "bird" else one.sort == "animal")), None)
    elif head in _KINDS_OF_PERSON and binding.edits:
        meant = next((one for one in known if one.sort == "name" and gender_of(one, genders) == _KINDS_OF_PERSON[head]), None)
    elif phrase.sort == "person" and doer(head) in last.vocabulary and binding.clause is not None and binding.clause.verb is not None:
        meant = next((one for one in known if one.sort == "name"), None)
    if meant is not None:
        new = f"{meant.text}'s" if phrase.owner else meant.text
        binding.put(phrase.first, phrase.head - 1, new, last)
