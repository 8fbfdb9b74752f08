"""Which verbs go somewhere, stay somewhere, lead to another verb, give something to somebody: what a question may be made of."""

# They change place: `went to the river`.
MOVING = frozenset(
    "go run walk travel move sail fly ride return journey hurry rush swim march drive escape flee creep wander sneak venture crawl emigrate "
    "gallop hasten".split()
)
# They are at a place: `lived in the forest`.
STAYING = frozenset(
    "live dwell stay sleep sit hide stand grow arrive land work study settle rest wait play meet die gather remain marry perform dance sing "
    "teach train graduate".split()
)
# Participles after `was` that go somewhere, and those that are somewhere.
MOVED = frozenset("send take carry bring lead invite throw drive call move lock put".split())
PLACED = frozenset("bear bury hide keep find raise educate hold build teach bring imprison lock crown settle catch meet".split())
# They leave what is done to the verb after `to`: `wanted to marry the princess`.
LEADING = frozenset("want decide try promise refuse agree plan hope learn offer need love like wish prefer long intend resolve attempt have".split())
# They take a person and a thing: `gave the boy a ring`.
GIVING = frozenset("give tell teach show offer bring send promise lend grant sell buy hand".split())
# They may have a `to` or a `for` of their own: `brought the basket to the king`, `built a house for the pig`.
TO_WHOM = GIVING | frozenset("take carry return throw deliver present read write sing add pay".split())
FOR_WHOM = frozenset("build buy make bring find get cook bake sew prepare leave choose do work".split())
# Their object alone is not what they are about: `made the king laugh`, `found the door open`.
PREDICATIVE = frozenset(
    "make let see hear watch find keep leave call name consider feel get think help notice want set turn have render prove".split()
)
# They need a place beside their object.
PLACING = frozenset("put place lay set hang stick pour throw".split())
# What they ask about is a clause, or nothing that a question could name.
UNASKED = frozenset(
    "be do say think know ask answer reply cry exclaim seem appear become happen use feel mean hope suppose believe begin start continue keep "
    "get look turn let lie lay cost last spend pass".split()
)
# They have no object of their own that could be asked for: what comes after them says how long, how far or in what state.
MEASURED = frozenset("wait live sleep remain stay last walk travel run come go sail fly journey fall sit stand step point".split())
# They get somebody to do something: `encouraged her to dance`.
URGING = frozenset(
    "encourage ask tell persuade invite allow force help teach advise order beg urge inspire send train lead command permit challenge convince "
    "motivate enable push forbid compel bid entreat instruct implore".split()
)
# What moves somebody: `was fascinated by the dances`.
STIRRED = frozenset(
    "driven fascinated inspired impressed moved influenced amazed enchanted delighted motivated struck terrified captivated mesmerized touched "
    "awakened woken frightened astonished guided".split()
)
# They tell somebody something that a question about them would leave out.
TELLING = frozenset("tell inform ask address remind warn promise beg order command urge advise assure persuade invite bid".split())
# Nouns that say when or how, not what.
WHENS = frozenset(
    "day night morning evening afternoon hour year week month time moment minute while winter summer spring autumn noon midnight season century "
    "second way age bit deal lot distance mile number fortnight days nights mornings evenings hours years weeks months times moments minutes "
    "ways miles".split()
)
# Objects that say nothing without the verb that takes them: `took a look`, `made up her mind`.
EMPTY = frozenset(
    "look rest part place care leave turn mind breath step effect notice word words thing things something use sense matter end beginning side "
    "hold sight advantage chance case fact share own kind sort rise start hurry fit piece pair aim mistake point attention eye head hand arm "
    "foot feet leg mouth nose ear hair beard face lip tongue wing tail neck back shoulder finger heart tears tear voice teeth wits thanks best "
    "courage pity notion pains oath vow fun fire appearance haste amends opinion purpose object idea power account others other whole half one "
    "more most flight seat heel gaze glance".split()
)
COUNTED = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty "
    "forty fifty sixty seventy eighty ninety hundred".split()
)
# What points outside the question, so that it is not understood by itself.
POINTING = frozenset(
    "i me my mine we us our ours you your yours he him she it they them hers theirs this that these those here there then so such thus other "
    "others another same latter former now again today tonight yesterday tomorrow therefore however hence thereby therein thereupon both either "
    "neither else thee thou thy ye one ones next also too instead rest already still not never no nobody nothing none everything something "
    "anything someone somebody everyone everybody anybody anyone following several certain".split()
)
OWNING = frozenset("his her its their".split())
REFLEXIVE = frozenset("himself herself itself themselves".split())
# Adverbs before or after a verb that a question does without.
SPARED = frozenset(
    "however very most quite much also soon often always finally still once later just then even already now again quickly slowly suddenly "
    "immediately eventually first afterwards afterward sometimes usually carefully gladly secretly quietly gently sadly happily angrily proudly "
    "privately bravely somewhat".split()
)
# Adverbs that change what is said.
TURNING = frozenset("not never no only hardly scarcely nearly almost barely neither nor seldom rarely perhaps maybe too otherwise".split())
# Verbs that say little without their noun: `gave a cry`, `made a search`.
LIGHT = frozenset("give take make have utter get pay set bow let raise draw shake open shut close do".split())
# Verbs and nouns of any story: a question that has no other word tells nothing of its own.
FAINT = WHENS | frozenset(
    "like love have take see hear find get do want wish meet know come go leave say call put keep give bring stand sit run walk return use need "
    "hold arrive live stay show feel begin start home house way thing place man woman person people many few much first last next".split()
)
ADJECTIVAL = ("ous", "ful", "less", "ive", "able", "ible", "ish", "ant", "ical")
