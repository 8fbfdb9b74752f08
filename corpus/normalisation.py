"""The one normalisation: after it a text is never changed again, so that offsets stay true.

NFC and not NFKC: NFC only settles how an accented letter is stored, and a person sees no difference. NFKC would
rewrite what the author wrote ("x²" to "x2", "½" to "1⁄2", "ﬁ" to "fi"), and Quoth promises to quote exactly.
"""

import re
import unicodedata

# Never seen, yet able to hide text from a reader, to reorder it, or to break a search: control characters, soft
# hyphens, zero-width characters and joiners, bidirectional controls, variation selectors, tags, noncharacters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\ufffc\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U000efffe\U000effff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x0b\x85\u2028]")
_PARAGRAPH_END = re.compile("[\x0c\u2029]")
# Every character of Unicode's class Zs, the tab, and two blanks that are classed otherwise.
_SPACES = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0]+")
_SPACE_AT_LINE_EDGE = re.compile("(?<=\n) | (?=\n)")
_MANY_BLANK_LINES = re.compile("\n{4,}")
# Characters that none of the rules but those on spaces and line feeds are about, and that NFC leaves alone next to each other.
_UNUSUAL = re.compile("[^\n -~¡-¬®-ſ‐-‧‰-⁞]")


def normalise(text: str) -> str:
    """Settles a text for good; doing it again changes nothing.

    Line ends become line feeds; every kind of space becomes a plain one, runs of them one, none at either end of a
    line; more than two blank lines become two; invisible and control characters go; lone surrogates become U+FFFD; the
    rest is put into NFC. White space at either end of the text goes.
    """
    if _UNUSUAL.search(text):
        text = _settled(text)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    if " \n" in text or "\n " in text:
        text = _SPACE_AT_LINE_EDGE.sub("", text)
    if "\n\n\n\n" in text:
        text = _MANY_BLANK_LINES.sub("\n\n\n", text)
    return text.strip(" \n")


def _settled(text: str) -> str:
    """Settles all but the runs of plain spaces and of line feeds."""
    text = _LINE_END.sub("\n", text)
    text = _PARAGRAPH_END.sub("\n\n", text)
    text = _INVISIBLE.sub("", text)
    text = _SURROGATE.sub("\ufffd", text)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text))
