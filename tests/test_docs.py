"""The documentation is tested: what it names is there, and its example runs."""

import re
import shutil
from pathlib import Path

import pytest

from corpus import founding_stories
from tests.conftest import PROJECT
from tests.model.faults import Scripted
from web.settings import Settings
from web.terminal.commands import app

README = (PROJECT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([PROJECT / "README.md", PROJECT / "CHANGELOG.md", *(PROJECT / "docs").glob("*.md")])


def test_every_setting_has_its_row() -> None:
    rows = re.findall(r"^\| `QUOTH_(\w+)` \|", README, re.MULTILINE)
    assert sorted(rows) == sorted(name.upper() for name in Settings.model_fields)


def test_every_command_is_named() -> None:
    commands = {command.name or command.callback.__name__.rstrip("_") for command in app.registered_commands if command.callback}
    assert {name for name in commands if not re.search(rf"\b{name}\b", README)} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_the_page_on_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """All its examples, one after the other; the language model is a server on this machine."""
    shutil.copytree(founding_stories(), tmp_path / "stories")
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"```python\n(.*?)```", (PROJECT / "docs" / "python.md").read_text(encoding="utf-8"), re.DOTALL)
    namespace: dict[str, object] = {}
    with Scripted(lambda request: ['Lily is from Aktau. [1] "Lily was born and grew up in Aktau"\n']) as model:
        for number, example in enumerate(examples):
            code = example.replace("http://127.0.0.1:11434/v1", model.url)
            exec(compile(code, f"docs/python.md, example {number + 1}", "exec"), namespace)
    told = capsys.readouterr().out.splitlines()
    assert {"added lily-baktybekova.md ", "Where was Iris born?", "model 0 None", "misattributed lily-baktybekova 133"} <= set(told)
    assert told[-1].startswith("No document has the id no-such-story. ")


def test_the_example_in_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(founding_stories(), tmp_path / "stories")
    monkeypatch.chdir(tmp_path)
    example = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert example is not None
    exec(compile(example[1], "README.md", "exec"), {})
    told = capsys.readouterr().out
    assert "added lily-baktybekova.md" in told
    assert "Aktau" in told
