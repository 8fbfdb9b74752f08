"""Markdown: front matter, headings, paragraphs; what marks up words is taken off, so that a quote reads as prose."""

import html
import re
from collections.abc import Iterator
from typing import Final

from corpus.draft import Block, Draft, Mark
from corpus.formats.encoding import decode
from corpus.limits import Limits

_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_MATTER_LENGTH: Final = 20_000
_ATX: Final = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)(.*)$")
_ATX_CLOSE: Final = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_SETEXT: Final = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_RULE: Final = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_LEAD: Final = re.compile(r"\A(?: {0,3}>[ \t]?)+")
_ITEM: Final = re.compile(r" *(?:[-*+]|(\d{1,9})[.)])[ \t]+")
_LINK_TARGET: Final = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]")
_TABLE_RULE: Final = re.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*\|?[ \t]*$")
# Inside a line. Every repetition is bounded or excludes its own end, so that each takes linear time.
_IMAGE: Final = re.compile(r"!\[([^\]\n]{0,300})\](?:\([^()\s]{0,2000}(?:[ \t][^()\n]{0,300})?\)|\[[^\]\n]{0,200}\])")
_LINK: Final = re.compile(r"\[([^\[\]\n]{1,300})\](?:\([^()\s]{0,2000}(?:[ \t][^()\n]{0,300})?\)|\[[^\]\n]{0,200}\])")
_ADDRESS: Final = re.compile(r"<((?:https?|mailto):[^<>\s]{1,2000})>")
_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,30}(?:\s[^<>]{0,1000})?/?>|<!--.{0,5000}?-->", re.DOTALL)
_CODE: Final = re.compile(r"(`+)([^`\n]{1,500})\1(?!`)")
_STRONG: Final = re.compile(r"(\*\*\*|\*\*|\*)(?=[^\s*])([^*\n]{1,1000}?)(?<=[^\s*])\1(?!\*)")
_UNDERSCORE: Final = re.compile(r"(?<![\w_])(___|__|_)(?=[^\s_])([^_\n]{1,1000}?)(?<=[^\s_])\1(?![\w_])")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")


def load(data: bytes, limits: Limits) -> Draft:
    """Reads Markdown; a title in the front matter (YAML) goes before the first heading."""
    text = re.sub("\r\n?", "\n", decode(data)).lstrip("\ufeff")
    front = _FRONT_MATTER.match(text[:_FRONT_MATTER_LENGTH])
    title = _title(front[1]) if front else ""
    body = text[front.end() :] if front and title is not None else text
    return Draft(_blocks(body.split("\n")), title or "", named=bool(title))


def _title(front: str) -> str | None:
    """Returns the title in front matter, `""` if there is none, `None` if this is no front matter at all."""
    import yaml

    if "&" in front and "*" in front:  # anchors could unfold without end, and no title needs one
        return ""
    try:
        values = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError, RecursionError):
        return ""
    if not isinstance(values, dict):
        return None
    title = values.get("title", "")
    return str(title) if isinstance(title, str | int | float) else ""


def _blocks(lines: list[str]) -> Iterator[Block]:
    reader = _Reader()
    for line in lines:
        yield from reader.read(line)
    yield from reader.end()


class _Reader:
    """Takes one line after another and gives the blocks that are whole."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._fence = ""

    def read(self, line: str) -> Iterator[Block]:
        """Reads a line; yields what ended before or with it."""
        if self._fence:
            yield from self._inside_fence(line)
            return
        fence = _FENCE.match(line)
        if fence:
            yield from self.end()
            self._fence = fence[1]
            return
        line = _LEAD.sub("", line, count=1)
        atx = _ATX.match(line)
        if atx:
            yield from self.end()
            yield _heading(_ATX_CLOSE.sub("", atx[1]))
        elif self._lines and _SETEXT.match(line):
            heading, self._lines = " ".join(self._lines), []
            yield _heading(heading)
        else:
            yield from self._prose(line)

    def _inside_fence(self, line: str) -> Iterator[Block]:
        if line.strip().startswith(self._fence):
            yield Block("\n".join(self._lines))
            self._lines, self._fence = [], ""
        else:
            self._lines.append(line)

    def _prose(self, line: str) -> Iterator[Block]:
        item = _ITEM.match(line)
        # As in CommonMark, a number goes on with a paragraph unless it is 1: "in the year\n1843. It was".
        starts_item = item is not None and (not self._lines or not line.lstrip()[0].isdigit() or int(item[1] or 1) == 1)
        if not line.strip() or _RULE.match(line) or starts_item:
            yield from self.end()
        if item is not None and starts_item and not _RULE.match(line):
            self._lines.append(line.lstrip() if item[1] else line[item.end() :])
        elif line.strip() and not _is_markup(line):
            self._lines.append(line)

    def end(self) -> Iterator[Block]:
        """Yields the paragraph that was open."""
        lines, self._lines = self._lines, []
        if lines and self._fence:
            yield Block("\n".join(lines))
        elif lines:
            yield Block(_plain("".join(_joined(lines))))


def _is_markup(line: str) -> bool:
    return bool(_RULE.match(line) or _LINK_TARGET.match(line) or ("|" in line and _TABLE_RULE.match(line)))


def _joined(lines: list[str]) -> Iterator[str]:
    """Yields lines with what parts them: a space, or a line end where the author asked for one."""
    for n, line in enumerate(lines):
        broken = line.endswith(("  ", "\\"))
        yield line.strip().removesuffix("\\") if broken else line.strip()
        if n + 1 < len(lines):
            yield "\n" if broken or _is_row(line) else " "


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _heading(words: str) -> Block:
    return Block(_plain(" ".join(words.split())), (Mark("heading"),))


def _plain(text: str) -> str:
    """Takes off what marks words up within a paragraph."""
    text = _TAG.sub(lambda tag: "\n" if tag[0].lower().startswith("<br") else "", _ADDRESS.sub(r"\1", text))
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _CODE.sub(r"\2", text)
    text = _UNDERSCORE.sub(r"\2", _STRONG.sub(r"\2", text))
    text = _UNDERSCORE.sub(r"\2", _STRONG.sub(r"\2", text))  # once more: one kind may stand inside the other
    return html.unescape(_ESCAPE.sub(r"\1", text))
