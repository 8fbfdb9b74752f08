"""The kinds of question: `KINDS` says what a person wants to read back, `asked_for` tells a question's kind."""

import re
from collections.abc import Mapping, Sequence

from .grammar import VERBS
from .kinds import kind
from .names import Mention
from .opening import opened, without_courtesy

KINDS: Mapping[str, str] = {
    "person": "who: a person, or people",
    "place": "where",
    "time": "when",
    "number": "how many, how long, how old",
    "cause": "why: a reason, in its sentence",
    "manner": "how: the way something was done, in its sentence",
    "feeling": "how somebody felt",
    "name": "what somebody or something is called",
    "thing": "what, which: anything else",
    "yes_no": "yes or no, with the sentence that says so",
    "list": "several things, every place that names one",
    "about": "who or what a name stands for: the sentences that introduce it",
    "topic": "what is told of something in particular: whole sentences, found by search",
    "ending": "how a story ends: its last sentences",
    "beginning": "how a story begins: its first sentences",
    "compare": "two people or stories side by side, a quote of each",
    "summary": "what a story is about as a whole",
    "greeting": "nothing of the stories: a greeting, thanks, a question about Quoth itself",
}

_STORY = r"(?:(?:the|this|that|her|his|their|its|whole|entire|first|second|last|short|fairy) )*(?:story|stories|tales?|books?|fables?|novels?|text)"
_LIFE = rf"(?:the )?§(?:'s?)?(?: {_STORY}| life)?"
_OF = r"(?: (?:of|about|called|named|with|by) .+)?"
# What may stand for a story as a whole: itself, a name, or a name's story.
_WHOLE = rf"(?:{_STORY}{_OF}|it|it all|everything|{_LIFE})"
_TO_US = r"(?: (?:me|us))?(?: (?:more|something|everything|anything|all|a bit|a little|a lot))?"
_TELLING = r"(?:you|we|i|one|the (?:story|stories|text|texts|tale)) (?:know|tell|say|learn|read|hear|find)(?: (?:me|us|out))?"
_DOES = r"(?:does|do|did|will|would|has|is|was)"
_HAPPENS = r"(?:happens?|happened|has happened|will happen|becomes|became|has become|takes place|took place|is told|do we (?:learn|hear|read))"
_ENDS = r"(?:ends?|ended|finish|finishes|finished|conclude|concludes|concluded|turn out|turns out|turned out)"
_BEGINS = r"(?:begins?|began|begun|starts?|started|opens?|opened)"
_AUXILIARY = "|".join(sorted(re.escape(word) for word in VERBS))
_QUANTITY = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+|some|several|all|both|different|various|other)"
_PLURAL = r"(?!(?:is|was|does|has|this|his|its|happens|\w*ss|\w*us|\w*'s)\b)(?:[\w-]+s|people|children|men|women|feet|teeth|mice|geese|oxen)"
_AFTER = rf"(?:{_AUXILIARY}|of|from|that|which|who|besides|apart|in|on|with|at|by)"

