"""A share of the files, so that several machines can add one folder to one library."""

import hashlib
import re
from dataclasses import dataclass

from corpus.discovery import Source
from corpus.errors import QuothError
from corpus.naming import document_id

_FORM = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Shard:
    """One of so many shares, counted from 1.

    Files whose documents want the same id are in the same share, so that no two machines give one id to two files.
    """

    number: int
    of: int

    @classmethod
    def parse(cls, written: str) -> "Shard":
        """Read `3/16`.

        Raises:
            QuothError: It is not of this form, or there is no such share.
        """
        match = _FORM.fullmatch(written)
        if match is None:
            raise QuothError(f"{written} is no share of the files.", "Write it as 3/16: the third of sixteen shares.")
        number, of = int(match[1]), int(match[2])
        if not 1 <= number <= of:
            raise QuothError(f"There is no share {number} of {of}.", f"The shares are counted from 1/{max(1, of)} to {max(1, of)}/{max(1, of)}.")
        return cls(number, of)

    def holds(self, source: Source) -> bool:
        """Tell whether a file is in this share; each file is in exactly one."""
        digest = hashlib.sha256(document_id(source.name).encode()).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1
