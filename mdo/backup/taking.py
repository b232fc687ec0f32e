"""Taking a backup while people write: one snapshot of the rows, the files that they name, then a look at it all."""

import contextlib
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine

from mdo.backup import rows
from mdo.backup.archive import FOLDERS, Archive, Manifest, Writer, is_safe
from mdo.kernel.base.database import without_time_limits, writing
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.version import VERSION
from models.base import utc_now

_DRAFT = ".mdo-backup-"
_DEAD_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class TakenBackup:
    """A backup that was written, opened and read again: its place, its size in bytes, what it holds."""

    path: Path
    size: int
    manifest: Manifest


def take(engine: Engine, data_dir: Path, target: Path, key: str) -> TakenBackup:
    """Writes an archive of a database and of its files, which takes its name once it is read again and right.

    Raises RuleViolation (an empty database, an archive that is not as written) and OSError (no room).
    """
    _forget_drafts(target.absolute().parent)
    with whole_file(target) as draft:
        with draft.open("r+b") as stream:
            with Writer(stream) as writer:
                manifest = _write(engine, data_dir, writer, key)
            os.fsync(stream.fileno())
        with Archive(draft) as archive:
            archive.verify()
            if archive.manifest != manifest:
                raise RuleViolation(N_("The backup was not read as it was written: the disk is at fault. Try another."))
        size = draft.stat().st_size
    return TakenBackup(target, size, manifest)


def key_check(secret: str) -> str:
    """What tells one secret key from another, and nothing more of it: four digits."""
    return hashlib.sha256(f"mdo backup {secret}".encode()).hexdigest()[:4]


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A file for its owner alone that takes its name when the block ends well: never half of it."""
    folder = target.absolute().parent
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=_DRAFT)
    os.close(descriptor)
    draft = Path(name)
    try:
        yield draft
        draft.replace(target)
        _sync(folder)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that reads the database as it is now, whatever is written meanwhile."""
    with writing(is_writing=False), engine.connect() as opened:
        connection = opened
        if rows.is_postgresql(opened):
            without_time_limits(opened)
            opened.commit()
            connection = opened.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        try:
            yield connection
        finally:
            # Its limits are lifted and its isolation is its own: it goes back to no pool.
            connection.invalidate()


def _write(engine: Engine, data_dir: Path, writer: Writer, key: str) -> Manifest:
    with snapshot(engine) as connection:
        taken_at = utc_now()
        revision = rows.revision(connection)
        if revision is None:
            raise RuleViolation(N_("The database is empty: there is nothing to back up. Run « flask mdo init » first."))
        shapes = rows.shapes(connection)
        for shape in shapes.values():
            writer.add_table(shape.name, shape.columns, rows.read(connection, shape))
        last_ids = rows.last_ids(connection, list(shapes))
    _write_files(data_dir, writer)
    return writer.finish(
        software=VERSION,
        taken_at=taken_at.isoformat(),
        engine=engine.dialect.name,
        revision=revision,
        key=key,
        last_ids=last_ids,
    )


def _write_files(data_dir: Path, writer: Writer) -> None:
    """After the rows: a row is committed after the file that it names."""
    for folder in FOLDERS:
        # Without order or links; one that goes meanwhile was not to be kept.
        for path in sorted((data_dir / folder).glob("*")):
            name = f"{folder}/{path.name}"
            with contextlib.suppress(FileNotFoundError):
                if is_safe(name) and stat.S_ISREG(path.lstat().st_mode):
                    with path.open("rb") as content:
                        writer.add_file(name, content)


def _forget_drafts(folder: Path) -> None:
    """Removes what a backup left that was killed a day ago or more."""
    for path in folder.glob(f"{_DRAFT}*"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - _DEAD_SECONDS:
                path.unlink()


def _sync(folder: Path) -> None:
    """The new name outlives a power cut too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
