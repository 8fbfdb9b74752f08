"""Results in words, for a client that shows or reads only text; every fact is in the structured result, too."""

from collections.abc import Mapping
from typing import Any

from web.text import printable


def answer(found: Mapping[str, Any]) -> str:
    """The answer, then each quote with where it stands; of an abstention the sentence only. A notice, where there is one, comes last."""
    notice = found.get("notice")
    return "\n\n".join([found["answer"], *(_citation(cited) for cited in found["citations"]), *([notice] if notice else [])])


def hits(found: Mapping[str, Any]) -> str:
    """The passages, best first."""
    return "\n\n".join(f"{hit['fused_rank']}. {_where(hit)}\n{hit['text'].strip()}" for hit in found["hits"]) or "Nothing was found."


def verdicts(found: Mapping[str, Any]) -> str:
    """One line for each claim, in the order of the claims."""
    return "\n".join(f"{number}. {_verdict(verdict)}" for number, verdict in enumerate(found["results"], start=1))


def documents(found: Mapping[str, Any]) -> str:
    """One line for each story: its id, its title, and how long it is."""
    lines = [
        f"{document['id']}: {_line(document['title'])} ({_line(document['source'])}, {document['characters']:,} characters)"
        for document in found["documents"]
    ]
    return "\n".join(lines) or "The library is empty. A person can add stories to it: quoth add PATH"


def _citation(cited: Mapping[str, Any]) -> str:
    place = f", {_line(cited['place'])}" if cited["place"] else ""
    return f'[{cited["marker"]}] "{cited["quote"]}"\n{_line(cited["title"])}{place} ({_range(cited)})'


def _where(hit: Mapping[str, Any]) -> str:
    return f"{_line(hit['title'])} ({_range(hit)})"


def _range(found: Mapping[str, Any]) -> str:
    return f"{found['document_id']}, characters {found['start']} to {found['end']}"


def _verdict(verdict: Mapping[str, Any]) -> str:
    if verdict["status"] == "not_found":
        return "not found"
    return f"{verdict['status']}: {_range(verdict)}"


def _line(text: str) -> str:
    return printable(text, 300)
