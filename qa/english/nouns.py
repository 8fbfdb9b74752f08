"""What a noun tells of whom it names: one or several, she or he, a person, an animal or a thing."""

from collections.abc import Sequence
from typing import Literal

from .verbs import is_base
from .words import ADJECTIVES, COUNTS, Word

Gender = Literal["female", "male", ""]
Sort = Literal["name", "person", "animal", "group", "thing"]

FEMALE = frozenset(
    "woman girl mother queen princess daughter sister wife aunt grandmother granddaughter widow lady witch maiden maid niece goddess bride "
    "stepmother stepsister stepdaughter mermaid duchess countess empress hostess heroine actress ballerina nun hag crone sorceress enchantress "
    "shepherdess godmother mum mom mummy mommy mama mamma grandma granny dame damsel lass spinster governess midwife cow hen ewe mare vixen "
    "lioness mrs miss ms madam maidservant waitress priestess fiancee girlfriend schoolgirl".split()
)
MALE = frozenset(
    "man boy father king prince son brother husband uncle grandfather grandson widower lord monk bishop lad nephew god groom bridegroom "
    "stepfather stepson stepbrother wizard warlock sorcerer magician duke count earl emperor gentleman baron squire sultan czar tsar pope abbot "
    "friar godfather dad papa grandpa chap fellow bull rooster cock ram stallion mr sir knight huntsman youth priest peasant woodcutter "
    "schoolboy boyfriend fiance".split()
)
_PERSON = frozenset(
    "child baby person friend guest chief judge cook thief neighbour neighbor servant slave giant ogre troll dwarf fairy elf goblin human "
    "orphan hero nurse doctor captain guard page tailor smith blacksmith student champion prodigy star artist critic poet musician pilgrim "
    "stranger twin infant parent cousin boss coach captive prisoner enemy beggar beloved darling one everybody everyone someone somebody anyone "
    "spirit ghost companion".split()
)
_ANIMAL = frozenset(
    "cow hen ewe mare vixen lioness bull rooster cock ram stallion animal beast creature cat dog fox wolf bear lion tiger horse donkey ass pony "
    "goat sheep lamb pig hog boar hare rabbit mouse rat mole badger hedgehog squirrel monkey ape elephant camel deer stag hart fawn ox calf kid "
    "puppy kitten snake serpent dragon frog toad tortoise turtle crocodile alligator crab fish salmon trout cod whale shark dolphin seal ant "
    "bee wasp fly spider butterfly beetle grasshopper cricket worm snail hound collie".split()
)
BIRDS = frozenset(
    "bird crow raven dove pigeon eagle hawk falcon owl goose duck swan hen cock rooster chicken duckling pheasant peacock sparrow swallow lark "
    "nightingale stork crane heron robin thrush blackbird magpie parrot turkey quail wren cuckoo gull finch".split()
)
_PLACES = frozenset(
    "city town village country land island river sea lake pond well forest wood garden field meadow mountain hill valley castle palace tower "
    "house home hut cottage church school street road market world sun moon star sky earth ground room kitchen door window bridge ship boat".split()
)
GROUPS = frozenset(
    "family people couple pair crowd audience company group team army band troop troupe class crew gang herd flock tribe council committee folk "
    "police government public parliament jury orchestra choir staff household nation village".split()
)
KIN = frozenset("mother father parent brother sister son daughter child grandmother grandfather aunt uncle cousin niece nephew sibling".split())
_PLURAL = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "folk": "person", "folks": "person", "mice": "mouse", "geese": "goose",
    "oxen": "ox", "feet": "foot", "teeth": "tooth", "wives": "wife", "wolves": "wolf", "thieves": "thief", "elves": "elf", "dwarves": "dwarf",
    "knives": "knife", "leaves": "leaf", "lives": "life", "calves": "calf", "loaves": "loaf", "brethren": "brother", "parents": "parent",
    "two": "one", "three": "one", "both": "one", "others": "other", "cattle": "cow",
}  # fmt: skip
PLURAL = frozenset(_PLURAL)
# Words in -er, -or that name nothing that acts.
_NO_DOER = frozenset(
    "career thereafter hereafter whatever whichever whoever together water river flower tower paper dinner supper winter summer letter number "
    "feather leather weather silver butter finger shoulder corner order chamber ladder hammer cover wonder power answer border timber cellar "
    "anger danger hunger fever matter manner master-piece quarter liver layer door floor color colour honor honour favor favour labor labour "
    "harbor harbour mirror error terror horror armor armour odor odour vapor fur center theater theatre shelter pepper ginger amber copper "
    "powder saucer slipper counter drawer trousers offer other another gesture however forever".split()
)
_PICKING = frozenset("first second third fourth fifth last other elder younger older one".split())
_NO_SUPERLATIVE = frozenset("forest priest harvest contest request interest tempest conquest protest arrest behest inquest".split())
_ABSTRACT = ("tion", "sion", "ness", "ment", "ity", "hood", "ship", "ance", "ence", "ism", "dom")


