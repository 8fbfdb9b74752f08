"""The commands about what is in the library: add, sync, remove, list, show, check."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from corpus import QuothError, Shard, discover
from index import DocumentRecord, Finding, Library, LibraryCorrupt
from index import check as look_over
from web.terminal import adding
from web.terminal.console import err, one_line, out, say, say_json, visible
from web.terminal.opening import place
from web.terminal.options import Embedder, Folder, Json, must_know, openings

_MARKS = ("⟦", "⟧")


def add(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Files, or folders with all the stories below them.")
    ],
    shard: Annotated[
        str | None,
        typer.Option(metavar="N/M", help="Take only this share of the files, 3/16 for the third of sixteen: a machine each."),
    ] = None,
    library: Folder = None,
    embedder: Embedder = None,
) -> None:
    """Add stories: files, or whole folders.

    A file that is in the library and has not changed costs nothing; one that has changed replaces what was there.
    A line tells what became of each file; one that cannot be read is refused and the others go on (exit code 1).
    Ctrl-C keeps what was committed.

    [cyan]quoth add tale.txt ~/books/grimm[/]
    """
    share = Shard.parse(shard or "1/1")
    sources = discover(path.expanduser() for path in paths)
    if not sources:
        named = ", ".join(map(str, paths))
        raise QuothError(f"There is nothing to read in {named}.", "Quoth reads .txt .md .html .pdf .docx .epub.")
    with openings(context).adding(place(library, embedder)) as opened:
        if adding.add(opened, [source for source in sources if share.holds(source)])["refused"]:
            raise typer.Exit(1)


def sync(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that the library shall hold as it is now.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Remove what is gone without asking.")] = False,
    library: Folder = None,
    embedder: Embedder = None,
) -> None:
    """Make the library hold a folder as it is now.

    Adds what is new or changed; removes the documents whose file is gone, after listing them and asking.
    Documents that came from elsewhere are left alone.

    [cyan]quoth sync ~/stories --yes[/]
    """
    folder = folder.expanduser()
    if not folder.is_dir():
        raise QuothError(f"There is no folder {folder}; nothing was changed.", "Is its disk connected?")
    with openings(context).adding(place(library, embedder)) as opened:
        gone = vanished(opened, folder)
        if gone:
            _confirm(gone, yes)
            opened.remove([record.id for record in gone])
            _say_removed(gone)
        if adding.add(opened, discover([folder]))["refused"]:
            raise typer.Exit(1)


def vanished(library: Library, folder: Path) -> list[DocumentRecord]:
    """List the documents that came from a folder and whose file is no longer there, ordered by id."""
    root = Path(os.path.realpath(folder))
    there = {source.origin for source in discover([folder])}

    def is_gone(origin: str) -> bool:
        return Path(origin).is_relative_to(root) and origin not in there and not os.path.lexists(origin)

    return [record for _, record in sorted(library.documents().items()) if is_gone(record.origin)]


def _confirm(gone: Sequence[DocumentRecord], yes: bool) -> None:
    if yes:
        return
    for record in gone:
        say(f"gone      {_named(record)}", err())
    what = f"{len(gone)} document{'' if len(gone) == 1 else 's'} whose file is gone"
    if not sys.stdin.isatty():
        raise QuothError(f"The library holds {what}; nothing was changed.", "Add --yes to remove what is listed above.")
    if not typer.confirm(f"Remove {what}?", err=True):
        say("Nothing was changed.", err())
        raise typer.Exit(1)


def _say_removed(records: Sequence[DocumentRecord]) -> None:
    for record in records:
        say(Text.assemble(("removed   ", "red"), _named(record)))


def _named(record: DocumentRecord) -> str:
    return f"{one_line(record.title)}  ({one_line(record.source)}, id {record.id})"


def remove(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="Ids as `quoth list` shows them.")],
    library: Folder = None,
    embedder: Embedder = None,
) -> None:
    """Remove documents: all of those named, or none if one is unknown.

    When the command ends, nothing of them is quoted again, here or in a server on the same library.

    [cyan]quoth remove grimm--the-golden-bird[/]
    """
    with openings(context).reading(place(library, embedder)) as opened:
        must_know(opened, ids)
        chosen = [opened.documents()[id] for id in dict.fromkeys(ids)]
        opened.remove([record.id for record in chosen])
        _say_removed(chosen)


def show_list(context: typer.Context, json: Json = False, library: Folder = None, embedder: Embedder = None) -> None:
    """List the documents of the library.

    Into a pipe, a line each: id, title, file, passages, parted by tabs.

    [cyan]quoth list | cut -f 1[/]
    """
    with openings(context).reading(place(library, embedder)) as opened:
        catalogue = opened.documents()
        records = [record for _, record in sorted(catalogue.items())]
    if json:
        say_json({"documents": [_listed(record) for record in records], "generation": catalogue.generation})
    elif out().is_terminal:
        out().print(_table(records))
    else:
        for record in records:
            say("\t".join([record.id, one_line(record.title), one_line(record.source), str(record.passages)]))


def _listed(record: DocumentRecord) -> dict[str, str | int]:
    names = ("id", "title", "source", "characters", "passages", "added_at")
    return {name: getattr(record, name) for name in names}


def _table(records: Sequence[DocumentRecord]) -> Table:
    table = Table(box=None, pad_edge=False, caption=f"documents: {len(records):,}", caption_justify="left")
    for name, side in (("id", "left"), ("title", "left"), ("file", "left"), ("passages", "right"), ("added", "left")):
        table.add_column(name, justify="right" if side == "right" else "left", overflow="fold")
    for record in records:
        cells = (record.id, record.title, record.source, f"{record.passages:,}", record.added_at[:10])
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    return table


def show(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="Id as `quoth list` shows it.")],
    start: Annotated[int | None, typer.Option(min=0, help="First character to highlight, counted from 0.")] = None,
    end: Annotated[int | None, typer.Option(min=0, help="Character after the last to highlight.")] = None,
    library: Folder = None,
    embedder: Embedder = None,
) -> None:
    """Print a story, with a range of it highlighted: an answer says which.

    On a terminal the range is set off in colour, elsewhere by ⟦ and ⟧.

    [cyan]quoth show lily-baktybekova --start 57 --end 118[/]
    """
    with openings(context).reading(place(library, embedder)) as opened:
        must_know(opened, [id])
        text = opened.document(id).text
    if start is None and end is None:
        say(text)
        return
    left, right = start or 0, len(text) if end is None else end
    if not left < right <= len(text):
        raise QuothError(
            f"There is no range {left} to {right} in a text of {len(text)} characters.", "Give --start below --end."
        )
    opening, shutting = ("", "") if out().is_terminal else _MARKS
    before, within, after = visible(text[:left]), visible(text[left:right]), visible(text[right:])
    say(Text.assemble(before, (f"{opening}{within}{shutting}", "reverse"), after))


def check(context: typer.Context, library: Folder = None, embedder: Embedder = None) -> None:
    """Check the library through and through, and say what is wrong, what was mended and what to do.

    Exit code 0 if it was sound, 1 if not.
    """
    try:
        with openings(context).reading(place(library, embedder)) as opened:
            findings = look_over(opened)
    except LibraryCorrupt as exc:
        findings = [Finding(exc.message, sound=False, hint=exc.hint)]
    for finding in findings:
        verdict = ("sound     ", "green") if finding.sound else ("unsound   ", "red")
        say(Text.assemble(verdict, one_line(finding.what)))
        if finding.hint:
            say(f"          {one_line(finding.hint)}")
    if not all(finding.sound for finding in findings):
        raise typer.Exit(1)
