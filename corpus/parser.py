"""Turns files into documents, in a child process that may die of them."""

import dataclasses
import operator
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self, cast

from corpus.discovery import SUFFIXES, Source
from corpus.document import Document, Parsed, Section, SectionKind
from corpus.errors import CorpusError, EmptyDocument, TooLarge, UnreadableFile, UnsupportedFormat
from corpus.limits import Limits
from corpus.naming import document_id, title_from_name
from corpus.opening import open_file, too_large
from corpus.sentence import sentences
from corpus.wire import LONGEST_NAME, Garbled, read_exactly, read_line, read_numbers, read_object, write_file, write_line

# The folder of the project is named, for an isolated Python does not look where its parent did.
_CODE: Final = "import sys; sys.path.insert(0, sys.argv.pop(1)); from corpus.child import main; main()"
# What a dynamically linked Python, or Windows, cannot start without. Nothing else reaches the child.
_ENVIRONMENT: Final = ("LD_LIBRARY_PATH", "SYSTEMROOT")
# A child is replaced after so many files, so that what a library leaks is never the next file's fault.
_FILES_PER_CHILD: Final = 500
_Content = tuple[str, str, tuple[Section, ...], tuple[int, ...], dict[str, int]]
_KINDS: Final = {kind.__name__: kind for kind in (UnsupportedFormat, EmptyDocument, TooLarge, UnreadableFile)}
_SECTIONS: Final = frozenset({"heading", "chapter", "page"})
_AGAIN: Final = "Open it in the program that made it and save it again, as plain text if need be."
_LONGEST_MESSAGE: Final = 300
_LONGEST_TITLE: Final = 200


