"""Connections: what each database needs so that it refuses wrong rows, waits its turn and never hangs."""

import errno
import fcntl
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry

from mdo.kernel.base.context import AnySession

SQLITE_WAIT_SECONDS = 15
_FOR_PAGES = (
    # At most 32 MiB a connection, taken as they are read: the rows of a search lie anywhere in a table of a million.
    "cache_size = -32768",
    # A page asks for hundreds of short lists (`IN`, `ORDER BY`): to get a file ready for each took half of its time.
    "temp_store = MEMORY",
)
# What is read in batches, each row once, may be a whole large city: what does not fit is sorted in a file.
_FOR_BATCHES = ("cache_size = -4096", "temp_store = FILE")
_SQLITE_PRAGMAS = (
    # First: the next ones may have to wait for another process.
    f"busy_timeout = {SQLITE_WAIT_SECONDS * 1000}",
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    *_FOR_PAGES,
)
# A page that a person waits for; commands that need longer lift them with `without_time_limits`.
_POSTGRESQL_OPTIONS = (
    "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s -c timezone=UTC"
)
_LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")

# Any constant of our own: it names, in the database, the lock of those that prepare it.
_PREPARING = 0x6D646F

_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_writing: ContextVar[bool] = ContextVar("mdo_writing", default=False)
_in_request: ContextVar[bool] = ContextVar("mdo_in_request", default=False)
# Whether the transactions that begin from now on wait for nobody.
_is_hasty: ContextVar[bool] = ContextVar("mdo_is_hasty", default=False)
_HASTY = "mdo_hasty"  # the same of a connection, as it was last told
_IN_BATCHES = "mdo_in_batches"  # whether it is set up for batches


def engine_options(url: str) -> dict[str, Any]:
    """Arguments of `create_engine` for this address."""
    if make_url(url).get_backend_name() == "sqlite":
        # The driver would open a transaction only at the first write: our own BEGIN covers the reads too.
        return {"connect_args": {"timeout": SQLITE_WAIT_SECONDS, "isolation_level": None}}
    return {
        "pool_pre_ping": True,
        "pool_recycle": 1800,
        "pool_size": 5,
        "max_overflow": 5,
        "pool_timeout": 10,
        "connect_args": {"connect_timeout": 5, "options": _POSTGRESQL_OPTIONS},
    }


def install_engine_events(engine: Engine) -> None:
    """Sets up each SQLite connection and begins its transactions; a request waits once for a lock, on both."""
    event.listen(engine, "handle_error", _note_vain_wait)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_close_to_others, engine.url.database))
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "before_cursor_execute", _take_little_memory)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def begin_request(is_writing: bool) -> None:
    """Says whether the transactions of the request that begins will write; it may wait once for a lock."""
    _writing.set(is_writing)
    _is_hasty.set(False)
    _in_request.set(True)


def end_request() -> None:
    """Ends what `begin_request` began."""
    _writing.set(False)
    _is_hasty.set(False)
    _in_request.set(False)


@contextmanager
def writing(is_writing: bool = True) -> Iterator[None]:
    """Transactions begun inside will write; with False, they only read, whatever those around do."""
    token = _writing.set(is_writing)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def without_waiting() -> Iterator[None]:
    """Transactions begun inside wait for no other writer: for what may as well be written next time."""
    token = _is_hasty.set(True)
    try:
        yield
    finally:
        _is_hasty.reset(token)


def without_time_limits(connection: Connection) -> None:
    """Lifts, for the rest of a connection's life, the limits made for pages: for migrations and long commands."""
    if connection.dialect.name == "postgresql":
        for setting in _LIMITS:
            connection.exec_driver_sql(f"SET {setting} = 0")


def let_it_take_long(session: AnySession) -> None:
    """Lifts, until the transaction ends, the limits of time made for pages; but one waits no longer for a lock."""
    if session.get_bind().dialect.name == "postgresql":
        for setting in ("statement_timeout", "idle_in_transaction_session_timeout"):
            session.connection().exec_driver_sql(f"SET LOCAL {setting} = 0")


def lift_time_limits(engine: Engine) -> None:
    """Lifts them for all the connections that an engine makes from now on: for a process that serves no page."""
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _lift_limits)


def _lift_limits(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for setting in _LIMITS:
        cursor.execute(f"SET {setting} = 0")
    connection.commit()
    cursor.close()


@contextmanager
def only_one_process(engine: Engine) -> Iterator[None]:
    """One process at a time works inside on this database; the others wait as long as it takes.

    SQLite: a lock on a file beside the database, since an empty one cannot even be set up by two at once. PostgreSQL:
    an advisory lock. Both end with the process, however it ends.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            without_time_limits(connection)
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({_PREPARING})")
            try:
                yield
            finally:
                connection.invalidate()
    elif engine.url.database in (None, "", ":memory:"):
        yield
    else:
        path = Path(f"{engine.url.database}.lock")
        with path.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _close_to_others(file: str | None, connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    """The file is its owner's alone, whatever its folder allows; SQLite gives its journals the same rights."""
    if file and file != ":memory:" and Path(file).stat().st_mode & _OTHERS:
        with suppress(PermissionError):  # somebody else's file, which `flask mdo doctor` tells
            Path(file).chmod(0o600)


def _set_up_sqlite(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def is_locked(error: BaseException | None) -> bool:
    """Whether a database refused because somebody else held what was asked for, for as long as one waits."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return getattr(error, "sqlstate", None) == "55P03"  # lock_not_available


def is_full(error: BaseException | None) -> bool:
    """Whether a database or a file system has no room left."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    return getattr(error, "sqlstate", None) == "53100"  # disk_full


def _note_vain_wait(context: ExceptionContext) -> None:
    """Who waited in vain shows her page again: that reads, and does not wait once more."""
    if _in_request.get() and is_locked(context.original_exception):
        _is_hasty.set(True)
        _writing.set(False)


def _begin_sqlite(connection: Connection) -> None:
    is_hasty = _is_hasty.get()
    if is_hasty != connection.info.get(_HASTY, False):
        connection.info[_HASTY] = is_hasty
        _tell(connection, f"busy_timeout = {0 if is_hasty else SQLITE_WAIT_SECONDS * 1000}")
    _set_up_for_batches(connection, is_in_batches=False)
    # To read, then write, in a deferred transaction is « database is locked » whatever the timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _take_little_memory(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    """Little from the first statement that is read in batches until the transaction ends."""
    if context is not None and "yield_per" in context.execution_options:
        _set_up_for_batches(connection, is_in_batches=True)


def _set_up_for_batches(connection: Connection, *, is_in_batches: bool) -> None:
    if is_in_batches != connection.info.get(_IN_BATCHES, False):
        connection.info[_IN_BATCHES] = is_in_batches
        for pragma in _FOR_BATCHES if is_in_batches else _FOR_PAGES:
            # Within a transaction SQLite keeps the place of what is temporary where it has some: rows sort in memory.
            with suppress(sqlite3.OperationalError):
                _tell(connection, pragma)


def _tell(connection: Connection, pragma: str) -> None:
    """By the driver: SQLAlchemy would begin, hence wait, before the pragma."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_postgresql(connection: Connection) -> None:
    if _is_hasty.get():
        connection.exec_driver_sql("SET LOCAL lock_timeout = 1")  # a millisecond: 0 would be without end
