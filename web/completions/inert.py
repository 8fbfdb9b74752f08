"""Text that stays text where a chat program renders it as Markdown.

Characters that CommonMark or GFM would take for markup get a backslash. That is not enough for addresses: some renderers (remark, linkify-it)
make links of the text that is left when the backslashes are gone. An invisible word joiner (U+2060) breaks these, bare domains like `story.md`,
and what looks like a tag to programs that search for one in the raw text.

`]`, `!` and `)` are left as they are: where no `[` opens they mean nothing, and with a backslash many programs would end a formula there.
"""

import re

_JOINER = "\u2060"
# Controls, halves of surrogate pairs, and what turns the direction of the rest of a line.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_ADDRESSES = re.compile(r"(?<=/)(?=/)|(?i:(?<=www)(?=\.))|(?<=[^\s.]\.)(?=[^\W\d_]{2})|(?<=\S)(?=@)|(?<=<)(?=\S)")
_MARKUP = re.compile(r"[\\`*~|$\[<]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,40};)")
_BLOCK = re.compile(r"(\d{1,9}(?=[.)])|(?=[#>+=:-]))")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def joined(text: str) -> str:
    """Return a text as one line: white space as single blanks, without what cannot be seen."""
    return " ".join(_UNSEEN.sub("", text).split())


def inert(line: str, *, opens: bool) -> str:
    """Return a line with which Markdown does nothing.

    Args:
        line: One line, as `joined` makes it, or what follows a marker in it.
        opens: Whether it is at the start of its line; if not, it follows a marker.
    """
    written = _MARKUP.sub(r"\\\g<0>", _ADDRESSES.sub(_JOINER, line))
    if not opens:
        return f"\\{written}" if written.startswith(("(", ":")) else written
    block = _BLOCK.match(written)
    return f"{block[1]}\\{written[block.end() :]}" if block else written


def plain(markdown: str) -> str:
    """Return the text that `inert` was given."""
    return _ESCAPED.sub(r"\1", markdown.replace(_JOINER, ""))