class Parser:
    """Reads files one after another; a context manager. One parser may be shared by threads, which take turns.

    Args:
        limits: What one file may take.
        command: The child's command line, for a test; it is given the limit of memory as its last argument.
    """

    def __init__(self, limits: Limits | None = None, *, command: Sequence[str] | None = None) -> None:
        self.limits = limits or Limits()
        self._command = [*(command or _command()), str(self.limits.memory_bytes)]
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child. The parser may be used again and then starts another."""
        with self._turn:
            self._end()

    def interrupt(self) -> None:
        """Ends the reading of a file that another thread waits for; to that thread it could not be read."""
        child = self._child
        if child is not None:
            child.kill()

    def load(self, source: Source) -> Document:
        """Reads one file, within `limits.seconds`; the parser's own memory grows by little more than the text.

        Raises:
            UnsupportedFormat: Its suffix is none that Quoth reads, or its content is not what the suffix says.
            UnreadableFile: It is missing, no regular file, protected, damaged, or took more than the limits allow.
            EmptyDocument: There is no text in it.
            TooLarge: It, or the text in it, is beyond the limits.
        """
        return self._load(source, whole=False).document

    def read(self, source: Source) -> Parsed:
        """Reads one file as `load` does, and finds its passages and names within the same limits."""
        return self._load(source, whole=True)

    def _load(self, source: Source, *, whole: bool) -> Parsed:
        suffix = Path(source.name).suffix.lower()
        try:
            if suffix not in SUFFIXES:
                known = " ".join(sorted(SUFFIXES))
                raise UnsupportedFormat("is of a kind that Quoth does not read", f"It reads {known}.")
            with self._turn, open_file(source.path, self.limits) as file:
                title, text, sections, ends, names = self._ask(file, suffix, whole=whole)
        except CorpusError as error:
            raise type(error)(f"{source.name} {error.message}.", error.hint) from error.__cause__
        title = title or title_from_name(source.name) or _opening(text)
        return Parsed(Document(document_id(source.name), title, source.name, source.origin, text, sections), ends, names)

    def _ask(self, file: BinaryIO, suffix: str, *, whole: bool) -> _Content:
        """Has the child parse one file; whatever happens, the next file finds a child that is ready or none."""
        late = threading.Event()
        settled = False
        clock = threading.Timer(self.limits.seconds, self._stop, [late])
        clock.daemon = True
        clock.start()
        try:
            content = self._exchange(file, suffix, whole=whole)
            settled = True
        except CorpusError:
            settled = True
            raise
        except (OSError, ValueError, Garbled) as exc:
            raise self._death(late.is_set()) from exc
        finally:
            clock.cancel()
            clock.join()  # or it could still end the child of the next file
            if not settled or late.is_set():
                self._end()
        return content

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self.interrupt()

    def _exchange(self, file: BinaryIO, suffix: str, *, whole: bool) -> _Content:
        requests, answers = self._pipes()
        write_line(requests, {"suffix": suffix, "whole": whole, "limits": dataclasses.asdict(self.limits)})
        if write_file(requests, file, self.limits.file_bytes) > self.limits.file_bytes:
            self._end()
            raise too_large(self.limits)
        head = read_object(answers)
        if head.get("status") == "error":
            raise _error(head)
        return _content(head, answers, self.limits, whole=whole)

    def _pipes(self) -> tuple[BinaryIO, BinaryIO]:
        """Returns the pipes to a living child, starting one where there is none."""
        if self._child is not None and (self._child.poll() is not None or self._files >= _FILES_PER_CHILD):
            self._end()
        if self._child is None:
            self._child = _start(self._command)
            self._files = 0
            if read_object(cast(BinaryIO, self._child.stdout)).get("status") != "ready":
                raise Garbled("not ready")
        self._files += 1
        return cast(BinaryIO, self._child.stdin), cast(BinaryIO, self._child.stdout)

    def _death(self, late: bool) -> UnreadableFile:
        """Says why the child did not answer."""
        child = self._child
        if late:
            return UnreadableFile(f"took more than {self.limits.seconds:g} seconds to read", _AGAIN)
        if child is not None:
            child.kill()
            child.wait()
        if child is not None and os.name == "posix" and child.returncode == -_SIGXCPU:
            return UnreadableFile(f"took more than {self.limits.cpu_seconds} seconds of computing to read", _AGAIN)
        return UnreadableFile("could not be read: the program that reads files ended over it", _AGAIN)

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            try:
                cast(BinaryIO, pipe).close()
            except OSError:  # what was still to be written has no reader any more
                continue
        child.wait()


_SIGXCPU: Final = 24


def _command() -> list[str]:
    root = str(Path(__file__).resolve().parent.parent)
    return [sys.executable, "-I", "-B", "-X", "utf8", "-c", _CODE, root]


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return subprocess.Popen(  # noqa: S603  # our own interpreter and code; no part of it comes from a file or a person
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=os.path.abspath(os.sep),
        start_new_session=True,  # Ctrl-C is for the parent, which ends the child
    )


def _error(head: Mapping[str, object]) -> CorpusError:
    kind, message, hint = (_string(head, key, _LONGEST_MESSAGE) for key in ("kind", "message", "hint"))
    if kind not in _KINDS:
        raise Garbled("an unknown error")
    return _KINDS[kind](message, hint)


def _content(head: Mapping[str, object], answers: BinaryIO, limits: Limits, *, whole: bool) -> _Content:
    title = _string(head, "title", _LONGEST_TITLE)
    if head.get("status") != "document" or not title.isprintable():
        raise Garbled("not a document")
    text = read_exactly(answers, _number(head, "bytes", limits.text_bytes)).decode()
    if not text:
        raise Garbled("no text")
    sections: list[Section] = []
    for _ in range(_number(head, "sections", limits.sections)):
        sections.append(_section(read_line(answers), sections[-1].start if sections else 0, len(text)))
    ends, names = _told(head, answers, len(text)) if whole else ((), {})
    return title, text, tuple(sections), ends, names


def _told(head: Mapping[str, object], answers: BinaryIO, length: int) -> tuple[tuple[int, ...], dict[str, int]]:
    """Reads where the passages of a text of this length end, and its names."""
    ends = read_numbers(answers, _number(head, "passages", length))
    if ends[-1:] != (length,) or not all(map(operator.lt, (0, *ends), ends)):
        raise Garbled("no passages")
    names = dict(_name(read_line(answers), length) for _ in range(_number(head, "names", length)))
    return ends, names


def _name(value: object, length: int) -> tuple[str, int]:
    match value:
        case [str(name), int(count)] if 0 < len(name) <= LONGEST_NAME and 0 < count <= length:
            return name, count
    raise Garbled("not a name")


def _section(value: object, least: int, length: int) -> Section:
    match value:
        case [int(start), str(kind), str(label)] if least <= start < length and kind in _SECTIONS:
            return Section(start, cast(SectionKind, kind), label)
    raise Garbled("not a section")


def _string(head: Mapping[str, object], key: str, most: int) -> str:
    value = head.get(key)
    if not isinstance(value, str) or len(value) > most:
        raise Garbled(f"no {key}")
    return value


def _number(head: Mapping[str, object], key: str, most: int) -> int:
    value = head.get(key)
    if not isinstance(value, int) or not 0 <= value <= most:
        raise Garbled(f"no {key}")
    return value


def _opening(text: str) -> str:
    """Returns the first words of a text, for a document that nothing else names."""
    start, end = sentences(text[:1_000])[0]
    words = " ".join(text[start:end].split())
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