# In this order: the first shape that fits is the kind.
_SHAPES: Mapping[str, tuple[str, ...]] = {
    "greeting": (
        r"^(?:(?:hello|hi|hey|hiya|greetings|good (?:morning|day|afternoon|evening|night)|welcome|thanks?|thank you|many thanks|cheers|bye|goodbye|"
        r"see you|ok|okay|great|cool|nice|perfect|wow|yes|no|sure|got it|never ?mind|please|help|test|there|you|very much|a lot|so much|later|quoth|"
        r"everyone|all|again|for (?:your|the|all|this|that)|help|answers?)\b[ ,]*)+$",
        r"^(?:who|what) (?:are|r) (?:you|u)\b(?: called| exactly)?$",
        r"^what(?: is|'s) your (?:name|purpose|job)$",
        r"^how are (?:you|things)(?: doing| today| now)*$",
        r"^(?:what|how) (?:can|could|do|does) (?:you|quoth|this) (?:do|work|help(?: me)?|know)$",
        r"^what can i ask(?: you| here| about)*$",
        r"^are you (?:a |an )?(?:human|robot|bot|ai|real|there|machine|person|program)$",
        r"^(?:can|could|will) you help(?: me)?$",
    ),
    "summary": (
        r"\b(?:summari[sz]e|summary|sum up|in a nutshell|synopsis|retell)\b",
        rf"^what(?: is|'s| was| are| were) {_WHOLE} (?:all |mainly |mostly )?about$",
        rf"\b(?:main (?:idea|point|theme|message)|plot|moral|gist|theme)\b.* (?:of|in|to|behind) {_WHOLE}$",
        r"^what(?: is|'s) the (?:plot|moral|gist)$",
        rf"^what (?:happens|happened|goes on|is told|takes place) in {_WHOLE}$",
        rf"^what {_DOES} {_STORY}{_OF} (?:tell|tell of|deal with|teach)(?: us)?$",
    ),
    "ending": (
        rf"^(?:how|when|where|in what way) {_DOES} {_WHOLE} (?:all )?{_ENDS}\b(?! of)",
        rf"^(?:how|what) {_HAPPENS}\b.* (?:at|in|by|toward|towards) the (?:very )?(?:end|ending|conclusion|close)(?: of {_WHOLE})?$",
        rf"^what (?:is|was) the (?:end|ending|conclusion|outcome)(?: of {_WHOLE})?$",
        rf"^(?:the )?(?:end|ending)(?: of {_WHOLE})?$",
        rf"\bhow {_WHOLE} {_ENDS}$|\b(?:happy|sad|unhappy) (?:end|ending)\b",
    ),
    "beginning": (
        rf"^(?:how|where|when|with what) {_DOES} {_WHOLE} {_BEGINS}$",
        rf"^(?:how|what) {_HAPPENS}\b.* (?:at|in|from) the (?:very )?(?:beginning|start|outset|opening)(?: of {_WHOLE})?$",
        rf"^what (?:is|was) the (?:beginning|start|opening)(?: of {_WHOLE})?$",
        rf"\bhow {_WHOLE} {_BEGINS}$|^what happens first$",
    ),
    "compare": (
        r"^(?!why\b).*\b(?:compare|comparison|contrast|versus|vs|in common|similarity|similarities)\b|^(?:how|in what way) .*\b(?:similar|alike)\b",
        r"\bdifferences?\b.*\bbetween\b|\bdiffer(?:ent|s)?\b.*§.*\bfrom\b.*§|§.*\bdiffer(?:ent|s)?\b.*\bfrom\b.*§|\bdiffer\b.*§.*§|§.*§.*\bdiffer",
        r"^(?:who|which|what|whose)\b.*[ ,:]§(?:'s?)?(?: \w+)?,? or (?:\w+ )?§",
        rf"^(?:{_AUXILIARY}) (?:.* )?§(?:'s?)?(?: \w+)?,? or (?:\w+ )?§|^(?:{_AUXILIARY})\b.*§.*\bthan\b.*§",
        r"\bboth (?:\w+ )?§ and (?:\w+ )?§",
    ),
    "about": (
        r"^(?:who|what)(?: exactly)?(?: is|'s| was| are| were) §(?: (?:and|or) §)?$",
        r"^§(?:(?: and|,) §)*$",
        rf"^(?:tell|say|talk|know|read|hear|learn|write)\b{_TO_US} (?:about|of) {_LIFE}(?:,? and {_LIFE})?$",
        r"^(?:describe|introduce|present|portray)(?: (?:me|us))? (?:to )?(?:the character (?:of )?)?§(?:,? and §)?$",
        rf"^what {_DOES} {_TELLING}{_TO_US} (?:about|of) §$|^what can {_TELLING} (?:about|of) §$",
        r"^(?:(?:more|information|details|facts?|something|anything)(?: \w+)? )?(?:about|on) §$",
        r"^what (?:kind|sort) of (?:person|man|woman|girl|boy|character|people|place) (?:is|was|are|were) §$|^what (?:is|was) § like$",
    ),
    "topic": (
        rf"^(?:tell|say|talk)\b{_TO_US} (?:about|of) |^(?:describe|discuss|recount|outline)\b|^explain (?!why|how|what|who|where|when)",
        rf"^what {_DOES} {_TELLING} (?:about|of) |^what can {_TELLING} (?:about|of) |^(?:more|information|details)(?: \w+)? (?:about|on) ",
    ),
    "list": (
        rf"^(?:which|what) (?:{_QUANTITY} )?(?:(?!{_AFTER}\b)[\w'-]*[^\Ws] )?{_PLURAL} {_AFTER}\b",
        rf"^(?:which|what) {_QUANTITY} [\w' -]*{_PLURAL}\b|^(?:which|what) (?:kinds|types|sorts|things|names|people|places|children)\b",
        r"\b(?:what|which|who) (?:are|were) some\b|\bwhat (?:are|were) the (?:[\w'-]+ )?(?:names of|things)\b|^(?:list|enumerate)\b",
        rf"\bwho (?:are|were) all\b|^(?:who|what) all\b|\b(?:who|what|which) (?:are|were) (?:all )?the {_QUANTITY} (?!.*\bdoing\b)",
        rf"^(?:give|name|tell|mention|show|say)(?: (?:me|us))? (?:all|both|every|each|{_QUANTITY}|(?:the )?names of|examples of|a list of)\b",
    ),
}
_PATTERNS = {name: re.compile("|".join(patterns)) for name, patterns in _SHAPES.items()}
_YES_NO = re.compile(
    rf"^(?:{_AUXILIARY})\b|^(?:if|whether)\b(?!.*\b(?:what|who|where|when|why|how|which)\b)|^(?:it )?(?:true or false)\b|"
    r", (?:right|correct|true|or not)$|\b(?:yes or no|true or false)$|"
    r", (?:is|was|did|does|has|had|are|were|do)(?:n't)? (?:it|he|she|they|that)(?: not)?$"
)
_ALTERNATIVE = re.compile(r"\bor\b(?! (?:not|no|false)\b)")
# What `kind` leaves open, for it weighs evidence only.
_FACTS = {
    "cause": re.compile(
        r"\b(?:how come|what for|for (?:what|which) (?:reason|purpose|cause)|what (?:led|drove|moved|prompted|brought) \S+ to)\b|"
        r"\bfor what$|^for what (?:did|do|does|was|were|had|has)\b"
    ),
    "time": re.compile(r"\b(?:since when|until when|how long ago|(?:what|which) (?:time|hour|point)|birthday|date of)\b"),
    "number": re.compile(r"\b(?:(?:what|which) age|(?:number|amount|age) of|how (?:few|high|fast|wide|heavy|expensive))\b"),
    "place": re.compile(
        r"\b(?:birthplace|home ?town|whereabouts|whence|whither)\b|^(?:name )?(?:the )?(?:place|city|town|country|village) (?:of|where|in which)\b"
    ),
    "person": re.compile(r"^(?:what|which|name the) (?:\w+ )?(?:person|man|woman|boy|girl|character|people)\b"),
}
_MANNER = re.compile(r"^how\b|\b(?:by what means|in (?:what|which) (?:way|ways|manner))\b|\band how\b|: how\b")


def asked_for(text: str, mentions: Sequence[Mention] = ()) -> str:
    """Return the kind of a question, a key of `KINDS`.

    Args:
        text: The question, stand-alone.
        mentions: The names in it, in its order.
    """
    folded = opened(text, mentions)
    if _PATTERNS["greeting"].search(folded):
        return "greeting"
    plain = without_courtesy(folded)
    shape = next((name for name, pattern in _PATTERNS.items() if pattern.search(plain)), None)
    if shape is not None:
        return shape
    if _YES_NO.search(plain) and not _ALTERNATIVE.search(plain):
        return "yes_no"
    return _fact(plain)


def _fact(plain: str) -> str:
    """Return what thing is asked for, whatever the shape."""
    told = next((name for name, pattern in _FACTS.items() if pattern.search(plain)), None) or kind(plain)
    return told or ("manner" if _MANNER.search(plain) else "thing")
