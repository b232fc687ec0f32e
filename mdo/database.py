"""Connections: what each database needs so that it refuses wrong rows, waits its turn and never hangs."""

import fcntl
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

SQLITE_WAIT_SECONDS = 15
_SQLITE_PRAGMAS = (
    # First: the next ones may have to wait for another process.
    f"busy_timeout = {SQLITE_WAIT_SECONDS * 1000}",
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
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
    """Sets up each SQLite connection and begins its transactions; PostgreSQL needs nothing here."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_close_to_others, engine.url.database))
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def set_writing(is_writing: bool) -> None:
    """Says whether the transactions that begin from now on, in this request, will write."""
    _writing.set(is_writing)


@contextmanager
def writing(is_writing: bool = True) -> Iterator[None]:
    """Transactions begun inside will write; with False, they only read, whatever those around do."""
    token = _writing.set(is_writing)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def without_waiting(connection: Connection) -> Iterator[None]:
    """On SQLite, a connection that does not wait for another writer: for what may as well be written next time."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # By the driver: SQLAlchemy would begin, hence wait, before the pragma.
    cursor = connection.connection.cursor()
    try:
        cursor.execute("PRAGMA busy_timeout = 0")
        yield
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {SQLITE_WAIT_SECONDS * 1000}")
        cursor.close()


def without_time_limits(connection: Connection) -> None:
    """Lifts, for the rest of a connection's life, the limits made for pages: for migrations and long commands."""
    if connection.dialect.name == "postgresql":
        for setting in _LIMITS:
            connection.exec_driver_sql(f"SET {setting} = 0")


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


def _begin_sqlite(connection: Connection) -> None:
    # To read, then write, in a deferred transaction is « database is locked » whatever the timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
