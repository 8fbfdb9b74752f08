"""The child process that parses files, one after another, until its input ends.

It runs isolated, with no environment, no files but its own code, and limits on memory, time, files and writing.
It gets the bytes of a file over its standard input and never opens a file that it was asked to read.
"""

import dataclasses
import os
import sys
from typing import BinaryIO

from corpus.draft import Content, assemble
from corpus.errors import CorpusError, EmptyDocument, TooLarge, UnreadableFile, UnsupportedFormat
from corpus.formats import read
from corpus.limits import Limits
from corpus.wire import LONGEST_NAME, Garbled, read_file, read_object, write_line, write_numbers

try:
    import resource
except ImportError:  # not a POSIX system: the parent's clock and the limits on sizes remain
    resource = None  # type: ignore[assignment]  # the module is absent there, and every use asks first

_Told = tuple[list[int], list[tuple[str, int]]]
_OPEN_FILES = 32
_SHORT_OF_MEMORY = UnreadableFile("needs more memory to read than one file may take", "Split it into smaller files.")
_TOO_DEEP = UnreadableFile("is nested too deeply", "Save it again, as plain text if need be.")


def main() -> None:
    """Parses files until standard input ends. The one argument is the limit of memory, in bytes."""
    requests, answers = _private_pipes()
    _limit_itself(int(sys.argv[1]))
    write_line(answers, {"status": "ready"})
    answers.flush()
    while _serve(requests, answers):
        answers.flush()


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Takes the pipes away from standard input and output, so that no library can write into an answer."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return requests, answers


def _limit_itself(memory_bytes: int) -> None:
    if resource is None:
        return
    _lower(resource.RLIMIT_AS, memory_bytes)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)


def _lower(limit: int, value: int) -> None:
    hard = resource.getrlimit(limit)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(limit, (value, value))
    except (OSError, ValueError):  # a system that knows this limit but does not let it be set: the others remain
        return


def _limit_time(seconds: int) -> None:
    """Allows so much more processor time; behind it the system ends this process."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        allowed = int(used.ru_utime + used.ru_stime) + seconds + 1
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _serve(requests: BinaryIO, answers: BinaryIO) -> bool:
    """Answers one request; returns whether there can be another."""
    try:
        request = read_object(requests)
    except Garbled:  # the parent closed the pipe
        return False
    limits = Limits(**request["limits"])  # type: ignore[arg-type]  # the parent is trusted: it sent its own Limits
    _limit_time(limits.cpu_seconds)
    try:
        content, told = _parse(b"".join(read_file(requests)), str(request["suffix"]), limits, whole=bool(request.get("whole")))
    except CorpusError as error:
        _refuse(answers, error)
        return error is not _SHORT_OF_MEMORY
    _send(answers, content, told)
    return True


def _parse(data: bytes, suffix: str, limits: Limits, *, whole: bool) -> tuple[Content, _Told | None]:
    """Reads one file, and if the `whole` is wanted, finds its passages and names.

    The outermost boundary: whatever a library raises ends here as one line for that file.
    """
    try:
        content = assemble(read(data, suffix, limits), limits)
        return content, _told(content) if whole else None
    except CorpusError:
        raise
    except MemoryError:
        raise _SHORT_OF_MEMORY from None
    except RecursionError:
        raise _TOO_DEEP from None
    except Exception as exc:
        kind = suffix.lstrip(".").upper()
        raise UnreadableFile(
            f"could not be read as {kind}; it may be damaged", "Open it in the program that made it and save it again."
        ) from exc


def _refuse(answers: BinaryIO, error: CorpusError) -> None:
    kinds = (UnsupportedFormat, EmptyDocument, TooLarge, UnreadableFile)
    kind = next(kind for kind in kinds if isinstance(error, kind))
    write_line(answers, {"status": "error", "kind": kind.__name__, "message": error.message, "hint": error.hint})


def _told(content: Content) -> _Told:
    from corpus.names import names
    from corpus.splitting import ends

    found = names(content.text)
    return ends(content.text, content.sections), [(word, count) for word, count in found.items() if len(word) <= LONGEST_NAME]


def _send(answers: BinaryIO, content: Content, told: _Told | None) -> None:
    data = content.text.encode()
    head = {"status": "document", "title": content.title, "bytes": len(data), "sections": len(content.sections)}
    if told is not None:
        head |= {"passages": len(told[0]), "names": len(told[1])}
    write_line(answers, head)
    answers.write(data)
    for section in content.sections:
        write_line(answers, dataclasses.astuple(section))
    if told is not None:
        write_numbers(answers, told[0])
        for name in told[1]:
            write_line(answers, name)


if __name__ == "__main__":
    main()
