"""The machine: who may read the files, how much room there is, what its clock says, how old the last backup is."""

import datetime as dt
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mdo.backup import shelf
from mdo.backup.archive import FOLDERS, Archive
from mdo.doctor.findings import Finding, good, remark, wrong
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LEAST_FREE = 500_000_000
_MEGABYTE = 1_000_000
# A file system, or a database, that lives this far from us is in another time.
_APART = dt.timedelta(minutes=2)


def rights_on_files(data_dir: Path, database: Path | None, backup_dir: Path | None) -> Iterator[Finding]:
    """What holds personal data or a key is its owner's alone, and may be written by who runs this."""
    named = [data_dir, data_dir / "secret_key", data_dir / "demo_password", data_dir / "queue.sqlite"]
    named += [path for folder in FOLDERS for path in (data_dir / folder, *(data_dir / folder).glob("*"))]
    if database is not None:
        named += [database.with_name(database.name + suffix) for suffix in ("", "-wal", "-shm")]
    if backup_dir is not None:
        named += [backup_dir, *(item.path for item in shelf.kept(backup_dir))]
    # What lies in a folder that others cannot enter is out of their reach.
    is_closed = {path: not _mode(path) & _OTHERS for path in (data_dir, *(path.parent for path in named))}
    open_ones = [path for path in named if _mode(path) & _OTHERS and not (is_closed.get(path.parent, False))]
    for path in open_ones[:5]:
        yield wrong(
            N_("%(file)s can be read by other accounts of this machine: run « chmod go= %(file)s »."), file=path
        )
    if len(open_ones) > 5:
        yield wrong(
            N_("So can %(count)s more: run « chmod -R go= %(file)s »."), count=len(open_ones) - 5, file=data_dir
        )
    locked = [path for path in named if path.exists() and not os.access(path, os.W_OK | os.R_OK)]
    for path in locked[:5]:
        yield wrong(
            N_("%(file)s cannot be written by the account that runs this: give it to that account (chown)."), file=path
        )
    if not open_ones and not locked:
        yield good(N_("The files are their owner's alone."))


def room(folders: Iterable[Path], database_size: int) -> Iterator[Finding]:
    """Each place has room for the database once more; a folder that is not there yet counts as where it would be."""
    needed = max(_LEAST_FREE, 2 * database_size)
    for path in dict.fromkeys(map(_existing, folders)):
        free = shutil.disk_usage(path).free
        said = {"folder": path, "free": free // _MEGABYTE, "needed": needed // _MEGABYTE}
        if free < needed:
            yield wrong(
                N_(
                    "%(folder)s has %(free)s MB left of the %(needed)s MB that are wanted: make room, or writing stops "
                    "when it is full."
                ),
                **said,
            )
        else:
            yield good(N_("%(folder)s has %(free)s MB free."), **said)


def clock(data_dir: Path, now: dt.datetime, database_now: dt.datetime | None) -> Iterator[Finding]:
    """Our clock, that of the folder of the data and that of the database are one; the hour of Paris is known."""
    with tempfile.NamedTemporaryFile(dir=data_dir, prefix=".mdo-clock-") as probe:
        written = dt.datetime.fromtimestamp(Path(probe.name).stat().st_mtime, dt.UTC)
    at_fault = False
    if (apart := abs(written - now)) > _APART:
        at_fault = True
        yield wrong(
            N_("The clock of %(folder)s is %(seconds)s seconds from ours: set both by a time server (NTP)."),
            folder=data_dir,
            seconds=int(apart.total_seconds()),
        )
    if database_now is not None and (apart := abs(database_now - now)) > _APART:
        at_fault = True
        yield wrong(
            N_("The clock of the database is %(seconds)s seconds from ours: set both by a time server (NTP)."),
            seconds=int(apart.total_seconds()),
        )
    try:
        ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        at_fault = True
        yield wrong(N_("The hour of Paris is not known to this machine: install its time zones (package tzdata)."))
    if not at_fault:
        yield good(N_("The clocks agree."))


def backups(data_dir: Path, backup_dir: Path | None, now: dt.datetime, *, is_production: bool) -> Iterator[Finding]:
    """There is a good backup, of less than a day and a half, and it can still be read."""
    last = shelf.last(data_dir)
    if backup_dir is None:
        tell = wrong if is_production else remark
        yield tell(
            N_("No backup is taken at night: name a folder in MDO_BACKUP_DIR, best on another disk, for the worker.")
        )
    if last.failed_at is not None and last.reason is not None:
        yield wrong(
            N_("The backup of %(day)s failed: %(reason)s"),
            day=last.failed_at,
            reason=RuleViolation(last.reason[0], **last.reason[1]),
        )
    if last.at is None:
        if backup_dir is not None:
            yield wrong(N_("There was no backup yet: start « flask mdo worker », or run « flask mdo backup FILE »."))
        return
    hours = int((now - last.at).total_seconds() // 3600)
    if backup_dir is not None and now - last.at > shelf.OLDEST:
        yield wrong(
            N_("The last good backup is %(hours)s hours old: see that « flask mdo worker » runs, and its log."),
            hours=hours,
        )
    yield from _still_right(Path(last.file), hours)
    if backup_dir is not None:
        kept = shelf.kept(backup_dir)
        yield good(
            N_("%(count)s backups are kept in %(folder)s and take %(size)s MB."),
            count=len(kept),
            folder=backup_dir,
            size=_megabytes(sum(item.size for item in kept)),
        )


def _still_right(path: Path, hours: int) -> Iterator[Finding]:
    if not path.exists():
        yield wrong(
            N_("The last good backup is no longer at %(file)s: take another one, and see who moved it."), file=path
        )
        return
    try:
        with Archive(path):
            yield good(N_("The last good backup is %(hours)s hours old and whole: %(file)s."), hours=hours, file=path)
    except RuleViolation as spoilt:
        yield wrong(N_("%(file)s: %(reason)s"), file=path, reason=spoilt)
    except OSError as error:
        yield wrong(N_("%(file)s cannot be opened: %(detail)s."), file=path, detail=error.strerror)


def _megabytes(size: int) -> int:
    return -(-size // _MEGABYTE)


def _mode(path: Path) -> int:
    try:
        return path.lstat().st_mode if not path.is_symlink() else 0
    except OSError:
        return 0


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path
