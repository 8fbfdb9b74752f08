"""The verbs of stories and their forms: `gave` is a form of `give`, and `give` becomes `gave`.

Common verbs of English, irregular ones with their past and participle. What is not listed is formed by rule.
"""

import re
from functools import lru_cache

_IRREGULAR = """
arise arose arisen, awake awoke awoken, be was been, bear bore borne, beat beat beaten, become became become, befall befell befallen, begin began
begun, behold beheld beheld, bend bent bent, bet bet bet, bid bade bidden, bind bound bound, bite bit bitten, bleed bled bled, blow blew blown,
break broke broken, breed bred bred, bring brought brought, build built built, burst burst burst, buy bought bought, cast cast cast, catch caught
caught, choose chose chosen, cling clung clung, come came come, cost cost cost, creep crept crept, cut cut cut, deal dealt dealt, dig dug dug, do
did done, draw drew drawn, drink drank drunk, drive drove driven, dwell dwelt dwelt, eat ate eaten, fall fell fallen, feed fed fed, feel felt felt,
fight fought fought, find found found, flee fled fled, fling flung flung, fly flew flown, forbid forbade forbidden, foretell foretold foretold,
forget forgot forgotten, forgive forgave forgiven, freeze froze frozen, get got got, give gave given, go went gone, grind ground ground, grow grew
grown, hang hung hung, have had had, hear heard heard, hide hid hidden, hit hit hit, hold held held, hurt hurt hurt, keep kept kept, kneel knelt
knelt, know knew known, lay laid laid, lead led led, leave left left, lend lent lent, let let let, lie lay lain, lose lost lost, make made made,
mean meant meant, meet met met, mistake mistook mistaken, overcome overcame overcome, overhear overheard overheard, overtake overtook overtaken, pay
paid paid, put put put, read read read, ride rode ridden, ring rang rung, rise rose risen, run ran run, say said said, see saw seen, seek sought
sought, sell sold sold, send sent sent, set set set, sew sewed sewn, shake shook shaken, shed shed shed, shine shone shone, shoot shot shot, show
showed shown, shrink shrank shrunk, shut shut shut, sing sang sung, sink sank sunk, sit sat sat, slay slew slain, sleep slept slept, slide slid
slid, speak spoke spoken, spend spent spent, spin spun spun, spit spat spat, split split split, spread spread spread, spring sprang sprung, stand
stood stood, steal stole stolen, stick stuck stuck, sting stung stung, strike struck struck, strive strove striven, swear swore sworn, sweep swept
swept, swim swam swum, swing swung swung, take took taken, teach taught taught, tear tore torn, tell told told, think thought thought, throw threw
thrown, tread trod trodden, understand understood understood, undertake undertook undertaken, wake woke woken, wear wore worn, weave wove woven,
weep wept wept, win won won, wind wound wound, withdraw withdrew withdrawn, wring wrung wrung, write wrote written
"""
_REGULAR = """
accept acclaim accompany achieve act add address admire admit adopt advertise advise affect agree aid allow amuse announce answer appear applaud
apply approach arrange arrest arrive ask assist assume assure attach attack attempt attend avenge avoid bake banish bathe beg behave believe belong
bestow betray blame bless bloom blossom boast boil borrow bow breathe bully burn bury call care carry celebrate challenge change charge chase chat
cheat check cheer chew choke chop claim clean clear climb close collect comb combine comfort command compare compete complain complete conceal
confess connect conquer consent consider consist contain continue control convert convince cook cough count cover crash crawl create cross crouch
crown cry cure curl dance dangle dare dash deceive decide declare decline defeat defend delay delight deliver demand deny depart describe deserve
design desire despise destroy determine develop devour die differ dine disappear discover disguise dislike dismiss dissolve distinguish distract
disturb dive divide doubt drag drain dread dream dress drift drop drown dry dump earn elect embrace employ enable encounter encourage end endure
engage enjoy ensure enter entertain erase escape establish exchange exclaim expect explain explore express fail faint fancy fascinate fasten favor
fear fill finish fit fix flap flatter flirt float flow focus follow fool force form frighten gain gallop gasp gather gaze giggle glance glare glide
grant grasp greet grieve groan growl grumble guard guess guide halt hand happen harm hatch hate haul haunt heal heap help hesitate hire hiss honor
hop hope howl hug hum hunt hurry hypnotise ignore imagine imitate impress improve include increase inform inherit injure inquire insist inspire
insult intend introduce invent invite join journey judge jump keep kick kidnap kill kiss knit knock lack land last laugh launch lean leap learn lick
lift light like limp linger listen live load lock long look love lower maintain manage march mark marry matter melt mend mention mind miss mix mock
mount mourn move murder name need nest nibble nod notice nudge obey object oblige observe obtain occur offer open operate oppose order organize
outwit overlook owe own pack paddle paint part pass pat patch peck peel peep perform perish permit persuade pick pinch place plan plant play plead
please plough pluck plunge point possess pounce pour practice praise pray preach predict prefer prepare present press pretend prevent prick proceed
proclaim produce promise promote propose protect prove provide publish pull punish purchase pursue push puzzle quarrel question rain raise rattle
rave reach realise realize receive recite recognise recognize recommend recover reduce refuse regain regret reject rejoice relax release remain
remember remind remove repair repeat replace reply report represent request require rescue resemble resist rest return reveal reward rip roam roar
roast rob roll rub ruin rule rush rustle sail save scare scatter scold scrape scratch scream scrub search seem seize separate serve settle shave
shelter shiver shout shove shrug sigh sign slam slap slice slip smash smell smile smoke snap snatch sneak sneeze sniff sob solve sound spare splash
spoil spot sprinkle sprout squeak squeeze stab stare start startle starve stay step stir stop store stretch study stumble succeed suffer suggest
summon support suppose surprise surrender surround survive suspect swallow swap swell switch swoop talk tame tap taste tease tempt tend thank thatch
threaten tickle tie toss touch tour tow trace trade train trample transform translate trap travel treat tremble trick trouble trust try tumble turn
twist unlock urge use utter value vanish venture visit vote vow wade wag wail wait walk wander want warm warn wash waste watch water wave welcome
whine whip whisper whistle win wink wipe wish witness wonder work worry worship wrap wrestle yell yield
"""
# As often nouns as verbs: after a noun they go on with it as readily as they tell what it did.
_NOUNISH = frozenset(
    "act aid answer attack attempt bear bow burn call care change charge chase claim command comb control cook count cover cross crown cry cure "
    "cut dance delay demand design desire dream dress drink drop end escape exchange face fall favor fear fight fit fly fool force form gain "
    "guard guess guide hand harm help honor hop hope hunt journey judge jump kick kiss land last laugh light like load lock long look love "
    "march matter mind miss mount move murder name need object offer open order own part pass place plan plant play point practice praise "
    "present press promise question rain reach read regret reply report request rescue rest return reward ride ring rise rule run sail scratch "
    "scream search set shelter shout show sigh sign sleep slip smell smile smoke sound spell spring stand stay step sting store study support "
    "surprise swing talk taste thought thatch tie touch tour train trap travel trick trouble trust try turn use value visit vote wait walk wash "
    "waste watch water wave welcome whistle will wish wonder work worry found felt ground left saw wound shed cast cost hit rose match "
    "stick bit stole spoke lead might bound".split()
)
_ED = frozenset("hundred sacred naked wicked beloved aged crooked wretched blessed rugged ragged learned".split())
_FORMS = {base: (past, participle) for base, past, participle in (row.split() for row in _IRREGULAR.replace("\n", " ").split(","))}
_BASES = frozenset(_FORMS) | frozenset(_REGULAR.split())
_OF_IRREGULAR = {form: base for base, forms in reversed(_FORMS.items()) for form in forms} | {"is": "be", "are": "be", "were": "be", "am": "be"}
_VOWELS = "aeiou"


