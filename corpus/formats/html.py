"""HTML: what a page shows, as paragraphs; its headings, as sections."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.draft import Block, Draft, Mark
from corpus.formats.encoding import decode
from corpus.formats.gutenberg import trim
from corpus.limits import Limits

_DROPPED: Final = frozenset(
    "head script style nav template noscript iframe object embed applet svg math canvas audio video button select"
    " option textarea input form dialog".split()
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS: Final = _HEADINGS | frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer header"
    " hgroup hr html li main ol p pre section summary table tbody tfoot thead tr ul".split()
)
_CELLS: Final = frozenset({"td", "th"})
_WHITE_SPACE: Final = re.compile(r"\s+")
_HIDDEN_STYLES: Final = ("display:none", "visibility:hidden")


def load(data: bytes, limits: Limits) -> Draft:
    """Reads a page; its `<title>` is the title unless there is a heading."""
    page = LexborHTMLParser(decode(data, declares=True))
    blocks, title = trim(list(blocks_of(page)))
    return Draft(blocks, title or title_of(page), named=bool(title))


def title_of(page: LexborHTMLParser) -> str:
    """Returns what the page's `<title>` says, or `""`."""
    title = page.css_first("head > title")
    return title.text(deep=True) if title is not None else ""


def blocks_of(page: LexborHTMLParser, anchors: Mapping[str, str] | None = None) -> Iterator[Block]:
    """Yields the blocks of a page in reading order.

    Args:
        page: The page.
        anchors: Chapters that start inside the page: the `id` of an element, and the chapter's name.
    """
    root = page.root
    if root is None:
        return
    writer = _Writer(anchors or {})
    # No recursion: a hostile page is nested deeper than any stack.
    node: LexborNode | None = root
    while node is not None:
        first = writer.enter(node)
        if first is not None:
            node = first
            continue
        while node is not None:
            yield from writer.leave(node)
            if node.mem_id == root.mem_id:
                return
            if node.next is not None:
                node = node.next
                break
            node = node.parent


class _Writer:
    """Collects words until a block ends."""

    def __init__(self, anchors: Mapping[str, str]) -> None:
        self._anchors = anchors
        self._words: list[str] = []
        self._marks: list[Mark] = []
        self._ready: list[Block] = []
        self._preformatted = 0

    def enter(self, node: LexborNode) -> LexborNode | None:
        """Takes note of a node; returns its first child if that is to be entered."""
        tag = node.tag or ""
        if tag == "-text":
            self._write(node.text_content or "")
            return None
        if tag in _DROPPED or tag.startswith("-"):
            return None
        attributes = node.attributes
        if _is_hidden(attributes):
            return None
        if tag in _BLOCKS:
            self._end_block()
        name = attributes.get("id") or attributes.get("name")
        if name and name in self._anchors:
            self._mark(Mark("chapter", self._anchors[name]))
        if tag in _HEADINGS:
            self._mark(Mark("heading"))
        if tag == "br":
            self._words.append("\n")
        self._preformatted += tag == "pre"
        return node.child

    def leave(self, node: LexborNode) -> Iterator[Block]:
        """Takes note of a node's end; yields the blocks that are whole."""
        tag = node.tag or ""
        if tag in _BLOCKS:
            self._end_block()
        elif tag in _CELLS and node.next is not None and self._words:
            self._words.append(" | ")
        if tag == "pre" and self._preformatted:
            self._preformatted -= 1
        ready, self._ready = self._ready, []
        yield from ready

    def _write(self, text: str) -> None:
        self._words.append(text if self._preformatted else _WHITE_SPACE.sub(" ", text))

    def _mark(self, mark: Mark) -> None:
        if any(word.strip() for word in self._words):
            self._end_block()
        self._marks.append(mark)

    def _end_block(self) -> None:
        text = "".join(self._words).strip(" |\n")
        self._words = []
        if text:
            self._ready.append(Block(text, tuple(self._marks)))
            self._marks = []


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    style = (attributes.get("style") or "").lower().replace(" ", "")
    return "hidden" in attributes or any(hidden in style for hidden in _HIDDEN_STYLES)