def singular(noun: str) -> str:
    """Return the singular of a folded noun; one that is singular comes back as it is."""
    if noun in _PLURAL:
        return _PLURAL[noun]
    for suffix in ("men", "women", "children"):
        if noun.endswith(suffix) and len(noun) > len(suffix) + 1:
            return noun[: -len(suffix)] + _PLURAL[suffix]
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("sses", "shes", "ches", "xes", "oes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3 else noun


def number(found: Sequence[Word]) -> Literal["one", "many"]:
    """Return whether a noun phrase means one or several; a proper name means one."""
    head = found[-1]
    if head.name:
        return "many" if found[0].low == "the" and singular(head.low) != head.low and not found[-1].unit else "one"
    if found[0].low in {"two", "three", "many", "several", "these", "those", "both"}:
        return "many"
    return "many" if singular(head.low) != head.low else "one"


def gender(found: Sequence[Word]) -> Gender:
    """Return the gender that a noun phrase's words tell: its head's, or its title's before a name (`King Arthur`)."""
    head = singular(found[-1].low)
    told = {singular(word.low) for word in found} if found[-1].name else {head}
    if told & FEMALE or (not found[-1].name and head.endswith(("woman", "mother", "wife", "girl", "maid"))):
        return "female"
    if told & MALE or (not found[-1].name and len(head) > 3 and head.endswith(("man", "father", "boy"))):
        return "male"
    return ""


def sort(found: Sequence[Word]) -> Sort:
    """Return what a noun phrase names, by its head."""
    head = found[-1]
    if head.name:
        return "name"
    noun = singular(head.low)
    if noun in _ANIMAL or noun in BIRDS:
        return "animal"
    if head.low in GROUPS:
        return "group"
    if noun in _PERSON or gender(found):
        return "person"
    return "person" if _acts(noun) else "thing"


def picks(word: Word) -> bool:
    """Tell whether a word only picks one of several: `the youngest`, `the second`, `the white one`."""
    superlative = word.low.endswith("est") and word.low not in _NO_SUPERLATIVE and len(word.low) > 5
    return not word.name and (superlative or word.low in _PICKING)


def doer(noun: str) -> str:
    """Return the verb of what a noun's bearer does: `dance` for `dancer`; empty for a noun that names no doer of a listed verb."""
    if not noun.endswith(("er", "or")):
        return ""
    return next((stem for stem in (noun[:-1], noun[:-2], noun[:-3]) if len(stem) > 2 and is_base(stem)), "")


def common(word: str) -> bool:
    """Tell whether a folded word is a listed noun, verb or adjective, and so hardly a name when it is written small."""
    noun = singular(word)
    if is_base(word) or word in ADJECTIVES | COUNTS | GROUPS:
        return True
    return noun in _PLACES or noun in _ANIMAL | BIRDS | _PERSON | FEMALE | MALE | KIN


def _acts(noun: str) -> bool:
    """Tell whether a noun names by its form someone who does something: `dancer`, `musician`, `pianist`."""
    if noun.endswith(_ABSTRACT) or noun in _NO_DOER or len(noun) < 5:
        return False
    return noun.endswith(("er", "or", "ist", "ician", "eer"))
