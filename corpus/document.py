"""A document is text; passages tile it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

SectionKind = Literal["heading", "chapter", "page"]


@dataclass(frozen=True, slots=True)
class Section:
    """A place in a document that a citation can name.

    Attributes:
        start: Offset of the section's first character, in code points into `Document.text`.
        kind: `heading` and `chapter` end a passage; a `page` only names a place.
        label: What a person would call it: the heading's words, the chapter's title, the page's number.
    """

    start: int
    kind: SectionKind
    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """One story, after the one normalisation at load.

    Attributes:
        id: Stable name within a library, fit for an address: `grimm--the-golden-bird`.
        title: From front matter, the first heading, metadata or the file's name, in this order.
        source: The file's name as people know it, relative to the folder it was added from.
        origin: Where it came from, to tell two files of one name apart: an absolute path, or `upload:NAME`.
        text: Normalised text; every offset in Quoth counts code points into it.
        sections: In order of `start`.
    """

    id: str
    title: str
    source: str
    origin: str
    text: str
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What is known of a file once it was read.

    Attributes:
        document: Its text.
        ends: Where its passages end, for `cut`.
        names: The proper names in it, as `names` gives them.
    """

    document: Document
    ends: Sequence[int]
    names: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one document: `document.text[start:end] == text`."""

    document_id: str
    start: int
    end: int
    text: str
