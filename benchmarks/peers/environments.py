"""An environment for each peer, made once by pip from its pinned requirements, and what it weighs."""

import hashlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import default_model

ENVIRONMENTS = Path(".bench/envs")
PEERS: Mapping[str, str] = {
    "quoth": "Quoth",
    "langchain": "LangChain",
    "llamaindex": "LlamaIndex",
    "txtai": "txtai",
    "haystack": "Haystack",
}


@dataclass(frozen=True, slots=True)
class Weight:
    """What an installation weighs: bytes of its files, how many packages pip lists, and versions of the ones that count."""

    size: int
    packages: int
    versions: Mapping[str, str]


def interpreter(peer: str) -> str:
    """Return the path of the Python that a peer runs in, its environment made where it is missing or of other requirements."""
    if peer == "quoth":
        return sys.executable
    wanted, folder = _requirements(peer), (ENVIRONMENTS / peer).resolve()
    mark = folder / "requirements.sha256"
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    python = folder / "bin" / "python"
    if not mark.exists() or mark.read_text(encoding="ascii") != digest:
        print(f"Installing {PEERS[peer]} into {ENVIRONMENTS / peer} ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", wanted], check=True)
        mark.write_text(digest, encoding="ascii")
    return str(python)


def weight(peer: str) -> Weight:
    """Return what the environment weighs; the model is left out, as it is the same for all."""
    python = interpreter(peer)
    prefix = Path(subprocess.run([python, "-c", "import sys; print(sys.prefix)"], check=True, capture_output=True, text=True).stdout.strip())
    listed = subprocess.run([python, "-m", "pip", "list", "--format", "freeze"], check=True, capture_output=True, text=True).stdout.split()
    versions = dict(line.split("==", 1) for line in listed)
    return Weight(_size(prefix) - _size(default_model()) * (peer == "quoth"), len(versions), {name: versions[name] for name in _named(peer, versions)})


def _named(peer: str, versions: Mapping[str, str]) -> Sequence[str]:
    if peer == "quoth":
        return ("quoth",) if "quoth" in versions else ()
    pinned = (line.split("==")[0] for line in _requirements(peer).read_text(encoding="utf-8").split())
    return [name for name in pinned if name in versions]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _requirements(peer: str) -> Path:
    return Path(__file__).with_name(f"requirements-{peer}.txt").resolve()
