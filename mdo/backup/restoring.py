"""Putting a backup back: all of it or nothing, into an empty place unless one is told otherwise.

The schema is built at the version of the archive, the rows are copied, the keys are put back, then the schema is
migrated to the version of this software: on PostgreSQL in one transaction, on SQLite in a draft beside the database,
whose pages replace those of the database in one transaction. Killed at any moment, the place is as it was before.
"""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import Connection, DateTime, Engine, column, create_engine, inspect, select, table, update
from sqlalchemy.exc import DBAPIError

from mdo.backup import rows
from mdo.backup.archive import Archive, ArchiveEntry, Manifest, Spoilt
from mdo.kernel.base.database import (
    SQLITE_WAIT_SECONDS,
    engine_options,
    install_engine_events,
    is_full,
    without_time_limits,
    writing,
)
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.base import utc_now
from models.jobs import JobState

# Brings the schema of a connection to a version; None is the latest.
Migrate = Callable[[Connection, str | None], None]

_FULL = N_("The disk is full: nothing was restored. Make room, then try again.")
_DRAFT = ".mdo-restore-"
_INIT = "flask mdo init"
# An archive of a register takes some three times its size as a database, beside what is already there.
_ROOM = 4


@dataclass(frozen=True)
class Restored:
    """What was put back; `jobs` were waiting or under way and are not done again, `sessions` were open."""

    manifest: Manifest
    jobs: int
    sessions: int
    is_same_key: bool


class NotEmpty(RuleViolation):
    """The place holds rows that a restore would replace."""


def restore(
    engine: Engine,
    archive: Archive,
    data_dir: Path,
    migrate: Migrate,
    knows: Callable[[str], bool],
    *,
    key: str,
    is_forced: bool = False,
) -> Restored:
    """Puts an archive back. `knows` says whether this software has a version of the schema.

    Raises NotEmpty, Spoilt or another RuleViolation: the place is then as it was.
    """
    manifest = archive.manifest
    if not knows(manifest.revision):
        raise Spoilt(
            N_("This backup was made by a later version (%(version)s): install that version, then restore it."),
            version=manifest.software,
        )
    archive.verify()
    if not is_forced and not _is_empty(engine):
        raise NotEmpty(
            N_(
                "This place is not empty: a restore replaces all that it holds. Give an empty place in "
                "MDO_DATABASE_URL and MDO_DATA_DIR or, to replace it all the same, add --force."
            )
        )
    _check_room(data_dir, manifest)
    with _files(archive, data_dir), _place(engine) as connection:
        jobs, sessions = _fill(connection, archive, migrate)
    return Restored(manifest, jobs, sessions, is_same_key=manifest.key == key)


def _is_empty(engine: Engine) -> bool:
    """Nobody has an account, and nothing was written but what `flask mdo init` writes."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
        return True  # to connect would make the file, for all to read
    with writing(is_writing=False), engine.connect() as connection:
        if rows.revision(connection) is None:
            return not rows.table_names(connection)
        known = inspect(connection)
        for name, others in (
            ("ab_user", []),
            ("person", []),
            ("instance", []),
            ("journal_entry", [column("actor_name") != _INIT]),
        ):
            if (
                known.has_table(name)
                and connection.execute(select(column("id")).select_from(table(name)).where(*others).limit(1)).first()
            ):
                return False
    return True


def _check_room(data_dir: Path, manifest: Manifest) -> None:
    needed = manifest.size * _ROOM // 2
    if shutil.disk_usage(data_dir).free < needed:
        raise RuleViolation(
            N_("There is no room: %(size)s MB must be free in %(folder)s. Make some, then try again."),
            size=needed // 1_000_000 + 1,
            folder=data_dir,
        )


@contextlib.contextmanager
def _place(engine: Engine) -> Iterator[Connection]:
    """A connection to fill: what it holds at the end of the block takes the place of the database, whole."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            without_time_limits(connection)
            connection.commit()
            try:
                with connection.begin():
                    rows.drop_all(connection)
                    yield connection
            finally:
                connection.invalidate()
        return
    target = Path(str(engine.url.database)).absolute()
    for dead in target.parent.glob(f"{_DRAFT}*"):
        dead.unlink(missing_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=_DRAFT)
    os.close(descriptor)
    draft = Path(name)
    try:
        _fill_draft = create_engine(f"sqlite:///{draft}", **engine_options(f"sqlite:///{draft}"))
        install_engine_events(_fill_draft)
        try:
            with writing(), _fill_draft.connect() as connection:
                # Rows come in any order, and a table that is migrated is built again (sqlite.org/lang_altertable.html).
                connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
                connection.connection.cursor().execute("PRAGMA synchronous = OFF")
                with connection.begin():
                    yield connection
        finally:
            _fill_draft.dispose()
        _put_in_place(draft, target)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _put_in_place(draft: Path, target: Path) -> None:
    """One transaction of SQLite's own: those who have the database open go on with what is new."""
    os.close(os.open(target, os.O_RDWR | os.O_CREAT, 0o600))
    try:
        _copy_pages(draft, target)
    except sqlite3.Error as error:
        if is_full(error):
            raise RuleViolation(_FULL) from error
        raise RuleViolation(
            N_("The database cannot be replaced: stop the service, then try again. (%(detail)s)"), detail=str(error)
        ) from error


