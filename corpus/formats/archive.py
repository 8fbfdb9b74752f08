"""ZIP archives, as DOCX and EPUB are: read in memory, within limits, and never written anywhere."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.sax import ContentHandler, SAXException

import defusedxml.sax
from defusedxml import DefusedXmlException

from corpus.errors import TooLarge, UnreadableFile
from corpus.limits import MEBIBYTE, Limits

_AGAIN: Final = "Open it in the program that made it and save it again."
_PIECE: Final = 1024 * 1024
_DIRECTORY_END: Final = b"PK\x05\x06"
_LOCAL_HEADER: Final = 30


class Archive:
    """The members of one archive.

    What the archive says of itself is checked first; since it may lie, what is unpacked is counted as well.

    Raises:
        UnreadableFile: It is damaged, protected by a password, or its members overlap.
        TooLarge: It has more members, or would unpack to more, than the limits allow.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        _check_count(data, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, IndexError) as exc:
            raise UnreadableFile("is damaged: it cannot be unpacked", _AGAIN) from exc
        self._limits = limits
        self._left = limits.archive_bytes
        self._members = {member.filename: member for member in self._zip.infolist() if not member.is_dir()}
        _check_directory(self._zip.infolist(), limits)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def read(self, name: str) -> bytes:
        """Unpacks one member.

        Raises:
            KeyError: There is none of this name.
            UnreadableFile: It is damaged, or a symbolic link.
            TooLarge: With it more is unpacked than the limits allow.
        """
        member = self._members[name]
        if stat.S_ISLNK(member.external_attr >> 16):
            raise UnreadableFile("holds a symbolic link where a part of it should be", _AGAIN)
        pieces = []
        try:
            with self._zip.open(member) as packed:
                while piece := packed.read(_PIECE):
                    pieces.append(piece)
                    self._left -= len(piece)
                    if self._left < 0:
                        raise _unpacks_to_too_much(self._limits)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as exc:
            raise UnreadableFile("is damaged: a part of it cannot be unpacked", _AGAIN) from exc
        return b"".join(pieces)

    def read_xml(self, name: str) -> bytes:
        """Unpacks one member that is XML, and makes sure that it declares no document type and no entities.

        Raises:
            UnreadableFile: It declares some, or is not well-formed.
        """
        data = self.read(name)
        check_xml(data)
        return data


def check_xml(data: bytes) -> None:
    """Makes sure that XML is well-formed and declares no document type and no entities.

    Raises:
        UnreadableFile: It is not, or does.
    """
    try:
        defusedxml.sax.parseString(data, ContentHandler(), forbid_dtd=True)
    except DefusedXmlException as exc:
        raise UnreadableFile("declares XML entities, which can unfold without end", _AGAIN) from exc
    except (SAXException, ValueError, LookupError) as exc:
        raise UnreadableFile("is damaged: its XML is not well-formed", _AGAIN) from exc


def _check_count(data: bytes, limits: Limits) -> None:
    """Looks at the number of members before a list of them is made."""
    end = data.rfind(_DIRECTORY_END)
    if end >= 0 and int.from_bytes(data[end + 10 : end + 12], "little") > limits.archive_entries:
        raise _holds_too_many(limits)


def _check_directory(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.archive_entries:
        raise _holds_too_many(limits)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > limits.archive_bytes:
        raise _unpacks_to_too_much(limits)
    pairs = [(unpacked, packed), *((member.file_size, member.compress_size) for member in members)]
    if any(whole > MEBIBYTE and whole > limits.archive_ratio * part for whole, part in pairs):
        raise _unpacks_to_too_much(limits)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile("is protected by a password", "Save a copy without the password.")
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            raise UnreadableFile("is damaged: its parts overlap", _AGAIN)
        end = member.header_offset + _LOCAL_HEADER + member.compress_size


def _holds_too_many(limits: Limits) -> TooLarge:
    return TooLarge(f"is an archive of more than {limits.archive_entries:,} parts", "Split it into smaller files.")


def _unpacks_to_too_much(limits: Limits) -> TooLarge:
    most = limits.archive_bytes / MEBIBYTE
    return TooLarge(f"unpacks to more than {most:g} MiB, or {limits.archive_ratio} times its size", _AGAIN)
