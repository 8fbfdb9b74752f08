"""Which files a person means when they name files and folders."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.naming import printable

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".epub"})


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    Attributes:
        path: Where its bytes are now.
        name: What people call it: the path, with `/`, relative to the folder it was added from.
        origin: What tells two files of one name apart: the absolute path, or `upload:NAME`.
    """

    path: Path
    name: str
    origin: str


def discover(paths: Iterable[Path]) -> list[Source]:
    """Lists the files to read, each once.

    A folder gives every regular file below it that has a suffix of `SUFFIXES`, sorted by name. Hidden files and
    folders are left out; so are symbolic links to folders, and links to files outside. A file named directly is
    always listed, even one that does not exist: what is wrong with it is said when it is read.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for source in _below(path) if path.is_dir() else [_source(path, path.name)]:
            found.setdefault(source.origin, source)
    return list(found.values())


def _below(folder: Path) -> list[Source]:
    root = folder.resolve()
    sources = [_source(path, path.relative_to(root).as_posix()) for path in _files(root)]
    return sorted(sources, key=lambda source: source.name)


def _files(root: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(where, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES and _is_file_within(path, root):
                yield path


def _is_file_within(path: Path, root: Path) -> bool:
    try:
        return path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(root))
    except (OSError, RuntimeError):  # a link that leads back to itself
        return False


def _source(path: Path, name: str) -> Source:
    return Source(path=path, name=printable(name), origin=printable(os.path.realpath(path)))
