"""A SQLite file put back under connections that stay open: one that opens reads the schema, as much as a small test.

A connection at rest holds nothing of a file in WAL mode but what it has read, and reads again when the index of the
journal has changed. So the journal is emptied into the file by a connection of our own, which changes its index, and
the file is written over in place. It is copied anew, all connections closed, when its schema has changed, when someone
is busy in it, when another file stands in its place, or when it has to grow: the index may know its number of pages.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

_JOURNALS = ("-wal", "-shm")
# Where the header of a file says which schema it has: a number that each change of it moves on.
_SCHEMA = slice(40, 44)


class InPlace:
    """A file, and what holds it open. Its descriptor is kept: to close one lets go of the locks of all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._descriptor = -1
        self._written: tuple[bytes, int] | None = None

    def close(self) -> None:
        """Lets the file go."""
        if self._connection is not None:
            self._connection.close()
            os.close(self._descriptor)
            self._connection, self._descriptor, self._written = None, -1, None

    def replace(self, content: bytes) -> None:
        """Makes the file anew; no other connection is open."""
        self.close()
        for suffix in _JOURNALS:
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._path.write_bytes(content)
        self._descriptor = os.open(self._path, os.O_RDWR)
        # No time to wait, and any thread: it is only told to empty the journal.
        self._connection = sqlite3.connect(self._path, timeout=0, isolation_level=None, check_same_thread=False)

    def put_back(self, content: bytes) -> bool:
        """Writes the file over; False when it must be made anew."""
        if self._written is not None and self._written[0] is content and self._written[1] == self._last_change():
            return True
        if not self._is_at_rest():
            return False
        header = os.pread(self._descriptor, 100, 0)
        if header[_SCHEMA] != content[_SCHEMA] or len(content) > os.fstat(self._descriptor).st_size:
            return False
        os.pwrite(self._descriptor, content, 0)
        self._written = content, self._last_change()
        return True

    def content(self) -> bytes | None:
        """All that the file holds; None while someone is busy in it."""
        if not self._is_at_rest():
            return None
        return os.pread(self._descriptor, os.fstat(self._descriptor).st_size, 0)

    def _is_at_rest(self) -> bool:
        """Empties the journal into the file; False when that cannot be."""
        if self._connection is None or not self._is_in_place():
            return False
        with suppress(sqlite3.Error):
            busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
        return False

    def _is_in_place(self) -> bool:
        with suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(self._descriptor), self._path.stat())
        return False

    def _last_change(self) -> int:
        """When the file was last written; 0 as long as something waits in the journal, or another file is there."""
        journal = self._path.with_name(self._path.name + _JOURNALS[0])
        with suppress(FileNotFoundError):
            if journal.stat().st_size == 0 and self._is_in_place():
                return os.fstat(self._descriptor).st_mtime_ns
        return 0
