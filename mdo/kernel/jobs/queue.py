"""Huey's queue: a file beside the database on SQLite, tables of the database on PostgreSQL, no other server.

Its store also holds what changes while a job runs (how far it is, that it still lives, that it should stop): on SQLite
a job that writes keeps the only write lock of the register until it ends, so that its own row cannot tell.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
from huey import Huey, PostgresHuey, SqliteHuey  # type: ignore[import-untyped]  # huey ships no types
from huey.serializer import SignedSerializer  # type: ignore[import-untyped]  # as above
from sqlalchemy import make_url

NAME = "mdo"
QUEUE_FILE = "queue.sqlite"
TABLE_PREFIX = "job_queue"
# What the store raises when its database has another writer, or does not answer.
STORE_ERRORS = (sqlite3.Error, psycopg.Error)
_WAIT_SECONDS = 5


def make_huey(database_url: str, folder: Path, secret: str, *, with_tables: bool = True) -> Huey:
    """The queue of a database; `folder` takes its file on SQLite. Messages are signed: unsigned ones are not read.

    `with_tables` makes its tables where they are missing. On PostgreSQL two processes that make them at once would
    meet: `flask mdo init` does, one process at a time.
    """
    options = {"results": False, "serializer": SignedSerializer(secret=secret, salt="mdo-jobs")}
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        # Not synced: after a power cut the schedule finds the waiting jobs by their rows.
        return SqliteHuey(
            NAME, filename=str(folder / QUEUE_FILE), fsync=False, timeout=_WAIT_SECONDS, strict_fifo=True, **options
        )
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return PostgresHuey(
        NAME, connection=_connecting(address), create_tables=with_tables, table_prefix=TABLE_PREFIX, **options
    )


def _connecting(address: str) -> Callable[[], psycopg.Connection]:
    return lambda: psycopg.connect(address, connect_timeout=_WAIT_SECONDS, application_name="mdo jobs")
