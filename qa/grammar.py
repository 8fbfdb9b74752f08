"""The words of English that are no one's names, or not alone: little words, titles, the calendar.

Whether any other word is a name only the library can tell (`usage.py`).
"""

from .english import ADVERBS, AUXILIARIES, CONJUNCTIONS, INTERROGATIVES, OPENERS, PREPOSITIONS, PRONOUNS
from .english import DETERMINERS as ARTICLES

DETERMINERS = ARTICLES | {"what", "which", "whose"}
NEGATIONS = frozenset(f"{word}n't" for word in AUXILIARIES) | {"can't", "won't", "shan't", "cannot", "ain't"}
VERBS = AUXILIARIES | NEGATIONS
# Words that ask for something: capitals are owed to their place in the question.
REQUESTS = frozenset(
    "tell name describe explain list give show find compare contrast summarise summarize quote say please introduce mention identify state define "
    "discuss enumerate outline recount hello hi hey ok okay thanks thank yes well".split()
)
_CONTRACTED = frozenset(f"{word}'{end}" for word in INTERROGATIVES | PRONOUNS | {"that", "let"} for end in ("s", "d", "m", "ll", "ve", "re"))
_OTHERS = frozenset(
    "according alongside amid amidst amongst concerning considering including regarding regardless round underneath unlike upon versus vs unto "
    "one ones whoever whatever whichever wherever many much several few more most less least either neither both other others such same own first "
    "last next yes let".split()
)
LITTLE = (
    ADVERBS | CONJUNCTIONS | DETERMINERS | INTERROGATIVES | OPENERS | PREPOSITIONS | PRONOUNS | REQUESTS | VERBS | _CONTRACTED | _OTHERS
)

CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december "
    "christmas easter jan feb apr aug sep sept oct nov dec".split()
)
# Named after people, but nobody's names.
UNITS = frozenset("celsius fahrenheit".split())
# Before a word of the calendar these make it a date; elsewhere it may be somebody's name.
DATING = frozenset("in on of since until till by last next every this each early late mid during before after from to between and".split())
# Little words and words of the calendar that people bear as names.
NAMESAKES = frozenset("will may april june august friday wednesday".split())
# They stand before a name, and never make it another's. Kinship counts: `Aunt Lily` is Lily.
TITLES = frozenset(
    "mr mrs ms miss master madam madame sir dame lord lady dr doctor professor prof st saint king queen prince princess duke duchess count countess "
    "earl baron baroness emperor empress tsar czar tsarina sultan president captain capt colonel general major sergeant lieutenant judge bishop "
    "father mother brother sister uncle aunt auntie cousin grandfather grandmother grandpa grandma granny nurse reverend pope rabbi chief young old "
    "little poor dear great big good brave wise fair saintly holy mademoiselle monsieur herr frau don dona señor señora jr sr inc ltd co corp".split()
)
# Parts of names that belong to no one alone.
PARTICLES = frozenset("de del della der den des di da do dos du la le les lo el al ibn bin ben van von zu zur ter ten af av y e o".split())
# After these a name is mostly a place's.
PLACING = frozenset("in to from of near at across throughout around inside outside through into".split())
# What makes a people's name of a country's, and the plural of either.
PEOPLES = ("s", "n", "ns", "an", "ans", "ian", "ians", "i", "is", "ese", "er", "ers", "ish", "ic")
# Places that go by several names; a story that has one has the others.
SAME_PLACE = (
    frozenset({"america", "usa", "us", "states", "united states"}),
    frozenset({"britain", "uk", "england", "united kingdom", "great britain"}),
    frozenset({"holland", "netherlands"}),
    frozenset({"russia", "soviet union", "ussr"}),
    frozenset({"persia", "iran"}),
    frozenset({"siam", "thailand"}),
    frozenset({"constantinople", "istanbul", "byzantium"}),
)
