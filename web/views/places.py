"""Where something stands in a story: in words, as an address, and as a mark on a thin bar."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from corpus import Document


@dataclass(frozen=True, slots=True)
class Strip:
    """A story as a thin bar, with a mark where each quote stands: its marker and how far in, in percent."""

    title: str
    marks: tuple[tuple[int, int], ...]


def story_strip(document: Document, start: int | None, end: int | None) -> Strip | None:
    """The bar of a story that is read at a quote; None where there is none to mark."""
    if start is None or end is None or not 0 <= start < end <= len(document.text):
        return None
    return Strip(document.title, ((1, percent(start, len(document.text))),))


def story_url(document_id: str, start: int, end: int) -> str:
    """Address of a range of a story, at the place where it is highlighted."""
    return f"/documents/{quote(document_id, safe='')}?{urlencode({'start': start, 'end': end})}#quote"


def place_words(place: str, start: int, characters: int) -> str:
    """Say where something stands: `Chapter 2, 34% into the story`."""
    far = percent(start, characters)
    return ", ".join(part for part in (place, f"{far}% into the story" if far else "at the beginning") if part)


def percent(start: int, characters: int) -> int:
    """How far into a story an offset lies, in whole percent."""
    return min(100, round(100 * start / max(1, characters)))
