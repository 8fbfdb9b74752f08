"""The passages that tales are recombined from: those of the stories in `../shared/data/stories`, each sentence with places for names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Document, Parser, discover, names, sentences, split
from qa.train.fairytaleqa import SHARED

_FOLDERS = ("aesop", "african_storybook", "folktales", "grimm", "novels")
# Of a novel only these: its front matter is no story, and all of it would drown the short ones.
_OF_NOVEL = slice(20, 60)
_NUMBER = r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|\d+)\b"
Pieces = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """A passage of a real story.

    Attributes:
        story: Number of its story.
        text: As it is told there.
        sentences: Each as pieces: what stands at odd places is a name or a number, to be told afresh.
    """

    story: int
    text: str
    sentences: tuple[Pieces, ...]


def source_passages() -> list[SourcePassage]:
    """Return the passages of more than one sentence of every short story, and some of every novel, in a fixed order."""
    found: list[SourcePassage] = []
    with Parser() as parser:
        for story, source in enumerate(discover([SHARED / "stories" / folder for folder in _FOLDERS])):
            found += _passages(story, parser.load(source))
    return found


def _passages(story: int, document: Document) -> list[SourcePassage]:
    whole = split(document)
    told = whole if len(whole) < _OF_NOVEL.stop * 2 else whole[_OF_NOVEL]
    held = names("".join(passage.text for passage in told))
    fresh = re.compile("(" + "|".join([*(rf"\b{re.escape(name)}\b" for name in sorted(held, key=lambda name: (-len(name), name))), _NUMBER]) + ")")
    passages = []
    for passage in told:
        pieces = [tuple(fresh.split(text)) for text in _sentences(passage.text)]
        if len(pieces) > 1:
            passages.append(SourcePassage(story, passage.text, tuple(pieces)))
    return passages


def _sentences(text: str) -> Sequence[str]:
    return [" ".join(text[start:end].split()) for start, end in sentences(text)]
