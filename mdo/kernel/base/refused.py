"""What a database refused, by the codes and names that it gives and never by its sentences, which a server translates.

SQLite says the names in its one language only; PostgreSQL says them apart (`diag`).
"""

import re
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.exc import SQLAlchemyError


class Refused(StrEnum):
    """Why a row was refused."""

    UNIQUE = "unique"
    MISSING = "missing"
    CHECK = "check"
    GONE = "gone"  # it points to a row that is not there
    IN_USE = "in_use"  # others point to it
    OTHER = "other"


@dataclass(frozen=True)
class Refusal:
    """Why, and where as far as the database says: the table, the constraint, the last column that it names."""

    why: Refused
    table: str | None = None
    constraint: str | None = None
    column: str | None = None


_POSTGRESQL = {
    "23505": Refused.UNIQUE,
    "23P01": Refused.UNIQUE,  # exclusion: another row is in the way
    "23502": Refused.MISSING,
    "23514": Refused.CHECK,
    "23503": Refused.GONE,
    "23001": Refused.IN_USE,  # restrict
}
_SQLITE = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: Refused.UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: Refused.UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_NOTNULL: Refused.MISSING,
    sqlite3.SQLITE_CONSTRAINT_CHECK: Refused.CHECK,
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: Refused.GONE,
}
_COLUMNS = re.compile(r"constraint failed: (?:\w+\.\w+, )*(\w+)\.(\w+)$")
_NAME = re.compile(r"constraint failed: (?:index ')?(\w+)'?$")


def refusal_of(error: SQLAlchemyError) -> Refusal:
    """What a refused statement broke. A deletion that breaks a foreign key is of a row that others point to."""
    origin = getattr(error, "orig", None)
    found = _of_sqlite(origin) if isinstance(origin, sqlite3.Error) else _of_postgresql(origin)
    statement = getattr(error, "statement", None) or ""
    if found.why is Refused.GONE and statement.lstrip()[:6].upper() == "DELETE":
        return Refusal(Refused.IN_USE, found.table, found.constraint)
    return found


def _of_postgresql(origin: Any) -> Refusal:
    why = _POSTGRESQL.get(getattr(origin, "sqlstate", None) or "", Refused.OTHER)
    diagnosis = getattr(origin, "diag", None)
    if diagnosis is None:
        return Refusal(why)
    return Refusal(why, diagnosis.table_name, diagnosis.constraint_name, diagnosis.column_name)


def _of_sqlite(origin: sqlite3.Error) -> Refusal:
    why = _SQLITE.get(getattr(origin, "sqlite_errorcode", 0), Refused.OTHER)
    columns, name = _COLUMNS.search(str(origin)), _NAME.search(str(origin))
    if columns is not None:
        return Refusal(why, table=columns[1], column=columns[2])
    return Refusal(why, constraint=name[1] if name is not None else None)
