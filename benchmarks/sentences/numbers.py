"""Numbers in a sentence: found, written as digits, and others of the same kind."""

import re

# Number words by their value, as the stories and people's answers write them.
_WRITTEN_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_CARDINALS = {word: at for at, word in enumerate(_WRITTEN_NUMBERS.split())} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
}  # fmt: skip
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
# Ways to say how often.
_TIMES = ("twice", "three times", "four times", "seven times")
COUNTED = sorted([word for word, value in _CARDINALS.items() if value > 1], key=len, reverse=True)
_COMPOUND = r"(?:one|two|three|four|five|six|seven|eight|nine)-and-(?:twenty|thirty|forty|fifty)|(?:twenty|thirty|forty|fifty|sixty|seventy)-\w+"
_NUMBER = re.compile(rf"\b(?:{_COMPOUND}|{'|'.join(COUNTED)}|\d+|twice|{'|'.join(f'(?<=the ){word}' for word in _ORDINALS)}|\w*[a-z]teenth)\b")
# `first` where it counts nothing.
_FIRST_OF_ALL = re.compile(r"\bat first\b|\bthe first time\b")


def number_in(text: str) -> re.Match[str] | None:
    """Return the first number in a text, in words or digits, `one` left out; ordinals count behind `the`."""
    return _NUMBER.search(_FIRST_OF_ALL.sub(lambda match: "_" * len(match.group()), text))


def digits(word: str, match: re.Match[str]) -> str:
    """Return a number word as digits, but for parts of larger numbers."""
    around = match.string[max(0, match.start() - 1) : match.end() + 9]
    return word if "-" in around[:1] or re.search(r"hundred|thousand", around) else str(_CARDINALS[word])


def numbers_like(number: str) -> list[str]:
    """Return numbers of the same kind and about the same size."""
    if number in _ORDINALS:
        return [word for word in _ORDINALS[:5] if word != number]
    if number == "twice":
        return list(_TIMES[1:])
    if number.endswith("teenth"):
        return [word for word in ("thirteenth", "fourteenth", "fifteenth", "sixteenth", "eighteenth") if word != number]
    if number.isdigit():
        return [str(value) for value in (2, 3, 4, 5, 6, 7, 9, 12, 15, 20, 30) if value != int(number)]
    if "-" in number:
        return ["three-and-twenty", "five-and-forty", "twenty-one", "thirty-two"]
    small = [word for word, value in _CARDINALS.items() if 1 < value < 13]
    large = ["twenty", "thirty", "forty", "fifty", "sixty", "eighty"]
    whole = ["hundred", "thousand"]
    return [word for word in (whole if number in whole else large if number in large else small) if word != number]
