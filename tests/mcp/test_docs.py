"""What docs/mcp.md says is so."""

import json
import re

from typer.testing import CliRunner

from tests.conftest import PROJECT
from web.body import rules
from web.mcp.tools import TOOLS
from web.settings import Settings
from web.terminal.agents import _PORT
from web.terminal.commands import app

PAGE = (PROJECT / "docs" / "mcp.md").read_text(encoding="utf-8")
WORDS = {
    "1 to 2,000 characters": (1, 2000),
    "1 to 100": (1, 100),
    "at most 6": (None, 6),
    "1 to 10 ": (1, 10),
    "1 to 20": (1, 20),
    "1 to 50": (1, 50),
    "`auto`, `extractive` or `model`": (None, None),
}


def rows(header: str) -> dict[str, list[str]]:
    """A table of the page: its rows by their first cell."""
    table = PAGE.split(header)[1].split("\n\n")[0].splitlines()[2:]
    return {(cells := [cell.strip() for cell in row.strip("|").split("|")])[0]: cells[1:] for row in table}


def test_the_configuration_runs_a_command_that_is_there() -> None:
    found = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    server = json.loads(found[1])["mcpServers"]["quoth"]
    assert server == {"command": "quoth", "args": ["mcp"]}
    helped = CliRunner().invoke(app, [*server["args"], "--help"])
    assert (helped.exit_code, "pip install 'quoth[mcp]'" in helped.output) == (0, True)


def test_the_tools_are_those_that_are_offered() -> None:
    documented = rows("| tool | arguments | structured result |")
    assert list(documented) == [f"`{tool.name}`" for tool in TOOLS]
    for tool in TOOLS:
        arguments, result = documented[f"`{tool.name}`"]
        assert re.findall(r"`(\w+)`", arguments)[: len(tool.takes.model_fields)] == list(tool.takes.model_fields)
        first = next(iter(tool.gives.model_fields)) if tool.name != "ask" else "answer"
        assert f"`{first}`" in result
    for tool in TOOLS[1:]:
        schema = tool.gives.model_json_schema()
        known = {name for part in [schema, *schema["$defs"].values()] for name in part["properties"]}
        words = {"found", "misattributed", "not_found"}
        assert set(re.findall(r"`(\w+)`", documented[f"`{tool.name}`"][1])) - words <= known


def test_the_limits_are_those_that_hold() -> None:
    schemas = {name: field for tool in TOOLS for name, field in tool.takes.model_json_schema()["properties"].items()}
    for names, (limits, otherwise) in rows("| argument | limits | left out |").items():
        for name in re.findall(r"`(\w+)`", names):
            field = schemas.pop(name)
            told = next(bounds for words, bounds in WORDS.items() if limits.startswith(words))
            inner = field.get("anyOf", [field])[0]
            kinds = (("minLength", "maxLength"), ("minItems", "maxItems"), ("minimum", "maximum"))
            assert told in {(inner.get(least), inner.get(most)) for least, most in kinds}
            default = field.get("default")
            assert otherwise == ("must be given" if "default" not in field else str(default) if default else otherwise)
    assert schemas == {}


def test_ports_sizes_and_variables() -> None:
    assert f"http://127.0.0.1:{_PORT}/mcp" in PAGE
    assert rules(Settings())["/mcp"].most == 1024 * 1024
    assert {name.lower() for name in re.findall(r"QUOTH_(\w+)", PAGE)} <= set(Settings.model_fields)
