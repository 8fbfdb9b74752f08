"""Which build of the lexical index is searched, and when it is made anew.

Every build is a numbered folder under `lexical/`. The database records the SHA-256 of each file of the good one; a build that does not match is
never opened.
"""

import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from .errors import LibraryReadOnly
from .files import sha256
from .lexical import VERSION, LexicalIndex, LexicalRow, lexical_rows
from .rows import Derived
from .storage import Storage, Writing

NAME = "lexical"
# A writer commits the terms a moment before the database: a reader that looks in between waits for the second to land.
_LOOKS, _PAUSE = 10, 0.05
_SMALL = 500


class LexicalBuilds:
    """The builds of one library.

    Args:
        root: The folder `lexical/` of the library.
        storage: The truth that builds are made from and recorded in.
    """

    def __init__(self, root: Path, storage: Storage) -> None:
        self._root = root
        self._storage = storage
        self._sound: dict[str, str] = {}
        self._suspect = False
        self.current = LexicalIndex(None)

    def open(self) -> bool:
        """Search the recorded build from now on; False when it is not what was recorded, and what was searched stays."""
        folder = self._verified()
        if folder is None:
            return False
        terms = self.current
        try:
            if terms.folder == folder:
                terms.reload()
            else:
                terms = LexicalIndex(folder)
        except (OSError, ValueError):  # it went away meanwhile, or may not even be locked for reading
            return False
        if self._verified() != folder:  # its writer went on while it was being opened
            return False
        self.current = terms
        return True

    def catch_up(self) -> None:
        """Search what another program committed; with nothing sound on disk, an index in memory."""
        for _ in range(_LOOKS):
            if self.open():
                return
            if self._verified() is not None:
                break  # what it should be, but it cannot be opened here: waiting does not help
            time.sleep(_PAUSE)
        self.current = self._build(None)

    def suspect(self) -> None:
        """Say that the files may be ahead of the database: the next write makes them anew."""
        self._suspect = True

    def ready(self) -> None:
        """Make sure, before a write, that the build on disk is the recorded one; make it anew if not."""
        # Looked at each time: a program that died over its commit leaves terms on disk of rows that never were.
        if not self._suspect and self.current.folder is not None and self._verified() == self.current.folder:
            return
        self._sound = {}
        if not self.open():
            self._sweep_all()  # none of it is good, and the disk may be full of it
            self.rebuild()
        self._suspect = False

    def write(self, writing: Writing, rows: Sequence[LexicalRow], gone: Sequence[range], alive: int) -> LexicalIndex:
        """Commit rows and removals as part of a transaction; returns the index to `adopt` when the transaction has ended well."""
        before = self._storage.derived(NAME)
        dead = (before.dead if before else 0) + sum(map(len, gone))
        terms = self.current
        highest = rows[-1].id if rows else before.highest if before else 0
        # Words that are no longer there lie in the files and bend the ranking: a small build keeps none of them, a large one few.
        if dead and (alive <= _SMALL or dead > alive // 10):
            terms = self._build(self._next())
            writing.set_derived(NAME, Derived(VERSION, highest, terms.files()))
            return terms
        terms.write(rows, gone)
        writing.set_derived(NAME, Derived(VERSION, highest, terms.files(before.files if before else None), dead))
        return terms

    def adopt(self, terms: LexicalIndex) -> None:
        """Search this build from now on, and sweep the others away.

        Raises:
            OSError: The folder cannot be listed.
            ValueError: Tantivy cannot read the build.
        """
        terms.reload()
        self.current = terms
        self._sweep_all(but=terms.folder)

    def damaged(self) -> bool:
        """Tell whether the files differ from what the database records, every one of them read."""
        self._sound = {}
        return self._verified() is None

    def dead(self) -> int:
        """Return how many passages the build still knows that are gone."""
        derived = self._storage.derived(NAME)
        return derived.dead if derived else 0

    def rebuild(self) -> None:
        """Make the build on disk anew.

        Raises:
            LibraryReadOnly: The folder cannot be written; what was searched stays.
        """
        terms = self._build(self._next())
        with self._storage.transaction() as writing:
            writing.set_derived(NAME, Derived(VERSION, self._storage.highest(), terms.files()))
        with suppress(OSError, ValueError):  # it is recorded: what is left over is swept away another time
            self.adopt(terms)

    def _build(self, folder: Path | None) -> LexicalIndex:
        """Index every passage; inside a transaction, the passages that it will leave."""
        titles = self._storage.titles()
        found = ((id, entry.passage) for id, entry in self._storage.scan())
        rows = lexical_rows(found, titles)
        try:
            if folder is not None:
                folder.mkdir(parents=True)
            terms = LexicalIndex(folder)
            terms.write(rows, [])
            terms.reload()
        except (OSError, ValueError) as exc:
            self._sweep(folder)
            hint = "Check the folder's permissions and the free space."
            raise LibraryReadOnly(f"The index of words cannot be written: {exc}.", hint) from exc
        except BaseException:
            self._sweep(folder)
            raise
        return terms

    def _sweep_all(self, but: Path | None = None) -> None:
        for path in self._root.iterdir() if self._root.is_dir() else ():
            if path != but and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)

    @staticmethod
    def _sweep(folder: Path | None) -> None:
        """Take away what was begun: on a full disk every byte of it is missing."""
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def _verified(self) -> Path | None:
        """Return the recorded build's folder if each of its files is there and unchanged."""
        derived = self._storage.derived(NAME)
        if derived is None or derived.version != VERSION or not derived.files:
            return None
        try:
            for name, digest in derived.files.items():
                known = self._sound.get(name) if not name.endswith(".json") else None
                if (known or sha256(self._root / name)) != digest:
                    return None
        except OSError:
            return None
        self._sound = dict(derived.files)
        return self._root / next(iter(derived.files)).split("/")[0]

    def _next(self) -> Path:
        numbers = [int(path.name) for path in self._root.glob("*") if path.name.isdigit()] if self._root.is_dir() else []
        return self._root / str(max(numbers, default=0) + 1)
