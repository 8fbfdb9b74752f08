"""Stories as text: which files there are, what they say, and how they are cut into passages.

    file --discover--> Source --Parser.load--> Document --split--> Passage

This is the package's face; others import from here only.
"""

from pathlib import Path

from corpus.discovery import Source, discover
from corpus.document import Document, Parsed, Passage, Section
from corpus.errors import (
    CorpusError,
    EmptyDocument,
    MissingExtra,
    QuothError,
    TooLarge,
    UnreadableFile,
    UnsupportedFormat,
)
from corpus.fingerprint import fingerprint
from corpus.limits import Limits
from corpus.names import names
from corpus.naming import document_id
from corpus.normalisation import normalise
from corpus.parser import Parser
from corpus.places import place
from corpus.sentence import sentences
from corpus.shard import Shard
from corpus.splitting import SPLITTER_VERSION, cut, ends, split

__all__ = [
    "SPLITTER_VERSION",
    "CorpusError",
    "Document",
    "EmptyDocument",
    "Limits",
    "MissingExtra",
    "Parsed",
    "Parser",
    "Passage",
    "QuothError",
    "Section",
    "Shard",
    "Source",
    "TooLarge",
    "UnreadableFile",
    "UnsupportedFormat",
    "cut",
    "discover",
    "document_id",
    "ends",
    "fingerprint",
    "founding_stories",
    "names",
    "normalise",
    "place",
    "sentences",
    "split",
]


def founding_stories() -> Path:
    """Returns the folder of the stories that come with Quoth."""
    return Path(__file__).resolve().parent / "stories"