def _copy_pages(draft: Path, target: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(draft)) as source,
        contextlib.closing(sqlite3.connect(target, timeout=SQLITE_WAIT_SECONDS)) as live,
    ):
        live.execute("PRAGMA journal_mode = WAL")
        live.execute("PRAGMA synchronous = FULL")
        source.backup(live)
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _fill(connection: Connection, archive: Archive, migrate: Migrate) -> tuple[int, int]:
    manifest = archive.manifest
    migrate(connection, manifest.revision)
    shapes = rows.shapes(connection)
    if sorted(shapes) != sorted(entry.name for entry in manifest.tables):
        raise Spoilt(_OTHER_SCHEMA)
    keys = rows.set_aside_keys(connection)
    rows.empty(connection, shapes)
    for entry in manifest.tables:
        _load(connection, archive, entry, shapes[entry.name])
    try:
        rows.put_back_keys(connection, keys)
    except DBAPIError as error:
        raise RuleViolation(N_("This backup holds rows that point to nothing: nothing was restored.")) from error
    rows.set_last_ids(connection, manifest.last_ids, shapes)
    migrate(connection, None)
    return _settle(connection)


_OTHER_SCHEMA = N_("This backup is spoilt: its tables are not those of the version that it names.")


def _load(connection: Connection, archive: Archive, entry: ArchiveEntry, shape: rows.TableShape) -> None:
    if sorted(entry.columns) != sorted(shape.columns):
        raise Spoilt(_OTHER_SCHEMA)
    try:
        rows.load(connection, shape, entry.columns, archive.rows(entry))
    except (psycopg.Error, sqlite3.Error, OverflowError, UnicodeError) as error:
        if is_full(error):
            raise RuleViolation(_FULL) from error
        raise RuleViolation(
            N_("The rows of « %(name)s » are refused by the database: nothing was restored. (%(detail)s)"),
            name=entry.name,
            detail=str(error).strip().splitlines()[0],
        ) from error


def _settle(connection: Connection) -> tuple[int, int]:
    """What was under way then is not done again now, and nobody is signed in."""
    now = utc_now().replace(tzinfo=None)
    job = table("job", column("state"), column("ended_at", DateTime()))
    under_way = job.c.state.in_([JobState.QUEUED, JobState.RUNNING])
    jobs = connection.execute(update(job).where(under_way).values(state=JobState.CANCELLED, ended_at=now))
    opened = table("user_session", column("revoked_at", DateTime()))
    sessions = connection.execute(update(opened).where(opened.c.revoked_at.is_(None)).values(revoked_at=now))
    return jobs.rowcount, sessions.rowcount


@contextlib.contextmanager
def _files(archive: Archive, data_dir: Path) -> Iterator[None]:
    """Puts the files in place before the rows that name them; a refusal takes away those that were not there."""
    new: list[Path] = []
    try:
        for entry in archive.manifest.files:
            target = data_dir / entry.name
            target.parent.mkdir(mode=0o700, exist_ok=True)
            is_new = not target.exists()
            descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=_DRAFT)
            draft = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as stream:
                    archive.file(entry, stream)
                draft.replace(target)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise
            if is_new:
                new.append(target)
        yield
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise
