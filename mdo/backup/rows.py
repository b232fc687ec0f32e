"""Rows out of a database and into one, below the mapped classes: of whatever version the schema is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from psycopg import sql
from sqlalchemy import JSON, Boolean, Connection, Integer, Select, Text, cast, column, func, inspect, select, table

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.jobs.queue import TABLE_PREFIX

_BATCH = 500
VERSION_TABLE = "alembic_version"
_IDS = "id"
# What holds rows on SQLite: the tables behind an FTS index follow those that they index.
_OWN_TABLES = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
_SEQUENCES = """
    SELECT owner.relname, format('%%I', sequence.relname)
    FROM pg_class AS sequence
    JOIN pg_namespace ON pg_namespace.oid = sequence.relnamespace AND nspname = current_schema()
    JOIN pg_class AS owner ON owner.relnamespace = sequence.relnamespace
        AND owner.relkind = 'r' AND sequence.relname = owner.relname || '_id_seq'
    WHERE sequence.relkind = 'S'
"""
_FOREIGN_KEYS = """
    SELECT format('%%I', relname), format('%%I', conname), pg_get_constraintdef(pg_constraint.oid)
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE contype = 'f' AND pg_constraint.connamespace = current_schema()::regnamespace
    ORDER BY conname
"""


@dataclass(frozen=True)
class TableShape:
    """A table: its columns in one order for both databases, and the key that its rows are read by."""

    name: str
    columns: tuple[str, ...]
    kinds: tuple[Any, ...]
    key: tuple[str, ...]


def is_postgresql(connection: Connection) -> bool:
    """Whether this is PostgreSQL; SQLite otherwise."""
    return connection.dialect.name == "postgresql"


def table_names(connection: Connection) -> list[str]:
    """The tables that hold what people wrote, and what follows it; neither Alembic's nor the queue's."""
    if is_postgresql(connection):
        names: Iterable[str] = inspect(connection).get_table_names()
    else:
        names = connection.exec_driver_sql(_OWN_TABLES).scalars()
    return sorted(name for name in names if name != VERSION_TABLE and not name.startswith(TABLE_PREFIX))


def shapes(connection: Connection) -> dict[str, TableShape]:
    """The tables by their names."""
    inspector = inspect(connection)
    found = {}
    for name in table_names(connection):
        columns = sorted(inspector.get_columns(name), key=lambda item: (item["name"] != _IDS, item["name"]))
        names = tuple(item["name"] for item in columns)
        key = tuple(inspector.get_pk_constraint(name)["constrained_columns"]) or names
        found[name] = TableShape(name, names, tuple(item["type"] for item in columns), key)
    return found


def revision(connection: Connection) -> str | None:
    """The version of the schema; None where there is none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
    return found


