"""The characters and places of the validation stories: hand-made lists of who they are, to change one into another of the same sort."""

import re

# Characters without a name in the validation stories, by sort: one may take another's place within a sort.
_MEN = "king prince giant troll butler shoemaker farmer fisherman miller tailor emperor sorcerer scholar shepherd soldier beggar smith"
_WOMEN = "queen princess fairy witch step-mother stepmother nurse cook maid giantess shepherdess empress widow grandmother washerwoman"
_BEASTS = "cat dog mouse bear fox wolf bull horse mare raven sparrow hen reindeer elk snake dragon hare goat"
# These can be replaced, by characters of the sort with the number below, but never take a place.
OTHERS = "man woman boy girl lad page-boy husband wife knight knights saint"
SORTS = {noun: at for at, sort in enumerate((_MEN, _WOMEN, _BEASTS)) for noun in sort.split()}
SORTS |= dict(zip(OTHERS.split(), (0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0), strict=True))
# What may stand between the article and a character.
_MODIFIER = r"(?:old|young|little|poor|eldest|youngest|second|wicked|good|great|wild|black|shoemaker)"
# Those who may be one and the same person in a story.
SAME = tuple(
    frozenset(group.split())
    for group in (
        "queen step-mother stepmother widow",
        "giant troll",
        "king prince emperor beggar",
        "horse mare",
        "fairy witch",
        "princess maid cook",
    )
)
PERSON = re.compile(rf"\b([Tt]he) (?:{_MODIFIER} ){{0,2}}({'|'.join(sorted(SORTS, key=len, reverse=True))})\b(?![-\w])", re.I)
# What the rules for names take for one in these stories and is none, and the places among the names.
NO_NAMES = frozenset("Kingdom Kingdoms Sunday State Blue Folk Isaac PEERIFOOL Buddha Odin Moonlight Paul Ashpeter Horai".split())
PLACES = frozenset(
    "Iceland,Combland,Mount Horai,China,India,Lund,Rasval,Ringfels,Damascus,Yangdschou,Tethertown,Brittany,Plover,Kyoto,Rousay".split(",")
)
# What stands before a name and belongs to it.
TITLES = r"(?:Princess |Lady |Sir |Old |Little Boy |St\. |King |Queen |Brother |Charcoal |Mount )?"
