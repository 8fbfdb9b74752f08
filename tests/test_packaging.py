"""The wheel, installed where nothing of this checkout is: it answers, without a network."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "index", "qa", "web")
FILES = ("LICENSE", "README.md", "pyproject.toml")

Command = Callable[..., subprocess.CompletedProcess[str]]


def source_files() -> set[str]:
    """List the files of the product's packages."""
    files = {path for package in PACKAGES for path in (PROJECT / package).rglob("*") if path.is_file()}
    return {path.relative_to(PROJECT).as_posix() for path in files if "__pycache__" not in path.parts}


def call(command: Sequence[str | Path], folder: Path) -> str:
    """Run a program that must succeed; returns what it wrote on standard output."""
    done = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy, as what an earlier build left behind would be packed too."""
    copy = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        shutil.copytree(PROJECT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(PROJECT / name, copy / name)
    call([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", copy / "dist"], copy)
    (built,) = (copy / "dist").iterdir()
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own, which sees the libraries of this one but not this checkout."""
    environment = tmp_path_factory.mktemp("environment")
    call([sys.executable, "-m", "venv", "--without-pip", environment], environment)
    python = environment / "bin" / "python"
    where = call([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], environment).strip()
    # A .pth file adds the folder without obeying the .pth files in it, such as that of an editable install.
    Path(where, "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    call([*pip, "install", "--quiet", "--no-deps", "--no-index", "--force-reinstall", wheel], environment)
    return environment


@pytest.fixture
def quoth(installed: Path, tmp_path: Path) -> Command:
    """Run the installed command in an empty home, with no network at all where the system lets a test take it away."""
    cut = ["unshare", "-rn"] if can_unshare() else []

    def command(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        program = [*cut, str(installed / "bin" / "quoth"), *arguments]
        home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "PATH": os.environ["PATH"]}
        guard = {"PYTHONPATH": os.environ["PYTHONPATH"], "PYTHONWARNINGS": "error"}
        return subprocess.run(
            program, cwd=tmp_path, env=home | guard, input=stdin, capture_output=True, text=True, timeout=120
        )

    return command


def can_unshare() -> bool:
    """Whether this user may put a program into a network of its own, which has nothing in it."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0


def test_the_wheel_holds_the_product_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
        (script,) = (packed.read(name).decode() for name in packed.namelist() if name.endswith("/entry_points.txt"))
        (licence,) = (packed.read(name).decode() for name in packed.namelist() if name.endswith("/licenses/LICENSE"))
    assert names == source_files()
    assert {"corpus/stories/lily-baktybekova.md", "corpus/stories/iris-baktybekova.md", "web/py.typed"} <= names
    page = {Path(name).suffix for name in names if name.startswith(("web/templates/", "web/static/"))}
    assert page >= {".html", ".css"}
    assert script == "[console_scripts]\nquoth = web.terminal:main\n"
    assert licence.splitlines()[0].strip() == "Apache License"


def test_the_installed_command_answers_about_the_founding_stories(quoth: Command, installed: Path) -> None:
    done = quoth("ask", "--json", stdin="Where was Lily born?\n")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["question"], answer["abstained"], answer["reason"]) == ("Where was Lily born?", False, None)
    cited = answer["citations"][0]
    assert cited["document_id"] == "lily-baktybekova"
    assert "Aktau" in cited["quote"]
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("First use: ")
    shown = quoth("show", "lily-baktybekova")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout[cited["start"] : cited["end"]] == cited["quote"]


def test_versions_are_pinned_once() -> None:
    """Every direct dependency, of every extra, has its pin; a pin says one version."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    rows = (PROJECT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [row.split("==") for row in rows if row and not row.startswith("#")]
    assert all(len(pin) == 2 and "+" not in pin[1] for pin in pins)
    names = [canonical(pin[0]) for pin in pins]
    assert len(names) == len(set(names))
    wanted = [*project["dependencies"], *(row for rows in project["optional-dependencies"].values() for row in rows)]
    assert {canonical(row) for row in wanted} - set(names) == {"quoth"}  # one extra may stand for others


def canonical(requirement: str) -> str:
    """Reduce a requirement to the name of its distribution."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    return canonicalize_name(Requirement(requirement).name)
