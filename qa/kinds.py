"""What kind of thing a question asks for, and whether a sentence holds a thing of that kind.

The weights are log-odds, fitted on FairytaleQA's and SQuAD's training questions (`docs/benchmarks.md`).
"""

import re
from collections.abc import Collection, Mapping

_KINDS = (
    ("name", r"\b(names? of|called|named)\b|^(what|which) (is|was|were|are) .*\bname"),
    ("time", r"^(\w+ )?when\b|\bwhen (did|was|were|is)\b|\b(what|which) (year|date|day|month|century|time|season|decade)\b"),
    (
        "place",
        r"^(\w+ )?where\b|\bwhere (did|was|were|is)\b|"
        r"\b(what|which) (\w+ )?(city|country|town|place|village|state|island|continent|land|region)\b",
    ),
    ("number", r"\bhow (many|much|old|long|far|often|tall|big|large|high|deep)\b"),
    ("feeling", r"\b(feel|felt|feeling|emotion)s?\b"),
    ("cause", r"^(\w+ )?why\b|\bwhy (did|was|were|is)\b|\b(what caused|what made|reason|because of what)\b"),
    ("person", r"\b(who|whom|whose)\b"),
)
_EVIDENCE: Mapping[str, tuple[tuple[str, float], ...]] = {
    "name": (("new name", 1.25),),
    "time": (("digit", 2.5), ("time", 1.5)),
    "place": (("place", 1.5), ("new name", 0.25)),
    "number": (("number", 2.0), ("digit", 0.4)),
    "feeling": (("feeling", 2.0),),
    "cause": (("cause", 0.7),),
    "person": (("new person", 0.9), ("role", 0.45)),
}
_PATTERNS = {
    "digit": re.compile(r"\d"),
    "number": re.compile(
        r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|dozen|once|twice|half|many|several)\b",
        re.IGNORECASE,
    ),
    "cause": re.compile(r"\b(because|for|so that|in order|therefore|lest|thought|knew|wanted|wished|afraid|since)\b", re.IGNORECASE),
    "place": re.compile(
        r"\b(in|at|on|under|near|into|to|from|by|beside|behind|through|upon|beneath|within)\s+((the|a|an|his|her|their|its)\b|[A-Z])"
    ),
    "time": re.compile(
        r"\b(when|after|before|until|till|day|night|morning|evening|years?|hour|month|week|time|then|while|soon|once|at last|\d{4})\b", re.IGNORECASE
    ),
    "role": re.compile(
        r"\b(parents?|father|mother|son|daughter|brothers?|sisters?|wife|husband|king|queen|prince|princess|m[ae]n|wom[ae]n|boy|girl|lady|lord|servant|"
        r"master|child(ren)?|people|friends?|uncle|aunt|maiden|youth|lad|knight|merchant|farmer|soldier|robber|witch|giant|fairy|dwarf|teacher|doctor|"
        r"neighbou?rs?|fox|wolf|bear|lion|bird)\b",
        re.IGNORECASE,
    ),
    "feeling": re.compile(
        r"\b(glad|happy|sad|angry|afraid|fear(ed)?|frightened|joy(ful)?|sorrow|sorry|grief|grieved|wept|cried|astonished|surprised|ashamed|proud|pleased|"
        r"delighted|overjoyed|unhappy|lonely|love[ds]?|hate[ds]?|anger|rage|terrified|worried|anxious|troubled|miserable|jealous|envious|wonder|amazed|"
        r"vexed|content|grateful|thankful|excited|upset|felt|feel|feeling|heart|tears|weep|laugh(ed)?)\b",
        re.IGNORECASE,
    ),
}
_LETTERS = re.compile(r"[a-z']+")
_NEEDED = (
    (re.compile(r"\bhow (many|old)\b"), "number"),
    (re.compile(r"\b(what|which) (year|date)\b"), "digit"),
    (re.compile(r"^(and )?what (is|was|are|were) .*(called|named)$|\b(what|which) (is|was|are|were) (\w+ ){0,2}names?\b|\bnames? of\b"), "name"),
)
_CAPITAL = re.compile(r"(?<=[a-z0-9,;’'] )[A-Z][\w’'-]+")
# After these a name is mostly a place's.
_AT = re.compile(r"\b(in|at|from|to|near|of) $")


def kind(question: str) -> str | None:
    """Return what a question asks for: `name`, `time`, `place`, `number`, `feeling`, `cause` or `person`; None for anything else."""
    asked = " ".join(re.findall(r"[a-z']+", question.casefold()))
    return next((name for name, pattern in _KINDS if re.search(pattern, asked)), None)


def evidence(wanted: str | None, sentence: str, known: Collection[str]) -> float:
    """Return how much a sentence gains for holding what is asked for, in log-odds.

    Args:
        wanted: What `kind` returned for the question.
        sentence: The sentence.
        known: The words of the question, casefolded: a name among them is no answer.
    """
    gained = 0.0
    for holds, weight in _EVIDENCE.get(wanted or "", ()):
        if _new(sentence, known, persons=holds == "new person") if holds.startswith("new") else _PATTERNS[holds].search(sentence):
            gained += weight
    return gained


def lacks(question: str, quote: str, answer: str) -> bool:
    """Tell whether words cannot answer a question, for want of the number, the year or the name that it asks for.

    Of 901 training questions "how many" or "how old" 98 in 100 have a number in the sentence that answers; of 494 that ask for a year or date all
    have a digit there. Of 914 that ask what something is called 90 in 100 have a capital in the answer itself; the others are terms of science and
    the like, and in stories there is none.

    Args:
        question: The question.
        quote: The sentences that hold the answer.
        answer: The words of it.
    """
    asked = " ".join(_LETTERS.findall(question.casefold()))
    wanted = next((what for pattern, what in _NEEDED if pattern.search(asked)), None)
    if wanted == "number":
        return not (_PATTERNS["digit"].search(quote) or _PATTERNS["number"].search(quote))
    if wanted == "digit":
        return not _PATTERNS["digit"].search(quote)
    return wanted == "name" and not any(letter.isupper() for letter in answer)


def _new(sentence: str, known: Collection[str], *, persons: bool) -> bool:
    """Tell whether a sentence names someone, or something, that the question does not."""
    return any(
        match.group().casefold().removesuffix("'s") not in known and not (persons and _AT.search(sentence, 0, match.start()))
        for match in _CAPITAL.finditer(sentence)
    )
