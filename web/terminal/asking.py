"""The commands that answer: ask, chat, serve."""

import sys
from collections.abc import Sequence
from contextlib import closing
from typing import Annotated

import typer
from rich.text import Text

from corpus import QuothError
from web.terminal.console import one_line, say, say_json
from web.terminal.opening import place
from web.terminal.options import Embedder, Explain, Folder, Json, Limit, Mode, Within, must_know, openings, say_if_empty
from web.terminal.replies import reply


def ask(
    context: typer.Context,
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="In plain words, with or without quotation marks.")
    ] = None,
    json: Json = False,
    within: Within = None,
    limit: Limit = 3,
    explain: Explain = False,
    mode: Mode = None,
    library: Folder = None,
    embedder: Embedder = None,
) -> None:
    """Ask a question.

    Without a question it is read from standard input: every line that is not empty is a question of its own.
    Exit code 0 if all were answered, 1 if one was not because the stories don't tell.

    [cyan]quoth ask Where was Lily born?[/]

    [cyan]echo "Where was Lily born?" | quoth ask --json[/]
    """
    questions = _questions(question)
    where = place(library, embedder)
    chatbot = openings(context).answering(where)
    answered = True
    with closing(chatbot.library):
        must_know(chatbot.library, within or ())
        for text in questions:
            if len(questions) > 1 and not json:
                say(Text(f"> {one_line(text)}", style="cyan"))
            answer = chatbot.ask(text, documents=within, limit=limit, explain=explain, mode=mode or "auto")
            answered = answered and not answer.abstained
            if json:
                say_json(answer.as_dict())
            else:
                reply(answer, where, explain=explain)
        say_if_empty(chatbot.library, where)
    if not answered:
        raise typer.Exit(1)


def _questions(words: Sequence[str] | None) -> list[str]:
    """Return what is asked, from the arguments or a pipe; a byte that is no UTF-8 becomes a replacement mark."""
    if words:
        lines = [" ".join(words)]
    elif sys.stdin.isatty():
        raise QuothError("There is no question.", "Type one: quoth ask Where was Lily born?   or talk: quoth chat")
    else:
        lines = sys.stdin.read().split("\n")
    questions = [line.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip() for line in lines]
    questions = [question for question in questions if question]
    if not questions:
        raise QuothError("The question is empty.", "Type one: quoth ask Where was Lily born?")
    return questions


def chat(
    context: typer.Context,
    within: Within = None,
    limit: Limit = 3,
    explain: Explain = False,
    mode: Mode = None,
    library: Folder = None,
    embedder: Embedder = None,
) -> None:
    """Talk: a question may lean on the six before it ("And where did she study?").

    An empty line, /quit or Ctrl-D leaves.
    """
    from web.terminal.conversation import Asked, converse

    where = place(library, embedder)
    chatbot = openings(context).answering(where)
    with closing(chatbot.library):
        must_know(chatbot.library, within or ())
        say_if_empty(chatbot.library, where)
        converse(chatbot, where, Asked(within, limit, explain, mode or "auto"))


def serve(
    context: typer.Context,
    host: Annotated[
        str | None,
        typer.Option(
            envvar="QUOTH_HOST", help="Address to listen on, 127.0.0.1 unless set; a wider one needs a token."
        ),
    ] = None,
    port: Annotated[
        int | None, typer.Option(envvar="QUOTH_PORT", help="Port to listen on, 8000 unless set; 0 takes a free one.")
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(envvar="QUOTH_TOKEN", help="Secret that requests must show; the variable hides it from others."),
    ] = None,
    library: Folder = None,
    embedder: Embedder = None,
) -> None:
    """Serve the chat page and the /ask interface.

    A library that is named and not there is made, empty, so that stories can be added on the page.
    What else can be set is set by variables: QUOTH_SLOTS, QUOTH_QUEUE and so on; the documentation lists them.

    [cyan]quoth serve --port 8080 --library ./letters[/]
    """
    from web.model import language_model
    from web.terminal import serving
    from web.terminal.configured import settings

    where, opened = place(library, embedder), openings(context)
    given = {"library": where.folder, "embedder": embedder, "host": host, "port": port, "token": token}
    made = settings(given)
    made.check()
    language_model(made)  # what is wrong with it is said now, not when the library is open
    serving.serve(lambda: opened.answering(where, create=True), made)
