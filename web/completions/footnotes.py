"""An answer as chat programs show it: its words with their markers, and a footnote for each citation; and back again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from qa import Answer, Citation
from web.completions.inert import inert, joined, plain
from web.views.answers import answer_pieces, plain_answer

# Markdown's line break, so that footnotes are one a line wherever they are shown.
_BREAK = "  \n"
_SENTENCE_END = re.compile(r"(?<=\n)|(?<=[.!?…\]”] )(?!\[)")
_NOTICE = re.compile(r"\n\n\([^\n]*\)$")
_FOOTNOTE = re.compile(r"\[\d{1,3}\] “")
_ADDRESS = re.compile(r"/documents/([^/?\s]+)\?start=\d{1,12}&end=\d{1,12}$")


@dataclass(frozen=True, slots=True)
class Footnoted:
    """What is said.

    Attributes:
        pieces: The content, cut at ends of sentences and of lines.
        annotations: One for each citation, in OpenAI's form.
    """

    pieces: tuple[str, ...]
    annotations: tuple[dict[str, Any], ...]

    @property
    def content(self) -> str:
        """Markdown: the answer, the notice if there is one, the footnotes."""
        return "".join(self.pieces)


def footnoted(answer: Answer, origin: str) -> Footnoted:
    """Write an answer with its footnotes.

    Args:
        answer: The answer.
        origin: Scheme and host that the footnotes' addresses begin with.
    """
    words, ranges = _words(answer)
    if answer.notice:
        words += f"\n\n({inert(joined(answer.notice), opens=False)})"
    pieces = [piece for piece in _SENTENCE_END.split(words) if piece]
    at = len(words)
    for number, citation in enumerate(answer.citations):
        pieces.append(_BREAK if number else "\n\n")
        at += len(pieces[-1])
        ranges.setdefault(citation.marker, (at, at + len(f"[{citation.marker}]")))
        pieces.append(_footnote(citation, origin))
        at += len(pieces[-1])
    return Footnoted(tuple(pieces), tuple(_annotation(citation, origin, ranges) for citation in answer.citations))


def _words(answer: Answer) -> tuple[str, dict[int, tuple[int, int]]]:
    """Return the answer's words as Markdown, and the range of each citation's first marker in them."""
    written, ranges = "", dict[int, tuple[int, int]]()
    for piece in answer_pieces(answer):
        if piece.marker is not None:
            ranges.setdefault(piece.marker, (len(written), len(written) + len(piece.text)))
            written += piece.text
            continue
        for number, line in enumerate(piece.text.split("\n")):
            written = f"{written.rstrip()}{_BREAK}" if number and written else written
            opens = not written or written.endswith("\n")
            before, after = ("" if opens or not line[:1].isspace() else " "), (" " if line[-1:].isspace() else "")
            one = joined(line)
            written += f"{before}{inert(one, opens=opens)}{after}" if one else before
    return written.rstrip(), ranges


def _footnote(citation: Citation, origin: str) -> str:
    """Return a footnote; no colon follows its marker, for that would make it a definition."""
    place = ", ".join(part for part in (citation.source, citation.place) if part)
    told = f"“{citation.quote}” — {citation.title} ({place})"
    return f"[{citation.marker}] {inert(joined(told), opens=False)}: {origin}{citation.url}"


def _annotation(citation: Citation, origin: str, ranges: Mapping[int, tuple[int, int]]) -> dict[str, Any]:
    start, end = ranges[citation.marker]
    told = citation.as_dict() | {"url": f"{origin}{citation.url}", "start_index": start, "end_index": end}
    return {"type": "url_citation", "url_citation": told}


def taken_apart(content: str) -> tuple[str, list[str]]:
    """Return the words of an earlier answer, without markers, notice and footnotes, and the ids that its footnotes lead to."""
    lines = [line.rstrip() for line in content.splitlines()]
    feet = {at: found[1] for at, line in enumerate(lines) if _FOOTNOTE.match(line) and (found := _ADDRESS.search(line))}
    words = "\n".join(line for at, line in enumerate(lines) if at not in feet).strip()
    if feet:
        words = _NOTICE.sub("", words)
    return plain_answer(plain(words)), [unquote(id) for id in feet.values()]
