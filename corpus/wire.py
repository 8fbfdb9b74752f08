"""What parent and child say to each other: lines of JSON of limited length, and counted bytes. Never pickle.

    parent -> child   a line {"suffix", "whole", "limits": {…}}, then the file in pieces, each behind its length; 0 ends it
    child -> parent   a line {"status": "document", "title", "bytes", "sections"}, `bytes` bytes of UTF-8,
                      `sections` lines [start, kind, label]; for the `whole` also {"passages", "names"}: behind the sections,
                      `passages` offsets of four bytes, the ends of the passages, and `names` lines [name, count]
                      or a line {"status": "error", "kind", "message", "hint"}

The child may have been taken over by what it reads, so the parent believes nothing: every length and type is checked.
"""

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, Final

LONGEST_LINE: Final = 64 * 1024
LONGEST_NAME: Final = 1_000
_PIECE: Final = 64 * 1024
_LENGTH_BYTES: Final = 4


class Garbled(Exception):
    """What came over the pipe is not what was agreed, or ended too early."""


def write_line(pipe: BinaryIO, value: object) -> None:
    """Writes one value as a line of JSON."""
    pipe.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def read_line(pipe: BinaryIO) -> object:
    """Reads one line of JSON.

    Raises:
        Garbled: The line is too long, not whole, or not JSON.
    """
    line = pipe.readline(LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise Garbled("no whole line")
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise Garbled("not JSON") from exc


def read_object(pipe: BinaryIO) -> Mapping[str, object]:
    """Reads one line of JSON that is an object.

    Raises:
        Garbled: It is something else.
    """
    value = read_line(pipe)
    if not isinstance(value, dict):
        raise Garbled("not an object")
    return value


def read_exactly(pipe: BinaryIO, size: int) -> bytes:
    """Reads `size` bytes.

    Raises:
        Garbled: There were fewer.
    """
    data = pipe.read(size)
    if len(data) != size:
        raise Garbled("ended too early")
    return data


def write_numbers(pipe: BinaryIO, numbers: Sequence[int]) -> None:
    """Writes numbers of four bytes each."""
    pipe.write(struct.pack(f">{len(numbers)}I", *numbers))


def read_numbers(pipe: BinaryIO, count: int) -> tuple[int, ...]:
    """Reads so many numbers of four bytes.

    Raises:
        Garbled: There were fewer.
    """
    return struct.unpack(f">{count}I", read_exactly(pipe, 4 * count))


def write_file(pipe: BinaryIO, file: BinaryIO, most: int) -> int:
    """Writes a file in pieces and returns its size; stops behind `most` bytes, with a size above `most`."""
    size = 0
    while size <= most and (piece := file.read(_PIECE)):
        size += len(piece)
        pipe.write(len(piece).to_bytes(_LENGTH_BYTES, "big") + piece)
    pipe.write(bytes(_LENGTH_BYTES))
    pipe.flush()
    return size


def read_file(pipe: BinaryIO) -> Iterator[bytes]:
    """Yields the pieces of a file.

    Raises:
        Garbled: The pieces ended too early.
    """
    while length := int.from_bytes(read_exactly(pipe, _LENGTH_BYTES), "big"):
        yield read_exactly(pipe, min(length, _PIECE))
