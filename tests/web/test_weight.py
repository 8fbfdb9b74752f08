"""What is heavy is loaded when it is needed, and never because a package was imported."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "faiss", "transformers", "sentence_transformers", "tantivy")


@pytest.mark.parametrize("module", ["web", "web.app", "web.settings"])
def test_an_import_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
