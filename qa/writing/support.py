"""Is what a language model wrote borne out by what it cites? A sentence that is not is dropped, never mended."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus import sentences
from index import telling_terms, terms

from ..reader import Reading
from ..spelling import fold
from ..windows import Window
from .claims import names, numbers, numbers_said, small_words
from .quotes import located
from .script import Cited, Sentence

Reason = Literal["uncited", "quote", "name", "number", "negation", "markup", "voice", "unsupported"]
REJECTIONS: dict[Reason, str] = {
    "uncited": "it came without a quote",
    "quote": "its quote does not stand in the passage that it names",
    "name": "it says a name that what it cites does not have",
    "number": "it says a number that what it cites does not have",
    "negation": "it says no where what it cites does not",
    "markup": "it holds an address, a link, a code, or signs that are no prose",
    "voice": "it speaks for itself or to the reader, which its source does not",
    "unsupported": "it says too much that what it cites does not have",
}
# What a sentence shares with what it cites, in telling words, and with that and the question together: chosen on sentences made from validation
# questions (`docs/benchmarks.md`).
_CITED, _KNOWN, _FOREIGN, _FEW = 0.2, 0.5, 0.4, 4
# Where half of its words stand there, a sentence tells what its source tells, and must not deny what that does not.
_CLOSE = 0.5
_LONGEST = 600
_EDGES = "\"“”‘’'()«»,.;:!?"
_SHORTEST_QUOTE = 3
_MARKUP = re.compile(r"[\[\]<>{}|\\`*#=~^]|__|//|\bwww\.|\w@\w|!\(", re.IGNORECASE)
# A word or a number with the marks around it; whatever else stands between blanks is an address, a code, a key.
_PLAIN = re.compile(
    r"""["“‘'(«]*(?:[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|%)?(?:-[^\W\d_]+)*)["”’')»,.;:!?]*"""
)
_BLANKS = re.compile(r"[\s–—…]+|--")
_VOICE = re.compile(r"\b(?:I|me|my|mine|myself|we|us|our|ours|ourselves|you|your|yours|yourself)\b|:", re.IGNORECASE)
_NO = re.compile(r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|without|hardly|scarcely)\b|n['’]t\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
Texts = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Supported:
    """A sentence that may be shown: its words, and the sentences of the stories that it rests on."""

    text: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence that nobody is shown, and why: a key of `REJECTIONS`."""

    reason: Reason


def supported(
    sentence: Sentence, windows: Sequence[Window], question: str, texts: Texts, like: Reading | None = None
) -> Supported | Rejected:
    """Check a sentence against the passages that it cites.

    Every quote must stand in the passage of its number. Names and numbers must stand in the sentences quoted, or in the question and that
    document both. A sentence that tells what they tell must not say no where they do not, and its telling words must be theirs in part.

    Args:
        sentence: What the model wrote.
        windows: The passages it was given, number 1 first.
        question: What was asked, stand-alone.
        texts: Returns the text of a document, by its id.
        like: Whose score and confidence the readings get.
    """
    if not sentence.cited:
        return Rejected("uncited")
    if not _is_prose(sentence.text):
        return Rejected("markup")
    readings = [_reading(cited, windows, like) for cited in sentence.cited]
    found = [reading for reading in readings if reading is not None]
    if len(found) < len(readings):
        return Rejected("quote")
    said = " ".join(reading.text for reading in found)
    if any(token.strip(_EDGES) not in f"{said} {question}" for token in _odd(sentence.text)):
        return Rejected("markup")
    documents = {reading.window.document_id for reading in found}
    around = " ".join(f"{window.title}. {window.text}" for window in windows if window.document_id in documents)
    reason = _strange(sentence.text, said, question, around, lambda: " ".join(map(texts, sorted(documents))))
    return Rejected(reason) if reason else Supported(sentence.text, tuple(found))


def _odd(text: str) -> list[str]:
    """Return what stands between blanks and is neither a word nor a number."""
    return [token for token in _BLANKS.split(text) if token and not _PLAIN.fullmatch(token)]


def _strange(text: str, said: str, question: str, around: str, everything: Callable[[], str]) -> Reason | None:
    """Return what a sentence claims that it has from nowhere: a name, a number, a no, too many words; None if nothing.

    Args:
        text: The sentence.
        said: The sentences that it quotes.
        question: What was asked.
        around: The passages of the same document.
        everything: Returns all of that document.
    """
    strangers = words_of(" ".join(names(text, small_words(f"{said} {around} {question}")))) - words_of(said)
    if strangers and (strangers - words_of(question) or strangers - words_of(everything())):
        return "name"
    counts = numbers(text) - numbers_said(said)
    if counts and (counts - numbers_said(question) or counts - numbers_said(everything())):
        return "number"
    if {voice.casefold() for voice in _VOICE.findall(text)} - {voice.casefold() for voice in _VOICE.findall(f"{said} {question}")}:
        return "voice"
    telling, cited, asked = (set(telling_terms(part)) for part in (text, said, question))
    if _NO.search(text) and not _NO.search(said) and not _NO.search(question) and len(telling & cited) >= _CLOSE * len(telling):
        return "negation"
    foreign = telling - asked - set(telling_terms(around))
    return "unsupported" if len(foreign) > _FOREIGN * len(telling) or not _told(telling, cited, asked) else None


def _told(telling: set[str], cited: set[str], asked: set[str]) -> bool:
    """Tell whether a sentence, by its telling words, tells what it cites, and says little that neither that nor the question says.

    A short one shares a word with its source that the question lacks, or adds nothing to the question.
    """
    shared, known, added = len(telling & cited), len(telling & (cited | asked)), telling - asked
    if len(telling) < _FEW:
        return not added or bool(added & cited)
    return shared >= max(2, _CITED * len(telling)) and known >= _KNOWN * len(telling)


def _is_prose(text: str) -> bool:
    """Tell whether a text is one that shows nothing but its words, wherever it is shown."""
    odd = any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for character in text)
    return 0 < len(text) <= _LONGEST and not odd and not _MARKUP.search(text)


def _reading(cited: Cited, windows: Sequence[Window], like: Reading | None) -> Reading | None:
    """Return the whole sentences that a quote stands in; None where it does not stand in its window."""
    if not 1 <= cited.number <= len(windows) or len(_WORD.findall(cited.quote)) < _SHORTEST_QUOTE:
        return None
    window = windows[cited.number - 1]
    at = located(cited.quote, window.text)
    if at is None:
        return None
    start, end = _widened(window.text, *at)
    first = window.start
    score, sure, untold = (like.score, like.confidence, like.untold) if like else (0.0, 0.0, 1.0)
    return Reading(window, first + start, first + end, first + at[0], first + at[1], score, sure, untold)


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentences that a range lies in."""
    touched = [(a, b) for a, b in sentences(text) if a < end and start < b]
    return min([start, *(a for a, _ in touched)]), max([end, *(b for _, b in touched)])


def words_of(text: str) -> set[str]:
    """Return the words of a text as names are compared: folded, and without their endings."""
    return {term for word in _WORD.findall(text) for term in terms(fold(word))}
