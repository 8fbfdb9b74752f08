"""Imports run one way, through faces, and what is heavy is loaded late."""

import ast
import importlib
import inspect
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[1]
FLOORS = ("corpus", "index", "qa", "web")
FILES = sorted(path for floor in FLOORS for path in (PROJECT / floor).rglob("*.py"))
HEAVY = ("torch", "faiss", "transformers", "sentence_transformers", "tantivy", "openai", "mcp", "httpx2")
LONGEST = 400
EMPTY = {"chunk", "snippet", "manager", "helper", "utils", "process", "handle"}


@dataclass(frozen=True)
class Import:
    """One imported module, as a file of ours names it."""

    file: str
    line: int
    module: str

    @property
    def floor(self) -> str:
        """The package of the file that imports."""
        return self.file.split("/")[0]

    @property
    def top(self) -> str:
        """The package that is imported."""
        return self.module.split(".")[0]


def imports(path: Path) -> Iterator[Import]:
    """List the absolute imports of a file, wherever they stand in it."""
    name = path.relative_to(PROJECT).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (Import(name, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield Import(name, node.lineno, node.module)


def ours() -> list[Import]:
    """List every import in the product."""
    return [found for path in FILES for found in imports(path)]


def test_the_product_is_found() -> None:
    """Otherwise every other test here would be content with nothing."""
    assert {path.relative_to(PROJECT).parts[0] for path in FILES} == set(FLOORS)
    assert {("index", "corpus"), ("qa", "index"), ("web", "qa")} <= {(found.floor, found.top) for found in ours()}


def test_imports_run_one_way() -> None:
    upwards = [found for found in ours() if found.top in FLOORS and FLOORS.index(found.top) > FLOORS.index(found.floor)]
    assert upwards == []


def test_other_packages_are_entered_by_their_face() -> None:
    past_it = [
        found for found in ours() if found.top in FLOORS and found.top != found.floor and found.module != found.top
    ]
    assert past_it == []


def test_relative_imports_stay_in_their_package() -> None:
    leaving = []
    for path in FILES:
        depth = len(path.relative_to(PROJECT).parts) - 1
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level > depth:
                leaving.append(path)
    assert leaving == []


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("numpy", ("index/", "qa/reader", "qa/train/")),
        ("pydantic", ("web/",)),
        ("fastapi", ("web/",)),
        ("typer", ("web/terminal/",)),
        ("rich", ("web/terminal/",)),
        ("sqlite3", ("index/",)),
        ("faiss", ("index/",)),
        ("tantivy", ("index/",)),
        ("openai", ("qa/writing/",)),
        ("pymilvus", ("index/milvus/",)),
        ("mcp", ("web/mcp/",)),
    ],
)
def test_a_library_stays_where_it_belongs(package: str, allowed: tuple[str, ...]) -> None:
    files = {found.file for found in ours() if found.top == package}
    assert files
    assert sorted(file for file in files if not file.startswith(allowed)) == []


def test_no_pickle_and_no_marshal() -> None:
    found = {found.top for found in ours()} & {"pickle", "cPickle", "dill", "joblib", "marshal", "shelve"}
    assert found == set()


def test_what_is_imported_is_asked_for() -> None:
    """Every package that the product imports is a dependency of its own, not one that another happens to bring."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    asked = [*project["project"]["dependencies"], *extras["llm"], *extras["mcp"], *extras["milvus"], *extras["train"]]
    wanted = {canonicalize_name(requirement.name) for requirement in map(Requirement, asked)}
    providers = packages_distributions()
    foreign = {found.top for found in ours()} - set(sys.stdlib_module_names) - set(FLOORS)
    missing = {
        name for name in foreign if not wanted & {canonicalize_name(provider) for provider in providers.get(name, [])}
    }
    assert missing == set()


@pytest.mark.parametrize("floor", FLOORS)
def test_all_is_what_is_importable(floor: str) -> None:
    """The names that a face offers are those it lists, in order, each of them there."""
    face = importlib.import_module(floor)
    listed = getattr(face, "__all__", [])
    offered = {
        name
        for name, value in vars(face).items()
        if not name.startswith("_")
        and not inspect.ismodule(value)
        and str(getattr(value, "__module__", floor)).split(".")[0] == floor
    }
    assert [name for name in listed if not hasattr(face, name)] == []
    assert sorted(offered - set(listed)) == []
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    "code",
    [
        *(f"import {floor}" for floor in FLOORS),
        "import web.app, web.settings",
        "from web.terminal.boundary import run; assert run(['--help']) == 0",
        "from web.terminal.boundary import run; assert run(['serve', '--help']) == 0",
        "from web.terminal.boundary import run; assert run(['ask', '--limit', '0', 'Why?']) == 2",
    ],
)
def test_what_is_heavy_is_loaded_late(code: str) -> None:
    script = f"{code}\nimport json, sys\nprint(json.dumps(sorted(set(sys.modules) & {set(HEAVY)!r})))"
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_files_are_short() -> None:
    lengths = {
        path.relative_to(PROJECT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_names_are_words_of_the_field() -> None:
    """Nothing of ours is called by a word that says nothing."""
    found = {(path.relative_to(PROJECT).as_posix(), name) for path in FILES for name in names(path)}
    assert sorted((file, name) for file, name in found if EMPTY & set(name.lower().split("_"))) == []


def names(path: Path) -> set[str]:
    """List what a file gives a name to: itself, its functions and classes, their arguments, and variables."""
    tree = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    defined = {n.name for n in tree if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)}
    arguments = {n.arg for n in tree if isinstance(n, ast.arg)}
    variables = {n.id for n in tree if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return {path.stem} | defined | arguments | variables
