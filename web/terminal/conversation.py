"""`quoth chat`: question after question, each of which may lean on those before it."""

import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import QuothError
from qa import Answer, Chatbot, Mode, Turn
from web.terminal.console import err, one_line, say
from web.terminal.opening import Place
from web.terminal.replies import reply

TURNS = 6
LEAVE = "/quit"


@dataclass(frozen=True, slots=True)
class Asked:
    """How every question of a conversation is asked."""

    documents: list[str] | None
    limit: int
    explain: bool
    mode: Mode


def converse(chatbot: Chatbot, where: Place, how: Asked) -> None:
    """Answer the lines of standard input until an empty one, `/quit` or its end; the last six turns are remembered."""
    history: deque[Turn] = deque(maxlen=TURNS)
    for question in _lines():
        try:
            answer = chatbot.ask(
                question, documents=how.documents, history=tuple(history), limit=how.limit, explain=how.explain, mode=how.mode
            )
        except QuothError as exc:
            # One question that cannot be answered does not end the conversation.
            say(f"{one_line(exc.message)} {one_line(exc.hint)}", err())
            continue
        reply(answer, where, explain=how.explain)
        say("")
        history.append(turn(answer))


def turn(answer: Answer) -> Turn:
    """Keep of an answer what a follow-up needs."""
    documents = tuple(dict.fromkeys(citation.document_id for citation in answer.citations))
    return Turn(answer.question, answer.answer, documents)


def _lines() -> Iterator[str]:
    is_person = sys.stdin.isatty()
    if is_person:
        _edit_lines()
        say(f"Ask the stories. An empty line, {LEAVE} or Ctrl-D leaves.", err())
    while True:
        try:
            asked = " ".join(input("> " if is_person else "").split())
        except EOFError:
            return
        if asked in ("", LEAVE):
            return
        yield asked


def _edit_lines() -> None:
    """Let arrow keys move in the line and through earlier questions, where this Python was built for it."""
    import contextlib

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 (being imported is all it takes)
