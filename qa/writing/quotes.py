"""Where a quote stands in a text: letter by letter, or but for white space, quotation marks and capitals; always at exact offsets."""

from functools import lru_cache

_MARKS = {mark: '"' for mark in "“”„‟«»‹›"} | {mark: "'" for mark in "‘’‚‛´`"} | {mark: "-" for mark in "‐‑‒–—―"} | {"…": "..."}
_EDGES = " \t\n.,;:!?…\"'“”‘’"


def located(quote: str, text: str) -> tuple[int, int] | None:
    """Return where a quote stands in a text, as offsets in code points; None where it does not.

    Exact first. Else white space counts as one blank, the kinds of quotation marks, apostrophes and dashes as one each, and capitals as small
    letters. A quote that a model ended or opened with marks of its own is looked for without them. A match begins and ends at whole words.

    Args:
        quote: What is said to stand there.
        text: Where.
    """
    for wanted in dict.fromkeys((quote, quote.strip(_EDGES))):
        at = _whole(text, wanted, 0)
        if at is not None:
            return at, at + len(wanted)
    folded, offsets = _folded(text)
    for wanted in dict.fromkeys((_folded(quote)[0].strip(), _folded(quote.strip(_EDGES))[0].strip())):
        at = _whole(folded, wanted, 0)
        if at is not None:
            return offsets[at], offsets[at + len(wanted) - 1] + 1
    return None


def _whole(text: str, wanted: str, start: int) -> int | None:
    """Return where words stand in a text without cutting a word in two."""
    if not any(character.isalnum() for character in wanted):
        return None
    at = text.find(wanted, start)
    while at >= 0:
        if _free(text, at - 1, at) and _free(text, at + len(wanted) - 1, at + len(wanted)):
            return at
        at = text.find(wanted, at + 1)
    return None


def _free(text: str, left: int, right: int) -> bool:
    """Tell whether no word runs over the border between two neighbouring characters."""
    return left < 0 or right >= len(text) or not (text[left].isalnum() and text[right].isalnum())


@lru_cache(maxsize=256)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a text folded for comparing, and for each of its characters the offset it came from."""
    letters: list[str] = []
    offsets: list[int] = []
    for at, character in enumerate(text):
        if character.isspace():
            if letters and letters[-1] == " ":
                continue
            folded = " "
        else:
            folded = _MARKS.get(character, character).casefold()
        for letter in folded:
            letters.append(letter)
            offsets.append(at)
    return "".join(letters), tuple(offsets)
