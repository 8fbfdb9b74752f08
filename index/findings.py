"""What a look over a library found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: What it is, for people.
        sound: Whether it is as it should be.
        hint: What was done or what to do; empty when it is sound.
    """

    what: str
    sound: bool
    hint: str = ""
