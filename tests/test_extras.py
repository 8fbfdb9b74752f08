"""A language model and agents are extras: without their packages all the rest works, and with them it loads none."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from corpus import discover, founding_stories
from index import Library
from tests.conftest import PROJECT, FakeEmbedder

FULL = bool(os.environ.get("QUOTH_TEST_FULL"))
EXTRAS = {"openai", "httpx2", "mcp", "jiter"}
# The hub of the embedder's model stands on httpx2 itself, so whoever has Quoth has that.
BROUGHT = {"httpx2"}
ASK = "ask Where was Lily born?"

GONE = f"""
import sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {EXTRAS!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Gone())
"""
COMMANDS = """
import json, sys
from web.terminal.boundary import run
code = [run(line.split()) for line in sys.argv[1:]]
"""
# The command over a library with a fake embedder, then the first answer of the application over the same one. No client of ours is in the way:
# what starlette tests with stands on httpx2.
FAKED = """
import asyncio, json, sys
import web.app
from index import Library
from qa import Chatbot
from tests.conftest import FakeEmbedder, WordReader
from web.settings import Settings
from web.terminal.boundary import run
from web.terminal.opening import Openings

def opened(where=None, create=False):
    return Chatbot(Library.open(Settings().library, FakeEmbedder(), create=create), WordReader())

async def serve():
    app, sent = web.app.create_app(opened, Settings()), []
    await app.state.service.open()
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/ask"}
    scope |= {"raw_path": b"/ask", "query_string": b"question=Where+was+Lily+born%3F", "root_path": "", "headers": [(b"host", b"localhost")]}
    async def send(message):
        sent.append(message)
    await app(scope | {"client": ("127.0.0.1", 5), "server": ("127.0.0.1", 80)}, asyncio.Event().wait, send)
    await app.state.service.close()
    answer = json.loads(b"".join(message.get("body", b"") for message in sent))
    print(json.dumps([sent[0]["status"], answer["answer"], answer["mode"]]))

code = [run(line.split(), Openings(chatbot=opened)) for line in sys.argv[1:]]
asyncio.run(serve())
"""
LOADED = f"""
print(json.dumps([code, sorted({EXTRAS!r} & set(sys.modules))]))
"""
MODEL = {"QUOTH_LLM_URL": "http://127.0.0.1:9/v1", "QUOTH_LLM_MODEL": "tiny"}


@dataclass(frozen=True)
class Ended:
    """What a program did: the exit code of each command, which extras it had loaded, and what it wrote."""

    codes: list[int]
    loaded: list[str]
    out: list[str]
    err: list[str]


def fresh(home: Path, script: str, variables: Mapping[str, str], *lines: str) -> Ended:
    """Run command lines in an interpreter of their own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QUOTH_")}
    environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home), "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", **variables}
    command = [sys.executable, "-c", script + LOADED, *lines]
    done = subprocess.run(command, cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    *out, last = done.stdout.splitlines()
    codes, loaded = json.loads(last)
    return Ended(codes, loaded, out, done.stderr.splitlines())


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ended]:
    """Every program of this file, at its end; two run at once, as most of the time is spent in starting."""
    home = tmp_path_factory.mktemp("home")
    with Library.open(home / "small", FakeEmbedder()) as library:
        assert [outcome.status for outcome in library.add(discover([founding_stories()]))] == ["added", "added"]
    small = {"QUOTH_LIBRARY": str(home / "small")}
    with ThreadPoolExecutor(2) as starting:
        started = {
            "with": starting.submit(fresh, home, FAKED, small, ASK),
            "without": starting.submit(fresh, home, GONE + FAKED, small, ASK),
            "wanted": starting.submit(fresh, home, GONE + COMMANDS, small | MODEL, ASK, "mcp", "mcp --http --port 0"),
        }
        if FULL:
            started["real"] = starting.submit(fresh, home, COMMANDS, {}, ASK)
    return {name: program.result() for name, program in started.items()}


@pytest.mark.parametrize("packages", ["with", "without"])
def test_asking_and_serving_load_no_extra(programs: dict[str, Ended], packages: str) -> None:
    ended = programs[packages]
    status, answer, mode = json.loads(ended.out[-1])
    assert (ended.codes, ended.loaded, ended.err, status, mode) == ([0], [], [], 200, "extractive")
    assert ended.out[0] == answer
    assert "Aktau" in answer


@pytest.mark.skipif(not FULL, reason="ten seconds: with QUOTH_TEST_FULL=1")
def test_a_question_to_the_real_models_loads_no_extra(programs: dict[str, Ended]) -> None:
    ended = programs["real"]
    assert (ended.codes, ended.out[0], [row.split(":")[0] for row in ended.err]) == ([0], "Aktau [1]", ["First use"])
    assert set(ended.loaded) <= BROUGHT


def test_an_extra_that_is_needed_is_named_with_its_pip_line(programs: dict[str, Ended]) -> None:
    agents = ["quoth: quoth mcp needs the package mcp, which is not installed.", "       Install it: pip install 'quoth[mcp]'"]
    model = ["quoth: A language model needs the package openai, which is not installed.", "       Install it: pip install 'quoth[llm]'"]
    assert programs["wanted"] == Ended([2, 2, 2], [], [], [*model, *agents, *agents])


def test_the_extras_are_asked_for_as_extras_only() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    rows = {"always": project["dependencies"]} | project["optional-dependencies"]
    asked = {name: {Requirement(row).name for row in rows[name]} & EXTRAS for name in ("always", "llm", "mcp")}
    assert asked == {"always": set(), "llm": {"openai", "httpx2"}, "mcp": {"mcp"}}
