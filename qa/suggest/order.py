"""In which order the questions of a story are tried: the telling ones first, of all kinds, from all over it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from ..english import Word, base, content, singular, words
from .tales import Made
from .vocabulary import FAINT

_KINDS = {kind: place for place, kind in enumerate(("why", "many", "when", "how", "where", "what", "whom", "who"))}
# A question with fewer words that mean something could be asked of any story.
_TELLING = 3
# Sentences after an answer that are taken together when the next question is chosen.
_BLOCK = 6
# Kinds of questions that are vague when they tell little.
_OPEN = frozenset({"what", "whom", "who"})
_LEFT_OUT = 4
_GOLDEN = 0.6180339887498949


def spread(found: Iterable[Made]) -> list[Made]:
    """Order questions for a story as a whole: of every sentence its best one first, telling ones first, kinds in turn, places far apart.

    Those that could be asked of any story are left out.
    """
    groups = _by_sentence(found)
    places = sorted(range(len(groups)), key=lambda place: (place * _GOLDEN % 1, place))
    chosen = [groups[place] for place in places]
    return [*_tiers([group[0] for group in chosen]), *_tiers(list(chain.from_iterable(group[1:] for group in chosen)))]


def after(found: Iterable[Made], near: int) -> list[Made]:
    """Order questions for someone who has read up to an offset: what comes next first, what came before last, the sentence there never."""
    groups = [group for group in _by_sentence(found) if not group[0].start <= near < group[0].end]
    following = [group for group in groups if group[0].start > near]
    before = [group for group in reversed(groups) if group[0].start < near]
    blocks = [told[first : first + _BLOCK] for told in (following, before) for first in range(0, len(told), _BLOCK)]
    firsts = chain.from_iterable(_tiers([group[0] for group in block]) for block in blocks)
    return [*firsts, *chain.from_iterable(group[1:] for group in (*following, *before))]


def vague(made: Made) -> bool:
    """Tell whether a question could be asked of any story: besides a name it has no word of its own, as in `What did Hansel like?`."""
    return made.candidate.kind in _OPEN | {"where"} and not any(_own(word) for word in words(made.candidate.question)[1:])


def _own(word: Word) -> bool:
    return content(word) and not word.name and not {word.low, base(word.low), singular(word.low)} & FAINT


def _by_sentence(found: Iterable[Made]) -> list[list[Made]]:
    """Return the questions of each sentence, best first, in the order of the text."""
    groups: dict[int, list[Made]] = defaultdict(list)
    for one in found:
        if _tier(one) < _LEFT_OUT:
            groups[one.start].append(one)
    return [sorted(groups[start], key=_rank) for start in sorted(groups)]


def _tiers(found: Sequence[Made]) -> Iterator[Made]:
    tiers: dict[int, list[Made]] = defaultdict(list)
    for one in found:
        tiers[_tier(one)].append(one)
    for tier in sorted(tiers):
        yield from _in_turn(tiers[tier])


def _in_turn(found: Sequence[Made]) -> Iterator[Made]:
    """Yield one question of each kind, then the next of each."""
    kinds: dict[str, list[Made]] = {kind: [] for kind in _KINDS}
    for one in found:
        kinds[one.candidate.kind].append(one)
    return (one for row in zip_longest(*kinds.values()) for one in row if one is not None)


def _rank(made: Made) -> tuple[int, int]:
    return _tier(made), _KINDS[made.candidate.kind]


def _tier(made: Made) -> int:
    """Return 0 for a question that tells enough and names somebody, up to `_LEFT_OUT` for one that does neither."""
    one = made.candidate
    telling = sum(content(word) for word in words(one.question)[1:]) >= _TELLING
    return (2 * (not telling) + (not one.named)) + (not telling and not one.named and one.kind in _OPEN)
