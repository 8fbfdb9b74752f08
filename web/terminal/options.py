"""What several commands share: their options, and the library that these mean."""

import difflib
from collections.abc import Sequence
from typing import Annotated

import typer

import qa
from index import Library, UnknownDocument
from web.terminal.console import err, say
from web.terminal.opening import Openings, Place

Folder = Annotated[
    str | None,
    typer.Option(
        "--library",
        envvar="QUOTH_LIBRARY",
        metavar="DIR",
        help="Folder of the library, or the address of a Milvus cluster: http://HOST:19530. "
        "Without it: your own, in the user data folder, begun with the founding stories.",
    ),
]
Embedder = Annotated[
    str | None,
    typer.Option(
        envvar="QUOTH_EMBEDDER",
        metavar="MODEL",
        help="`static` to add large libraries much faster, or another sentence-transformers model, by folder or name. A library keeps to the one "
        "that made it.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One line of JSON instead of words.")]
Within = Annotated[
    list[str] | None,
    typer.Option(
        "--in", metavar="ID", help="Look only in this document (see: quoth list); may be given several times."
    ),
]
Limit = Annotated[int, typer.Option(min=1, max=10, help="Most quotes for an answer.")]
Mode = Annotated[
    qa.Mode | None,
    typer.Option(
        envvar="QUOTH_MODE",
        help="Who words the answer: the stories themselves, a language model whose every sentence is checked, or by default the model if one is set.",
    ),
]
Explain = Annotated[bool, typer.Option("--explain", help="Show how sure the answer is and the passages considered.")]


def openings(context: typer.Context) -> Openings:
    """Return how this program opens libraries: the real way unless a test said otherwise."""
    return context.ensure_object(Openings)


def must_know(library: Library, ids: Sequence[str]) -> None:
    """Refuse an id that no document has, naming the one that was probably meant."""
    known = library.documents()
    for id in ids:
        if id not in known:
            near = difflib.get_close_matches(id, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else "See the ids: quoth list"
            raise UnknownDocument(f"No document has the id {id}.", hint)


def say_if_empty(library: Library, where: Place) -> None:
    """Tell a person whose library is empty how it is filled."""
    if not library.documents():
        say(f"This library is empty. Add stories to it: quoth add PATH{where.option}", err())
