"""One writer at a time, told apart by program: a lock file that the operating system releases when its holder dies."""

import os
import threading
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import LibraryLocked, LibraryReadOnly


class WriterLock:
    """The right to write to a library; entered again by the same program it only counts.

    Threads of one program take turns commit by commit (`turn`), other programs are refused for as long as this one holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._file = FileLock(folder / "writer.lock", timeout=0, thread_local=False)
        self._holder = folder / "writer.pid"
        self._guard = threading.Lock()
        self._held = 0
        self.turn = threading.RLock()

    def __enter__(self) -> "WriterLock":
        with self._guard:
            if self._held == 0:
                self._acquire()
            self._held += 1
        return self

    def __exit__(self, *exc: object) -> None:
        with self._guard:
            self._held -= 1
            if self._held == 0:
                self._file.release(force=True)

    def _acquire(self) -> None:
        try:
            self._file.acquire()
            self._holder.write_text(str(os.getpid()), encoding="ascii")
        except Timeout as exc:
            raise LibraryLocked(
                f"Another program{self._named()} is writing to this library.", "Wait until it is done, or stop it, then try again."
            ) from exc
        except OSError as exc:
            self._file.release(force=True)
            hint = "Check the folder's permissions and the free space."
            raise LibraryReadOnly(f"The library cannot be written: {exc.strerror}.", hint) from exc
        except BaseException:  # Ctrl-C between the two
            self._file.release(force=True)
            raise

    def _named(self) -> str:
        try:
            number = self._holder.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""
        return f" (process id {number})" if number.isdigit() else ""
