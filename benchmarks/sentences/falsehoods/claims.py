"""Changes of what a sentence claims: another name, another person, another number, a verb denied."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from qa.english import base, guessed, past, tells_past

from ..case import Case
from ..characters import OTHERS, PERSON, SAME, SORTS, TITLES
from ..draft import Draft
from ..fact import VERB
from ..numbers import number_in, numbers_like
from ..words import FINITE
from ..world import World


def named(draft: Draft, world: World, rng: random.Random, made: int) -> Case | None:
    """Put another name in the place of one: every other time one from the same windows."""
    case = draft.case
    for known in (world.people, world.places):
        here = [name for name in known[case.story] if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", case.text)]
        told = " ".join(window.text for window in case.windows)
        near = {name for id in {window.document_id for window in case.windows} for name in known[id] if re.search(rf"\b{re.escape(name)}\b", told)}
        far = {name for names_of in known.values() for name in names_of} - near
        far = {name for name in far if name not in told}
        offered = sorted(near if made % 2 == 0 else far)
        said = set(f"{case.text} {case.question}".replace("'s", "").split())
        fitting = [name for name in offered if not said & set(name.split()) and not any(name in other or other in name for other in here)]
        if here and fitting:
            name = max(rng.sample(here, k=len(here)), key=lambda each: len(each.split()))
            whole = rf"(?<![\w-]){TITLES}{re.escape(name)}(?: (?:I|Ashpeter|Bourhis?|Gemdelovely|Monedo))?(?![\w-])"
            return replace(case, text=re.sub(whole, rng.choice(fitting), case.text))
    return None


def swapped(draft: Draft, world: World, rng: random.Random, made: int) -> Case | None:
    """Put another character in the place of one that has no name, every other time one that the windows speak of."""
    case = draft.case
    match = next((each for each in PERSON.finditer(case.text)), None)
    if match is None or match.group(2).lower().endswith("knights"):
        return None
    was = match.group(2).lower()
    told = " ".join(window.text for window in case.windows).lower()
    whole_story = world.documents[case.story].text.lower()
    story = draft.case.text.lower() + case.question.lower() + case.quote.lower()
    alike = [noun for noun, sort in SORTS.items() if sort == SORTS[was] and noun != was and noun not in story and noun not in OTHERS.split()]
    same = next((group for group in SAME if was in group), frozenset({was}))
    near = [noun for noun in alike if noun not in same and was not in OTHERS.split() and re.search(rf"\bthe (?:\w+ )?{noun}\b", told)]
    far = [noun for noun in alike if noun not in whole_story]
    offered = near if made % 2 == 0 else far
    if not offered:
        return None
    who = f"{match.group(1)} {rng.choice(offered)}"
    whole = match.group()
    written = re.compile(rf"\b{re.escape(whole)}\b(?![-\w])", re.I)
    return replace(case, text=written.sub(lambda each: who if each.group()[0] == who[0] else who[0].swapcase() + who[1:], case.text))


def numbered(draft: Draft, _world: World, rng: random.Random, made: int) -> Case | None:
    """Put another number in the place of one: every other time one that occurs in the windows, if there is any."""
    case = draft.case
    match = number_in(case.text)
    if match is None:
        return None
    number = match.group()
    told = " ".join(window.text for window in case.windows)
    cited = case.windows[case.number - 1].text
    offered = [other for other in numbers_like(number) if other != number and other not in case.text]
    near = [other for other in offered if re.search(rf"\b{other}\b", cited)] or [other for other in offered if re.search(rf"\b{other}\b", told)]
    pick = rng.choice(near if near and made % 2 == 0 else offered)
    return replace(case, text=f"{case.text[: match.start()]}{pick}{case.text[match.end() :]}")


def denied(draft: Draft, _world: World, rng: random.Random, _made: int) -> Case | None:
    """Deny the main verb, or affirm a denied one."""
    case = draft.case
    before, mark, after = case.text.partition(VERB)
    words = after.split()
    if not mark or len(words) < 2 or re.search(r"\b(?:never|no|nothing|nobody|none|everyone|all (?=\S+ \x01))\b", case.text, re.I):
        return None
    verb, follows = words[0], words[1]
    ongoing = [word for at, word in enumerate(words[1:-1], 1) if words[at - 1] in {"and", "then"} and (tells_past(word) or word in FINITE)]
    if follows == "not":
        return replace(case, text=before + VERB + _affirmed(words))
    if ongoing or (verb not in FINITE and base(verb) is None):
        return None
    return replace(case, text=before + VERB + _negated(verb, words[1:], rng))


def _affirmed(words: Sequence[str]) -> str:
    if words[0] == "did":
        return " ".join([past(words[2]), *words[3:]])
    return " ".join([words[0], *words[2:]])


def _negated(verb: str, rest: Sequence[str], rng: random.Random) -> str:
    modal = verb in FINITE and not (verb in {"had", "did"} and not (rest and base(rest[0]) and tells_past(rest[0])))
    never = rng.random() < 0.15
    if modal:
        return " ".join([verb, "never" if never else "not", *rest])
    # Pasts that are not left to the guess, most of them forms of two verbs.
    known = {"lay": "lie", "had": "have", "found": "find", "felt": "feel", "left": "leave", "saw": "see", "did": "do"}.get(verb) or guessed(verb)
    return " ".join(["never", verb, *rest] if never else ["did not", known, *rest])
