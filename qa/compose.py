"""From citations to words: short where a few words are the answer, whole sentences where a person wants the story's own telling."""

from collections.abc import Sequence

from .answer import Citation

# A person who asks for these wants a name, a place, a time, a number; of all else the sentence says more than a few words of it.
_SHORT = frozenset({"person", "place", "time", "number", "name", "thing", "list"})
_MOST_WORDS = 16


def compose(kind: str, citations: Sequence[Citation]) -> str:
    """Return the answer's text, each piece with its marker, and with its story's title where several stories answer.

    Args:
        kind: The question's kind, as `Query.kind` has it.
        citations: What is quoted, best first.
    """
    several = len({citation.document_id for citation in citations}) > 1
    pieces: list[str] = []
    for citation in citations:
        said = _said(kind, citation)
        named = f"{citation.title}: " if several else ""
        if pieces and not several and pieces[-1].casefold().startswith(f"{said} [".casefold()):
            pieces[-1] += f" [{citation.marker}]"
        else:
            pieces.append(f"{named}{said} [{citation.marker}]")
    return ("\n" if several else " ").join(pieces)


def _said(kind: str, citation: Citation) -> str:
    """Return the words of the answer, first letter raised, or the whole quote where they say too little or are long already."""
    answer = " ".join(citation.quote[citation.answer_start - citation.start : citation.answer_end - citation.start].split())
    if kind not in _SHORT or len(answer.split()) > _MOST_WORDS:
        return " ".join(citation.quote.split())
    return answer[0].upper() + answer[1:]
