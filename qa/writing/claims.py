"""What a sentence claims that can be looked up: the names in it, and the numbers."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from ..capitals import words
from ..english import ADVERBS, COUNTS
from ..grammar import LITTLE
from ..spelling import fold

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
        "eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100, "thousandth": 1000}
_TIMES = {"once": 1, "twice": 2, "thrice": 3, "dozen": 12, "half": 0.5, "both": 2, "pair": 2, "couple": 2, "single": 1, "double": 2, "triple": 3}
_VALUES: Mapping[str, float] = {**_UNITS, **_TENS, **_ORDINALS, **_TIMES}
# Words that sentences about stories begin with and that no story need have; no name is among them.
_OPENERS = frozenset(
    "according additionally afterward afterwards also although altogether apparently despite during eventually finally first following "
    "fortunately furthermore hence however immediately initially instead later luckily meanwhile moreover nevertheless once originally overall "
    "perhaps rather sadly similarly since someone something soon suddenly surprisingly therefore thereupon though throughout thus together "
    "ultimately unable unfortunately unlike until upon whenever wherever whereas while without yes no".split()
)
_DASHES = re.compile("[-‐‑–]")
# Words that say a number in one place and none in another: they count as said in a source, and never as claimed.
_LOOSE = frozenset("one once first second both half pair couple single double a an".split())
_PLACED = re.compile(r"\b(?:the|his|her|its|their|my|our|your)\s+(first|second)\b(?!\s+(?:time|thing|place|of\s+all)\b)", re.IGNORECASE)
_TOKEN = re.compile(r"\d+(?:[,.]\d{3})*(?:\.\d+)?(?=(?:st|nd|rd|th|s|%)?\b)|[^\W\d_]+")


def numbers(text: str) -> set[float]:
    """Return the numbers that a text claims, in digits or in words; `one` and the like claim none, `the first` and `the second` -1 and -2."""
    claimed = {value for value, word in _numbers(text) if word not in _LOOSE}
    return claimed | {-float(_ORDINALS[found[1].casefold()]) for found in _PLACED.finditer(text)}


def numbers_said(text: str) -> set[float]:
    """Return every number that a text may be taken to say, loose ones too."""
    said = {value for value, _ in _numbers(text)}
    said |= {-value for value, word in _numbers(text) if word in _ORDINALS or word[0].isdigit()}
    return said | ({1.0} if re.search(r"\ban?\b", text, re.IGNORECASE) else set())


def _numbers(text: str) -> Iterator[tuple[float, str]]:
    """Yield each number with the words that say it, or its digits."""
    run: list[str] = []
    for match in _TOKEN.finditer(f"{_DASHES.sub(' ', text)} ."):
        word = match.group().casefold()
        if run and (_continues(run, word) or (word == "and" and run[-1] in _SCALES)):
            run.append(word)
            continue
        if run:
            yield _worth(run), " ".join(run)
        run = [word] if word in _VALUES or word in _SCALES else []
        if word[0].isdigit():
            yield _digits(word), word
    if run:
        yield _worth(run), " ".join(run)


def _continues(run: Sequence[str], word: str) -> bool:
    """Tell whether a number word goes on with those before it: `one` after `twenty`, `hundred` after `two`, `fifty` after `two hundred`."""
    before = run[-1] if run[-1] != "and" else run[-2]
    if word in _SCALES:
        return before in _UNITS or before in _TENS or before == "hundred"
    if word not in _UNITS and word not in _TENS and word not in _ORDINALS:
        return False
    return before in _SCALES or (before in _TENS and 0 < _VALUES[word] < 10)


def _worth(run: Sequence[str]) -> float:
    """Return the number that number words say together."""
    total, current = 0.0, 0.0
    for word in run:
        if word in _SCALES:
            current = max(current, 1.0) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, current = total + current, 0.0
        else:
            current += _VALUES.get(word, 0.0)
    return total + current


def _digits(word: str) -> float:
    grouped = re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", word)
    return float(re.sub(r"[,.]", "", word) if grouped else word.replace(",", ""))


def names(text: str, small: Collection[str]) -> set[str]:
    """Return the names that a text claims, folded, word by word.

    A word is one when it has a capital that its place does not owe; at the start of a sentence, where a capital is owed, when it is no little
    word and stands nowhere in small letters.

    Args:
        text: The sentence.
        small: Folded words that are known to be written with a small letter.
    """
    return {word.key for word in words(text) if not word.little and (word.capital or (word.opens and _named(word.key, small)))}


def _named(key: str, small: Collection[str]) -> bool:
    return not (key in small or key in LITTLE or key in COUNTS or key in ADVERBS or key in _OPENERS)


def small_words(text: str) -> set[str]:
    """Return the words that a text writes with a small letter, folded."""
    return {fold(match) for match in re.findall(r"(?<![^\W_])[^\W\d_]+", text) if match[0].islower()}
