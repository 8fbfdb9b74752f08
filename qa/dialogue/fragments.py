"""A lone question word put to the question before: `Why?`, `In which year?`, `When was that?`."""

from collections.abc import Sequence

from ..english import AUXILIARIES, OPENERS, PREPOSITIONS, Clause, Word, base, between, fragment, guessed, is_base, tells_past, words
from .antecedents import place_answered, toward
from .continuations import any_object, aside
from .gaps import FOCUS
from .told import Told

_NAMED = frozenset("that this it".split())
_ANYONE = frozenset("anyone anybody someone somebody".split())
_LOOSE = frozenset("exactly then though actually there please precisely".split())
_MANNER = frozenset("long often far soon fast well deep high come so".split())
_MANNERS = frozenset("feel look seem sound behave act react respond treat be".split())


def asked_again(text: str, turns: Sequence[Told]) -> str | None:
    """Return what a lone question word asks, put to the question before: `When was Lily born?` for `When?`; None for any other question."""
    found = words(text.rstrip(" ?!."))
    found = _without_event(found)
    while len(found) > 1 and found[-1].low in _LOOSE:
        found = found[:-1]
    asking = fragment(found) if found else None
    if asking is None:
        return _curt(text, words(text), turns[-1])
    first = next(place for place, word in enumerate(found) if word.low not in OPENERS or place >= asking)
    last = turns[-1]
    return _put(text, found, first, asking, last)


def _curt(text: str, found: list[Word], last: Told) -> str | None:
    """Ask `Why Moscow?` or `Why there and not in Paris?` beside the question before."""
    first = next((place for place, word in enumerate(found) if word.low not in OPENERS), len(found))
    rest = found[first + 1 :]
    if first >= len(found) or found[first].low not in {"why", "how", "when", "where"} or not 1 <= len(rest) <= 7:
        return None
    tells = rest[0].low == "about" or any(word.low in AUXILIARIES or tells_past(word.low) or is_base(word.low, firmly=True) for word in rest)
    return None if tells else aside(last.question, text[found[first].start :].rstrip(" ?!."))


def _put(text: str, found: list[Word], first: int, asking: int, last: Told) -> str:
    wh, after, asked = found[asking].low, [word.low for word in found[asking + 1 :]], last.clause
    lead = between(text, found, first, len(found))
    lead = f"{lead[:1].upper()}{lead[1:]}"
    if after in (["so"], ["come"]) or (wh == "what" and after == ["for"]):
        lead, wh, after = "Why", "why", []
    elif after and after[0] in PREPOSITIONS:
        lead, wh, after = f"{after[0].capitalize()} {'whom' if wh == 'who' else wh}", "whom" if wh == "who" else wh, []
        first = asking - 1
    again = None
    if asked is not None and wh == "why" and after == ["not"]:
        again = _why_not(asked)
    elif asked is not None and wh in {"who", "what"} and first == asking and not after:
        again = _filled(asked, wh)
    elif asked is not None and not (wh in {"which", "whose", "what", "who"} and first == asking) and (first < asking or _MANNER.issuperset(after)):
        again = _inverted(last, asked, lead, wh)
    return again or aside(last.question, lead)


def _inverted(last: Told, asked: Clause, lead: str, wh: str) -> str | None:
    """Return the question before with another word that asks; None where its shape does not allow it."""
    if asked.asks == wh and len(lead.split()) == 1:
        return f"{asked.part(asked.begin)}?"
    if asked.subject is None:
        return _of_subject(last, asked, lead)
    if asked.aux is None or (asked.verb is None and asked.asks in {"who", "what", "which", "whose"}):
        return None
    aux, subject = asked.part(asked.aux, asked.aux + 1), asked.part(*asked.subject)
    if asked.words[asked.aux].negated:
        aux = asked.text[asked.words[asked.aux].start : asked.words[asked.aux + 1].start].rstrip()
    if asked.verb is None:
        return f"{lead} {aux.lower()} {subject}?"
    predicate = [asked.part(asked.subject[1], asked.verb + 1), *asked.object()]
    if asked.asks == "how" and asked.lead == asked.begin + 1 and base(asked.words[asked.verb].low) in _MANNERS and not asked.rest:
        predicate.append("that way")
    spot = place_answered(last)
    if spot is not None:
        predicate.append(f"{toward(spot.place, asked.words)} {spot.text}")
    return " ".join(part for part in (lead, aux.lower(), subject, *predicate) if part) + "?"


def _of_subject(last: Told, asked: Clause, lead: str) -> str | None:
    """Ask about what somebody did: `Why did someone help Lily?` after `Who helped Lily?`, or whom the answer names."""
    named = next((one.text for one in last.spoken_of if one.weight == FOCUS and one.sort in {"name", "person", "animal", "group"}), None)
    somebody = named or asked.asked or ("someone" if asked.asks.startswith("who") else "that")
    if asked.verb is None:
        return None
    if asked.aux is not None:
        return f"{lead} {asked.words[asked.aux].low} {somebody} {asked.part(asked.aux + 1)}?"
    verb = asked.words[asked.verb]
    stem = guessed(verb.low)
    aux = "did" if stem != verb.low and not verb.low.endswith("s") else "does" if stem != verb.low else "did"
    return " ".join(part for part in (lead, aux, somebody, stem, asked.rest) if part) + "?"


def _why_not(asked: Clause) -> str | None:
    if asked.aux is None or asked.subject is None or asked.words[asked.aux].negated:
        return None
    aux = asked.words[asked.aux].low
    negative = {"can": "can't", "will": "won't", "shall": "shan't", "may": "may not", "am": "am not"}.get(aux, f"{aux}n't")
    return f"Why {negative} {asked.part(asked.subject[0])}?"


def _filled(asked: Clause, wh: str) -> str | None:
    """Ask who after `Did anyone help Lily?`, and what after `Did Lily win anything?`."""
    if asked.asks:
        return f"{asked.part(asked.begin)}?" if asked.asks == wh else None
    if wh == "who" and asked.subject is not None and asked.words[asked.subject[0]].low in _ANYONE and asked.verb is not None:
        return f"Who {asked.said()} {asked.rest}".rstrip() + "?"
    place = any_object(asked)
    if wh == "what" and place is not None:
        rest = " ".join(part for part in (asked.part(asked.begin, place), asked.part(place + 1)) if part)
        return f"What {rest[:1].lower()}{rest[1:]}?"
    return None


def _without_event(found: list[Word]) -> list[Word]:
    """Leave out what only says that it happened: `When was that?` and `How did it happen?` ask no more than their first words."""
    tail = [word.low for word in found]
    for place in range(1, min(len(tail), 4)):
        rest = tail[place:]
        if tail[place - 1] in {"who", "what", "which"} or rest[0] not in AUXILIARIES or len(rest) < 2:
            continue
        happens = rest[1] in _NAMED and rest[2:] in (["happen"], ["occur"], ["happening"], ["take", "place"], ["come", "about"])
        if happens or rest[1:] in (["that"], ["this"], ["that", "so"], ["it", "so"]) or (rest[1:] == ["it"] and tail[place - 1] in {"when", "why"}):
            return found[:place]
    return found
