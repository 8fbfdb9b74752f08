"""What can go wrong with a library, each with what to do next.

    QuothError
    +- LibraryError
       +- LibraryCorrupt      the truth itself is damaged (a damaged derived index is rebuilt without a word)
       +- LibraryMismatch     made with another embedder or a newer format
       +- LibraryLocked       another program is writing
       +- LibraryReadOnly     no permission, or the disk is full: nothing was changed
       +- EngineUnavailable   a distributed engine does not answer
       +- UnknownDocument     no document has this id
       +- ModelMissing        the embedder's files are absent or damaged
"""

from corpus import QuothError


class LibraryError(QuothError):
    """The library could not do what was asked; it is as it was before."""


class LibraryCorrupt(LibraryError):
    """The library's own record is damaged."""


class LibraryMismatch(LibraryError):
    """The library was made with other settings than the ones it is opened with."""


class LibraryLocked(LibraryError):
    """Another program is writing to the library."""


class LibraryReadOnly(LibraryError):
    """The library cannot be written: permission, or a full disk."""


class EngineUnavailable(LibraryError):
    """The engine behind the library does not answer."""


class UnknownDocument(LibraryError):
    """No document of the library has this id."""


class ModelMissing(LibraryError):
    """A model's files are absent or damaged."""
