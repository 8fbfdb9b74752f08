"""What Project Gutenberg puts around a text: not the story, so never quoted."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.draft import Block

_START = re.compile(
    r"^[^\n]*\*\*\*\s*START OF (?:THE|THIS) PROJECT GUTENBERG[^*]{0,300}(?:\*\*\*)?[^\n]*", re.IGNORECASE | re.MULTILINE
)
_END = re.compile(
    r"^[^\n]*\*\*\*\s*END OF (?:THE|THIS) PROJECT GUTENBERG|^End of (?:the |this )?Project Gutenberg",
    re.IGNORECASE | re.MULTILINE,
)
_TITLE = re.compile(r"^\s*Title:\s*(.+?)\s*$", re.MULTILINE)


def trim(blocks: Sequence[Block]) -> tuple[list[Block], str]:
    """Cuts off Project Gutenberg's header and footer.

    Returns:
        The blocks between, all of them where there is no such header; and the title that the header names, or `""`.
    """
    first, start = _find(_START, blocks)
    if start is None:
        return list(blocks), ""
    header = "\n".join([*(block.text for block in blocks[:first]), start.string[: start.start()]])
    title = _TITLE.search(header)
    kept = [replace(blocks[first], text=start.string[start.end() :]), *blocks[first + 1 :]]
    last, end = _find(_END, kept)
    if end is not None:
        kept = [*kept[:last], replace(kept[last], text=end.string[: end.start()])]
    return kept, title[1] if title else ""


def _find(pattern: re.Pattern[str], blocks: Sequence[Block]) -> tuple[int, re.Match[str] | None]:
    for n, block in enumerate(blocks):
        # Most blocks are ruled out by a plain search, which is much faster.
        found = pattern.search(block.text) if "gutenberg" in block.text.casefold() else None
        if found:
            return n, found
    return len(blocks), None
