"""Which cases are made, and how many of each kind: chance decides by a seed, no question is used twice before every other is once."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .case import Case
from .draft import draft_of
from .fact import VERB, Fact
from .falsehoods import CHANGES
from .statements import facts, told_over
from .validation import Validation, known_words
from .wording import finished
from .words import spaced
from .world import World, world_of

KINDS = ("name", "number", "negation", "wrong_passage", "other_quote", "invented_quote")
"""The kinds of falsehood that share a half of the cases; `person` comes on top."""


def cases(data: Validation, seed: int, count: int = 500, *, half: int = 1) -> list[Case]:
    """Make cases: half of `count` true, half false by the kinds of `KINDS` in equal parts, and as many again as one kind has by `person`.

    Args:
        data: The validation split.
        seed: Decides everything that is left to chance.
        count: How many, if the questions suffice; else fewer, as many true as false.
        half: 1 for the stories of the first half in the order of their ids, 2 for those of the second.

    Returns:
        The cases, shuffled.
    """
    rng = random.Random(f"{seed}/{half}")
    ids = sorted(data.documents)
    chosen = set(ids[: len(ids) // 2] if half == 1 else ids[len(ids) // 2 :])
    world = world_of({id: document for id, document in data.documents.items() if id in chosen})
    known = known_words(data)
    rows = [row for row in data.rows if row.story in chosen]
    pool = [fact for row in rows for fact in facts(row, world.documents[row.story].text, known)]
    narrated = told_over(rows, world)
    made = _falsified(pool, narrated, world, rng, count // 2)
    false = [case for cases_of_kind in made.values() for case in cases_of_kind]
    wanted = sum(case.change != "person" for case in false)
    true = _true(pool, narrated, world, rng, wanted)
    found = true + false
    rng.shuffle(found)
    return found


def _true(pool: Sequence[Fact], narrated: Sequence[Fact], world: World, rng: random.Random, wanted: int) -> list[Case]:
    """Make true cases, one of a question before a second of any; as large a share of retold sentences as the false ones have."""
    retold = rng.sample(list(narrated), k=min(len(narrated), wanted // 25))
    made: list[Case] = []
    seen: set[str] = set()
    for fact in retold + _by_use(pool, Counter(), rng):
        draft = draft_of(fact, pool, world, rng) if len(made) < wanted else None
        if draft is not None and draft.case.text not in seen:
            seen.add(draft.case.text)
            made.append(finished(draft.case, rng))
    return made


def _falsified(pool: Sequence[Fact], narrated: Sequence[Fact], world: World, rng: random.Random, wanted: int) -> dict[str, list[Case]]:
    """Make false cases of every kind, as equally many as the statements allow, the kinds that fewest fit first."""
    each = [wanted // len(KINDS) + (at < wanted % len(KINDS)) for at in range(len(KINDS))]
    counts = dict(zip(KINDS, each, strict=True)) | {"person": wanted // len(KINDS) + 1}
    used: Counter[str] = Counter()
    made: dict[str, list[Case]] = {}
    for kind in ("name", "number", "negation", "person", "invented_quote", "wrong_passage", "other_quote"):
        extra = rng.sample(list(narrated), k=len(narrated)) if kind == "number" else []
        made[kind] = []
        seen: set[str] = set()
        times: Counter[str] = Counter()
        for fact in _by_use(pool, used, rng) + extra + extra:
            if len(made[kind]) >= counts[kind]:
                break
            if times[fact.row.id] >= (2 if kind in {"name", "number"} else 1):
                continue
            draft = draft_of(fact, pool, world, rng)
            case = CHANGES[kind](draft, world, rng, len(made[kind])) if draft else None
            if case is None or case.text in seen:
                continue
            seen.add(case.text)
            times[fact.row.id] += 1
            used[fact.row.id] += 1
            quoted = case if kind in {"invented_quote"} else finished(case, rng)
            made[kind].append(replace(quoted, text=spaced(quoted.text.replace(VERB, "")), change=kind))
    return made


def _by_use(pool: Sequence[Fact], used: Counter[str], rng: random.Random) -> list[Fact]:
    """Return statements in an order left to chance, but those of questions less used first, one of each question."""
    order = rng.sample(list(pool), k=len(pool))
    times: Counter[str] = Counter(used)
    ranked = []
    for fact in order:
        ranked.append((times[fact.row.id], fact))
        times[fact.row.id] += 1
    return [fact for _, fact in sorted(ranked, key=lambda each: each[0])]