def is_base(word: str, *, firmly: bool = False) -> bool:
    """Tell whether a folded word is a verb's base form; firmly: and not as often a noun."""
    return word in _BASES and not (firmly and word in _NOUNISH)


def past(verb: str) -> str:
    """Return the past of a base form: `gave` of `give`."""
    return _FORMS[verb][0] if verb in _FORMS else _regular(verb)


def participles(word: str) -> bool:
    """Tell whether a folded word is a verb's past participle or its -ing form."""
    known = base(word)
    if known is None or word == known:
        return False
    return word.endswith("ing") or word.endswith("ed") or word == _FORMS.get(known, ("", ""))[1]


def finite(word: str) -> bool:
    """Tell whether a folded word is in all likelihood a verb's past form: `gave`, `wanted`, not `left` or `rose`, which may be something else."""
    known = base(word)
    return known is not None and word not in _NOUNISH and word != known and (word.endswith("ed") or word == past(known))


def tells_past(word: str) -> bool:
    """Tell whether a folded word after a noun is rather its verb in the past: a known one, or any other in -ed."""
    return finite(word) or (word.endswith("ed") and len(word) > 4 and not word.endswith("eed") and word not in _ED)


def gerund(verb: str) -> str:
    """Return the -ing form of a base form: `giving` of `give`."""
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) and verb != "be":
        return f"{verb[:-1]}ing"
    return f"{verb}{verb[-1]}ing" if _doubles(verb) else f"{verb}ing"


@lru_cache(maxsize=8192)
def base(word: str) -> str | None:
    """Return the base form of a folded word that is a form of a verb listed here; None for any other word."""
    if word in _BASES:
        return word
    if word in _OF_IRREGULAR:
        return _OF_IRREGULAR[word]
    return next((stem for stem in _stems(word) if stem in _BASES), None)


def guessed(word: str) -> str:
    """Return the base form of a folded past form of any verb, by rule where it is not listed."""
    known = base(word)
    if known is not None:
        return known
    if not word.endswith("ed") or len(word) < 5:
        return word
    if word.endswith("ied"):
        return f"{word[:-3]}y"
    stem = word[:-2]
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    return f"{stem}e" if re.search(r"(?:[cgsuvz]|[^aeiou][aeiou][tkr]|[bdgt]l)$", stem) and not stem.endswith(("ss", "ng")) else stem


def _stems(word: str) -> list[str]:
    """List what a regular form may be a form of."""
    for ending, others in (("ied", ("y",)), ("ies", ("y", "ie")), ("ying", ("ie", "y"))):
        if word.endswith(ending):
            return [word[: -len(ending)] + other for other in others]
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + (1 if ending == "ing" else 2):
            stem = word[: -len(ending)]
            double = [stem[:-1]] if stem[-1] == stem[-2:-1] else []
            shorter = [word[:-1]] if ending == "es" else []
            return [*double, f"{stem}e", stem, *shorter] if ending in ("ing", "ed") else [stem, *shorter]
    return []


def _regular(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if _doubles(verb) else f"{verb}ed"


def _doubles(verb: str) -> bool:
    """Tell whether the last letter is doubled: one stressed vowel before one consonant (`stop`, `rob`, not `open`, `visit`)."""
    if len(verb) < 3 or verb[-1] in "aeiouwxy" or verb[-2] not in _VOWELS or verb[-3] in _VOWELS:
        return False
    return verb in {"permit", "regret", "admit", "occur", "prefer", "forget", "begin", "quarrel"} or len(re.findall(r"[aeiouy]+", verb)) == 1
