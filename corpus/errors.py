"""What can go wrong while text is read, each with what to do next.

    QuothError(message, hint)
    +- CorpusError          one file could not become a document; the others go on
       +- UnsupportedFormat
       +- UnreadableFile
       +- EmptyDocument
       +- TooLarge
    +- MissingExtra         an optional package is needed; the hint is the pip line

The errors of the packages above (`LibraryError`, `AnswerError`) derive from `QuothError` too.
"""


class QuothError(Exception):
    """Anything Quoth tells a person.

    Args:
        message: What happened, one plain sentence.
        hint: What to do next, one plain sentence.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class CorpusError(QuothError):
    """A file could not become a document."""


class UnsupportedFormat(CorpusError):
    """The file is of a kind that Quoth does not read, or is not what its name says."""


class UnreadableFile(CorpusError):
    """The file is damaged, protected, or could not be read within the limits of time and memory."""


class EmptyDocument(CorpusError):
    """The file holds no text."""


class TooLarge(CorpusError):
    """The file, or the text in it, is larger than the limits allow."""


class MissingExtra(QuothError):
    """An optional package is not installed; the hint is the pip line that installs it."""
