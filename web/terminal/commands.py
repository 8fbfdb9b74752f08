"""What can be typed after `quoth`: here the commands are only put together."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from typing import Annotated

import typer

from web.terminal import agents, asking, evaluating, shelf
from web.terminal.console import say

app = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=(
        "[bold]Exit codes[/]: 0 done, all answered; 1 no: not answered, a file refused, an unsound library, a figure below its floor; "
        "2 an error, told in two lines; 130 stopped with Ctrl-C."
    ),
)


def _say_version(asked: bool) -> None:
    if asked:
        try:
            say(f"quoth {installed('quoth')}")
        except PackageNotFoundError:
            say("quoth, from a checkout that is not installed")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version and leave.")
]


@app.callback()
def quoth(context: typer.Context, version: Version = False) -> None:
    """Ask a collection of stories; every answer quotes its source exactly, or says that the stories don't tell.

    [cyan]quoth ask Where was Lily born?[/]

    [cyan]quoth add ~/stories[/]  — a folder of .txt .md .html .pdf .docx .epub

    [cyan]quoth ask "Who found the golden bird?" --in the-golden-bird --explain[/]

    [cyan]quoth serve[/]  — the same as a page, on port 8000 of this machine

    [cyan]quoth add ~/letters --library ./letters[/]  — into a library of its own, beside yours
    """
    if context.invoked_subcommand is None:
        context.get_help()


app.command()(asking.ask)
app.command()(asking.chat)
app.command()(asking.serve)
app.command()(agents.mcp)
app.command()(shelf.add)
app.command()(shelf.sync)
app.command()(shelf.remove)
app.command("list")(shelf.show_list)
app.command()(shelf.show)
app.command()(shelf.check)
app.command("eval")(evaluating.evaluate)