def read(connection: Connection, shape: TableShape) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, a batch at a time in memory, in the order of their key."""
    statement = _reading(connection, shape).execution_options(yield_per=_BATCH)
    with connection.execute(statement) as found:
        for part in found.partitions():
            yield from map(tuple, part)


def _reading(connection: Connection, shape: TableShape) -> Select[Any]:
    is_strict = is_postgresql(connection)

    def value(name: str, kind: Any) -> Any:
        # SQLite keeps JSON as the text that was written, and truth as 0 or 1.
        if is_strict and isinstance(kind, JSON):
            return cast(column(name), Text)
        if is_strict and isinstance(kind, Boolean):
            return cast(column(name), Integer)
        return column(name)

    values = [value(name, kind) for name, kind in zip(shape.columns, shape.kinds, strict=True)]
    return select(*values).select_from(table(shape.name)).order_by(*map(column, shape.key))


def last_ids(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """The last id that each table ever gave: it is never given again, though its row be gone."""
    if not is_postgresql(connection):
        given = select(column("name", Text), column("seq", Integer)).select_from(table("sqlite_sequence"))
        seen: dict[str, int] = {row[0]: row[1] for row in connection.execute(given)}
        return {name: seen[name] for name in names if seen.get(name)}
    found = {}
    for name, sequence in connection.exec_driver_sql(_SEQUENCES):
        last, is_called = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608  # a name of the catalogue, quoted by it
        if is_called and name in names:
            found[name] = last
    return found


def load(connection: Connection, shape: TableShape, columns: Sequence[str], rows: Iterable[list[Any]]) -> None:
    """Writes rows into an empty table, a batch at a time."""
    driver: Any = connection.connection.driver_connection
    if is_postgresql(connection):
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(shape.name), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with driver.cursor().copy(into) as copy:
            for row in rows:
                copy.write_row(row)
        return
    quote = connection.dialect.identifier_preparer.quote
    names, places = ", ".join(map(quote, columns)), ", ".join("?" * len(columns))
    statement = f"INSERT INTO {quote(shape.name)} ({names}) VALUES ({places})"  # noqa: S608  # names of the catalogue, quoted
    cursor = driver.cursor()
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        cursor.executemany(statement, batch)
    cursor.close()


def empty(connection: Connection, names: Iterable[str]) -> None:
    """Takes every row out of these tables: what a migration wrote there comes back with the archive."""
    quote = connection.dialect.identifier_preparer.quote
    for name in names:
        connection.exec_driver_sql(f"DELETE FROM {quote(name)}")  # noqa: S608  # a name of the catalogue, quoted


def drop_all(connection: Connection) -> None:
    """Takes all tables out of a PostgreSQL database but those of the queue: in the transaction of the restore."""
    quote = connection.dialect.identifier_preparer.quote
    names = [*table_names(connection), *([VERSION_TABLE] if revision(connection) else [])]
    for name in names:
        connection.exec_driver_sql(f"DROP TABLE {quote(name)} CASCADE")
    left = [sequence for name, sequence in connection.exec_driver_sql(_SEQUENCES) if name in names]
    for sequence in left:
        connection.exec_driver_sql(f"DROP SEQUENCE {sequence}")


def set_aside_keys(connection: Connection) -> list[tuple[str, str, str]]:
    """Takes the foreign keys off, so that rows come in any order; `put_back_keys` checks them all."""
    if not is_postgresql(connection):
        return []
    keys = [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(_FOREIGN_KEYS)]
    for owner, name, _ in keys:
        connection.exec_driver_sql(f"ALTER TABLE {owner} DROP CONSTRAINT {name}")
    return keys


def put_back_keys(connection: Connection, keys: Sequence[tuple[str, str, str]]) -> None:
    """Puts the foreign keys back, which fails where a row points nowhere."""
    for owner, name, definition in keys:
        connection.exec_driver_sql(f"ALTER TABLE {owner} ADD CONSTRAINT {name} {definition}")
    if not is_postgresql(connection) and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuleViolation(N_("This backup holds rows that point to nothing: nothing was restored."))


def set_last_ids(connection: Connection, given: dict[str, int], found: dict[str, TableShape]) -> None:
    """The next id of each table is one that was never given."""
    if is_postgresql(connection):
        sequences: dict[str, str] = {row[0]: row[1] for row in connection.exec_driver_sql(_SEQUENCES)}
        for name, sequence in sequences.items():
            if name in found and (last := _last(connection, name, given, found)):
                connection.scalar(select(func.setval(sequence, last, True)))
        return
    kept = set(connection.exec_driver_sql("SELECT name FROM sqlite_sequence").scalars())
    for name in found:
        last = _last(connection, name, given, found)
        if name in kept:
            connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last, name))
        elif name in given:
            connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, last))


def _last(connection: Connection, name: str, given: dict[str, int], found: dict[str, TableShape]) -> int:
    if _IDS not in found[name].columns:
        return given.get(name, 0)
    largest = connection.scalar(select(func.max(column(_IDS))).select_from(table(name)))
    return max(given.get(name, 0), largest or 0)
