"""Changes of what a sentence cites: another window, another quote, a quote that stands nowhere."""

import random
import re
from dataclasses import replace

from corpus import sentences
from index import telling_terms

from ..case import Case
from ..draft import Draft
from ..fact import VERB
from ..quotes import holds
from ..wording import LEADS
from ..words import bare_word, spaced
from ..world import World


def misplaced(draft: Draft, _world: World, rng: random.Random, _made: int) -> Case | None:
    """Name another window than the one that holds the quote."""
    case = draft.case
    others = [at for at, window in enumerate(case.windows, 1) if at != case.number and not holds(window.text, case.quote)]
    return replace(case, number=rng.choice(others)) if others else None


def misquoted(draft: Draft, _world: World, rng: random.Random, made: int) -> Case | None:
    """Quote a sentence of another window that speaks of the same people at most, and name that window."""
    case = draft.case
    asked = set(telling_terms(case.question))
    said = set(telling_terms(case.text.replace(VERB, ""))) | asked | set(telling_terms(draft.fact.answer))
    answer = set(telling_terms(draft.fact.answer)) - asked
    offered: list[tuple[int, str, int]] = []
    for at, window in enumerate(case.windows, 1):
        if at == case.number:
            continue
        for start, end in sentences(window.text):
            quote = window.text[start:end]
            held = set(telling_terms(quote))
            if 6 <= len(quote.split()) <= 40 and len(held & said) <= 2 and not held & answer:
                offered.append((at, quote, len(held & said)))
    close = [each for each in offered if each[2] >= 1] if made % 3 else offered
    if not close:
        return None
    number, quote, _ = rng.choice(close)
    return replace(case, number=number, quote=quote)


def invented(draft: Draft, world: World, rng: random.Random, made: int) -> Case | None:
    """Quote what does not stand there: words replaced, two sentences spliced, or the sentence itself."""
    case = draft.case
    window = case.windows[case.number - 1].text
    ways = (_reworded, _spliced, _itself)
    quote = ways[made % 3](draft, world, rng)
    if quote is None or not 4 <= len(quote.split()) <= 45 or any(holds(each.text, quote) for each in case.windows) or holds(window, quote):
        return None
    return replace(case, quote=quote)


# Words of the stories in pairs of one sort: a quote with one in the other's place reads as if it stood in the story.
_NEAR_PAIRS = """
king prince, queen princess, old young, gold silver, golden copper, castle cottage, came went, night morning, daughter son, daughters sons, great
small, saw heard, took gave, said cried, mother father, sister brother, sisters brothers, day week, house palace, forest garden, wood field, door
gate, little big, good wicked, happy sorry, wife husband, boy girl, man woman, hand foot, hands feet, first last, long short, beautiful ugly, white
black, red blue, eat drink, ran walked, began ceased, water wine, sea river, home away, found lost, found hid, three seven, two four, horse cow, cat
dog, head arm, heart soul, poor rich, told asked, sat stood, brought sent, loved hated, knew forgot, up down, fell rose, before after, never always,
all some, bread meat, life fortune, tree bush, bird fish, stone stick, evening noon, fire oven, ring crown, country town, wanted refused, sleep
dance, laughed wept, glad angry, church mill, food money, box sack, giant wizard, eyes ears, work play, dead alive, people soldiers, thought dreamt
"""
_NEAR = {one: other for pair in reversed(_NEAR_PAIRS.replace("\n", " ").split(",")) for one, other in (pair.split(), pair.split()[::-1])}


def _reworded(draft: Draft, world: World, rng: random.Random) -> str | None:
    """Replace two or three content words by others of their sort."""
    words = draft.case.quote.split(" ")
    near = [at for at, word in enumerate(words) if bare_word(word) in _NEAR]
    if len(near) > 1:
        for at in rng.sample(near, k=min(len(near), rng.choice((2, 2, 3)))):
            words[at] = re.sub(re.escape(bare_word(words[at])), _NEAR[bare_word(words[at])], words[at], flags=re.I)
        return " ".join(words)
    places = [at for at, word in enumerate(words) if at and bare_word(word) in world.nouns or bare_word(word) in world.verbs]
    if len(places) < 2:
        return None
    for at in rng.sample(places, k=min(len(places), rng.choice((2, 2, 3)))):
        bare = bare_word(words[at])
        sort = world.verbs if bare in world.verbs else world.nouns
        ending = bare.endswith("s")
        other = rng.choice([word for word in sort if word != bare and word.endswith("s") == ending])
        words[at] = re.sub(re.escape(bare), other, words[at], flags=re.I)
    return " ".join(words)


def _spliced(draft: Draft, _world: World, rng: random.Random) -> str | None:
    """Join the beginning of the quoted sentence and the end of another one of the window."""
    quote = draft.case.quote
    window = draft.case.windows[draft.case.number - 1].text
    cuts = [match for match in re.finditer(r",? (?:and|but|when|so|that|to|with|in|for) ", quote) if match.start() > 12]
    others = []
    for start, end in sentences(window):
        sentence = window[start:end]
        ends = [match for match in re.finditer(r",? (?:and|but|when|so|that|to|with|in|for) ", sentence) if len(sentence) - match.end() > 15]
        others += [sentence[match.end() :] for match in ends[-2:] if sentence[match.end() :] not in quote and quote not in sentence]
    if not cuts or not others:
        return None
    return quote[: rng.choice(cuts).end()] + rng.choice(others)


def _itself(draft: Draft, _world: World, _rng: random.Random) -> str | None:
    text = spaced(draft.case.text.replace(VERB, ""))
    for lead in LEADS:
        text = text.removeprefix(lead)
    return text[0].upper() + text[1:]
