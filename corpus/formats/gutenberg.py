"""What Project Gutenberg puts around a text: not the story, so never quoted."""

import re
from collections.abc import Sequence

from corpus.draft import Block

_START = re.compile(r"\*\*\*\s*START OF (?:THE|THIS) PROJECT GUTENBERG", re.IGNORECASE)
_END = re.compile(r"(?:\*\*\*\s*END OF (?:THE|THIS) PROJECT GUTENBERG|^End of (?:the |this )?Project Gutenberg)", re.IGNORECASE)
_TITLE = re.compile(r"^\s*Title:\s*(.+?)\s*$", re.MULTILINE)
_MARKER_LENGTH = 400


def trim(blocks: Sequence[Block]) -> tuple[list[Block], str]:
    """Cuts off Project Gutenberg's header and footer.

    Returns:
        The blocks between, all of them where there is no such header; and the title that the header names, or `""`.
    """
    first = next((n + 1 for n, block in enumerate(blocks) if _is(_START, block)), 0)
    last = next((n for n in range(first, len(blocks)) if _is(_END, blocks[n])), len(blocks))
    header = "\n".join(block.text[:_MARKER_LENGTH] for block in blocks[:first])
    title = _TITLE.search(header)
    kept = list(blocks[first:last])
    return (kept, title[1] if title else "") if kept else (list(blocks), "")


def _is(pattern: re.Pattern[str], block: Block) -> bool:
    return len(block.text) <= _MARKER_LENGTH and pattern.search(block.text) is not None
