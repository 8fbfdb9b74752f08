"""A small library, and the loop that asynchronous tests run on."""

import shutil
from pathlib import Path

import pytest

from tests.web.fakes import make_library


@pytest.fixture
def anyio_backend() -> str:
    """The loop that Quoth runs on."""
    return "asyncio"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two stories, for copies."""
    return make_library(tmp_path_factory.mktemp("made"))


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A library of two stories, of the test's own."""
    return shutil.copytree(made, tmp_path / "library")
