"""The database: whether its pages, keys and indexes are whole, and what follows other rows is as they say."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Table, func, select

from mdo.doctor.findings import Finding, good, remark, wrong
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.search.maintenance import rewrite_keys, rewrite_texts, texts_of
from mdo.kernel.search.sorting import reading_keys
from mdo.people.places import compare_places, mend_places
from models.places import PERSON_PLACES
from models.search import SEARCH_TABLES
from models.sorting import PLACE_SORT_TABLES, SORT_TABLES

_BATCH = 2_000
_SHOWN = 5
_INVALID_INDEXES = """
    SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace
"""
_UNCHECKED_KEYS = """
    SELECT conname FROM pg_constraint
    WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
"""


def size_of(session: AnySession) -> int:
    """The bytes of the database, as it says."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        return int(connection.scalar(select(func.pg_database_size(func.current_database()))) or 0)
    pages, size = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size"))
    return int(pages) * int(size)


def now_of(session: AnySession) -> dt.datetime | None:
    """What time it is for the server of the database; None where the database is a file of ours."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return None
    now: dt.datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return now


def integrity(session: AnySession) -> Iterator[Finding]:
    """What the database says of itself."""
    connection = session.connection()
    faults = [str(fault) for fault in _faults(connection)]
    for fault in faults[:_SHOWN]:
        yield wrong(
            N_("The database is damaged (%(detail)s): stop the service and restore the last good backup."), detail=fault
        )
    if not faults:
        yield good(N_("The database is whole: its pages, its keys and its indexes."))


def _faults(connection: Connection) -> Iterator[Any]:
    if connection.dialect.name == "postgresql":
        yield from connection.exec_driver_sql(_INVALID_INDEXES).scalars()
        yield from connection.exec_driver_sql(_UNCHECKED_KEYS).scalars()
        return
    # One that searched before others wrote would take the indexes of words for damaged: SQLite keeps how they stood.
    with closing(sqlite3.connect(str(connection.engine.url.database))) as fresh:
        yield from (line for (line,) in fresh.execute("PRAGMA integrity_check") if line != "ok")
        yield from (f"{row[0]} {row[1]} -> {row[2]}" for row in fresh.execute("PRAGMA foreign_key_check"))


def side_tables(session: AnySession, *, mends: bool = False) -> Iterator[Finding]:
    """Search texts, sort keys, places are those that their rows would be given now; else, where it mends, become so."""
    connection = session.connection()
    faults = 0
    for tables, stale_in, rewrite in (
        (SEARCH_TABLES, _stale_texts, rewrite_texts),
        (SORT_TABLES, _stale_keys, rewrite_keys),
    ):
        for model, table in tables.items():
            ids = stale_in(connection, model, table)
            if ids:
                faults += 1
                yield _stale(table.name, len(ids), mends=mends)
            if mends:
                rewrite(connection, model, ids)
    misplaced = compare_places(session)
    if misplaced:
        faults += 1
        yield _stale(PERSON_PLACES.name, len(misplaced), mends=mends)
    if mends:
        mend_places(session, misplaced)
    if not faults:
        yield good(N_("Search texts and sort keys are as the rows say."))


def _stale(name: str, count: int, *, mends: bool) -> Finding:
    if mends:
        return remark(
            N_("%(count)s rows of %(name)s were not as the register says: they are now."), name=name, count=count
        )
    return wrong(
        N_("%(count)s rows of %(name)s are not as the register says: run « flask mdo doctor --mend »."),
        name=name,
        count=count,
    )


def _ids(connection: Connection, table: Table) -> Iterator[list[int]]:
    """The ids of a table, a batch at a time."""
    last = 0
    while True:
        found = connection.scalars(select(table.c.id).where(table.c.id > last).order_by(table.c.id).limit(_BATCH)).all()
        if not found:
            return
        yield list(found)
        last = found[-1]


def _stale_texts(connection: Connection, model: type, texts: Table) -> list[int]:
    stale: list[int] = []
    owner: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
    for ids in _ids(connection, owner):
        stored = {
            row["id"]: dict(row) for row in connection.execute(select(texts).where(texts.c.id.in_(ids))).mappings()
        }
        stale += [row["id"] for row in texts_of(connection, model, ids) if stored.get(row["id"]) != row]
    return stale


def _stale_keys(connection: Connection, model: type, keys: Table) -> list[int]:
    owner: Table = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
    stale: set[int] = set()
    kept = {keys: reading_keys(model)}
    if model in PLACE_SORT_TABLES:
        kept[PLACE_SORT_TABLES[model]] = reading_keys(model, of_places=True)
    for ids in _ids(connection, owner):
        for table, wanted in kept.items():
            names = [column.name for column in wanted.selected_columns]
            stored = set(connection.execute(select(*(table.c[name] for name in names)).where(table.c.id.in_(ids))))
            found = set(connection.execute(wanted.where(wanted.selected_columns[0].in_(ids))))
            stale |= {row[0] for row in stored ^ found}
    return sorted(stale)
