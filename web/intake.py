"""Files from strangers, on their way into the library: under names of our own, in a folder that is gone afterwards."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from corpus import Source, TooLarge
from index import Library, Outcome
from web.errors import refusal
from web.text import file_name, printable, size

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came: the name that the client gave, its size in bytes, and the open spool that holds them."""

    name: str | None
    size: int
    spool: BinaryIO


def add_uploads(library: Library, uploads: Sequence[Upload], most: int) -> list[Outcome]:
    """Add uploaded files to a library; slow, so called in the writing thread.

    Args:
        library: Where to.
        uploads: The files.
        most: Size of the largest that is looked at, in bytes.

    Returns:
        One outcome a file, in their order; each is committed.

    Raises:
        QuothError: The library cannot be written.
    """
    names = _names(uploads)
    with TemporaryDirectory(prefix="quoth-upload-") as folder:  # readable to us alone, removed whatever happens
        named = list(zip(names, uploads, strict=True))
        refused = [_too_large(name, most) for name, upload in named if upload.size > most]
        sources = [_source(Path(folder), number, name, upload.spool) for number, (name, upload) in enumerate(named, 1) if upload.size <= most]
        return sorted([*refused, *library.add(sources)], key=lambda outcome: names.index(outcome.source))


def _too_large(name: str, most: int) -> Outcome:
    return Outcome(name, "refused", error=TooLarge(f"{name} is larger than {size(most)}.", "Split it into smaller files."))


def _names(uploads: Sequence[Upload]) -> list[str]:
    """Names fit to be shown; the second of one name in one upload is numbered, as it is another document."""
    names: list[str] = []
    for upload in uploads:
        name = wanted = file_name(upload.name)
        number = 1
        while name in names:
            number += 1
            name = f"{Path(wanted).stem} ({number}){Path(wanted).suffix}"
        names.append(name)
    return names


def _source(folder: Path, number: int, name: str, spool: BinaryIO) -> Source:
    suffix = Path(name).suffix
    path = folder / f"{number:04}{suffix.lower() if _SUFFIX.fullmatch(suffix) else ''}"
    with path.open("xb") as file:
        shutil.copyfileobj(spool, file)
    return Source(path=path, name=name, origin=f"upload:{name}")


def outcome_dict(outcome: Outcome) -> dict[str, Any]:
    """An outcome as `POST /documents` writes it."""
    return {
        "source": printable(outcome.source),
        "status": outcome.status,
        "document_id": outcome.document_id,
        "title": outcome.title,
        "passages": outcome.passages,
        "error": refusal(outcome.error).as_dict()["error"] if outcome.error else None,
    }
