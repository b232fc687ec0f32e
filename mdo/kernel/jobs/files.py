"""The file store of results: files under unguessable names, kept for a day, given to those who asked for them alone."""

import re
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"\d+-[0-9a-f]{48}\.xlsx")
# A file that no row names is one that a worker left when it was killed: the row of a running job names none yet.
_ORPHAN_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class ResultFiles:
    """The results of jobs in a folder of the data folder, which all hosts share."""

    folder: Path

    def new(self, job_id: int) -> Path:
        """A name that no one can guess; the file is made by who writes it."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        path = self.folder / f"{job_id}-{secrets.token_hex(24)}.xlsx"
        path.touch(mode=0o600)
        return path

    def find(self, name: str) -> Path | None:
        """The file of this name, if it is still there."""
        path = self.folder / name
        return path if _NAME.fullmatch(name) and path.is_file() else None

    def forget(self, name: str) -> None:
        """Removes a file."""
        if _NAME.fullmatch(name):
            (self.folder / name).unlink(missing_ok=True)

    def forget_of(self, job_id: int, *, but: str = "") -> None:
        """Removes what a job wrote, save the file that it gives back."""
        for path in self.folder.glob(f"{job_id}-*.xlsx"):
            if path.name != but:
                path.unlink(missing_ok=True)

    def forget_orphans(self, kept: Collection[str]) -> int:
        """Removes the files of more than a day that no row names; returns how many."""
        limit, removed = time.time() - _ORPHAN_SECONDS, 0
        for path in self.folder.glob("*.xlsx"):
            if path.name not in kept and path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)
                removed += 1
        return removed
