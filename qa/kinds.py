"""What kind of thing a question asks for, and whether a sentence holds a thing of that kind.

The weights are log-odds, fitted on FairytaleQA's and SQuAD's training questions (`docs/benchmarks.md`).
"""

import re
from collections.abc import Collection, Mapping

_KINDS = (
    ("name", r"\b(names? of|called|named)\b|^(what|which) (is|was|were|are) .*\bname"),
    ("time", r"^(\w+ )?when\b|\b(what|which) (year|date|day|month|century|time|season|decade)\b"),
    ("place", r"^(\w+ )?where\b|\b(what|which) (\w+ )?(city|country|town|place|village|state|island|continent|land|region)\b"),
    ("number", r"\bhow (many|much|old|long|far|often|tall|big|large|high|deep)\b"),
    ("feeling", r"\b(feel|felt|feeling|emotion)s?\b"),
    ("cause", r"^(\w+ )?why\b|\b(what caused|what made|reason|because of what)\b"),
    ("person", r"\b(who|whom|whose)\b"),
)
_EVIDENCE: Mapping[str, tuple[tuple[str, float], ...]] = {
    "name": (("new name", 1.25),),
    "time": (("digit", 2.5), ("time", 1.0)),
    "place": (("place", 1.1), ("new name", 0.25)),
    "number": (("number", 2.0), ("digit", 0.4)),
    "feeling": (("feeling", 2.25),),
    "cause": (("cause", 0.85),),
    "person": (("new name", 1.2),),
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
    "feeling": re.compile(
        r"\b(glad|happy|sad|angry|afraid|fear(ed)?|frightened|joy(ful)?|sorrow|sorry|grief|grieved|wept|cried|astonished|surprised|ashamed|proud|pleased|"
        r"delighted|overjoyed|unhappy|lonely|love[ds]?|hate[ds]?|anger|rage|terrified|worried|anxious|troubled|miserable|jealous|envious|wonder|amazed|"
        r"vexed|content|grateful|thankful|excited|upset|felt|feel|feeling|heart|tears|weep|laugh(ed)?)\b",
        re.IGNORECASE,
    ),
}
_CAPITAL = re.compile(r"(?<=[a-z0-9,;’'] )[A-Z][\w’'-]+")


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
        found = any(word.casefold().removesuffix("'s") not in known for word in _CAPITAL.findall(sentence)) if holds == "new name" else None
        if found if found is not None else _PATTERNS[holds].search(sentence):
            gained += weight
    return gained
