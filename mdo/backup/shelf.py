"""The shelf: the folder where the worker puts a backup each night, what stays on it, and what became of the last one.

Of the days that have a backup the last seven stay, and of the months that have one the last twelve, each by its first:
counted by what is there, so that a clock that goes wrong takes nothing away.
"""

import contextlib
import datetime as dt
import fcntl
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mdo.backup.taking import TakenBackup, whole_file
from models.base import utc_now

DAYS, MONTHS = 7, 12
# The hour, in Paris, from which the backup of a day is due.
HOUR = 2
# A night is missed, and half a day to see it.
OLDEST = dt.timedelta(hours=36)

_NAME = re.compile(r"mdo-(\d{4}-\d{2}-\d{2})\.zip")
_RECORD = "backup.json"
_LOCK = ".lock"


@dataclass(frozen=True)
class KeptBackup:
    """A backup on the shelf."""

    path: Path
    day: dt.date
    size: int


@dataclass(frozen=True)
class Last:
    """What became of the last backups: the last good one, and the failure since, if there was one."""

    at: dt.datetime | None = None
    file: str = ""
    size: int = 0
    rows: int = 0
    files: int = 0
    failed_at: dt.datetime | None = None
    reason: tuple[str, dict[str, Any]] | None = None


def path_of(folder: Path, day: dt.date) -> Path:
    """Where the backup of a day stands."""
    return folder / f"mdo-{day.isoformat()}.zip"


def kept(folder: Path) -> list[KeptBackup]:
    """What stands on the shelf, the newest first."""
    found = []
    for path in folder.glob("mdo-*.zip"):
        match = _NAME.fullmatch(path.name)
        with contextlib.suppress(ValueError, FileNotFoundError):
            if match:
                found.append(KeptBackup(path, dt.date.fromisoformat(match[1]), path.stat().st_size))
    return sorted(found, key=lambda item: item.day, reverse=True)


def is_due(folder: Path, now: dt.datetime) -> bool:
    """Whether the backup of the day, in Paris, is to be taken now: a desk that was off at night takes it later."""
    return now.hour >= HOUR and not path_of(folder, now.date()).exists()


def to_remove(days: list[dt.date]) -> list[dt.date]:
    """Those of these days whose backup goes."""
    newest = sorted(set(days), reverse=True)
    firsts = {(day.year, day.month): day for day in newest}
    staying = {*newest[:DAYS], *sorted(firsts.values(), reverse=True)[:MONTHS]}
    return [day for day in newest if day not in staying]


def tidy(folder: Path) -> list[KeptBackup]:
    """Takes away what is beyond seven days and twelve months; what stays."""
    for day in to_remove([item.day for item in kept(folder)]):
        path_of(folder, day).unlink(missing_ok=True)
    return kept(folder)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether this is the one process that takes the backup of the day, for as long as the block lasts."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


def note_taken(data_dir: Path, taken: TakenBackup) -> None:
    """Notes a good backup, wherever it stands."""
    manifest = taken.manifest
    _note(
        data_dir,
        at=manifest.taken_at,
        file=str(taken.path.absolute()),
        size=taken.size,
        rows=manifest.rows,
        files=len(manifest.files),
        failed_at=None,
        reason=None,
    )


def note_failure(data_dir: Path, message: str, params: dict[str, Any]) -> None:
    """Notes that a backup could not be taken: `message` is a message id."""
    words = {name: value if isinstance(value, int) else str(value) for name, value in params.items()}
    _note(data_dir, failed_at=utc_now().isoformat(), reason=[message, words])


def last(data_dir: Path) -> Last:
    """What was noted; nothing where it cannot be read."""
    said = _noted(data_dir)
    try:
        reason = said.get("reason")
        return Last(
            at=_moment(said.get("at")),
            file=str(said.get("file", "")),
            size=int(said.get("size", 0)),
            rows=int(said.get("rows", 0)),
            files=int(said.get("files", 0)),
            failed_at=_moment(said.get("failed_at")),
            reason=(str(reason[0]), dict(reason[1])) if reason else None,
        )
    except (TypeError, ValueError, KeyError, IndexError):
        return Last()


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _noted(data_dir: Path) -> dict[str, Any]:
    try:
        said = json.loads((data_dir / _RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _note(data_dir: Path, **values: Any) -> None:
    with whole_file(data_dir / _RECORD) as draft:
        draft.write_text(json.dumps({**_noted(data_dir), **values}), "utf-8")
