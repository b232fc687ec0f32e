"""The migrations make, on both databases, exactly the tables that the models declare, and can be taken back."""

from pathlib import Path
from typing import Any

import pytest
from alembic.util import CommandError
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import Engine, Inspector, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex
from sqlalchemy.orm import Session

from mdo.kernel.sessions.factory import unlimited_session
from mdo.setup import set_up
from models.base import metadata
from models.people import Person
from models.search import SEARCH_TABLES
from tests.support import SLOW_ON_POSTGRESQL, TODAY
from views.base.database import db


def tables(engine: Engine) -> set[str]:
    """The tables of a database, Alembic's and those that SQLite keeps for FTS aside."""
    return {name for name in inspect(engine).get_table_names() if name != "alembic_version" and "_fts" not in name}


def shape(engine: Engine, name: str) -> dict[str, Any]:
    """What a table holds and refuses. Names of FAB's constraints are left out: FAB gives them none."""
    inspector: Inspector = inspect(engine)
    named = not name.startswith("ab_")
    checks = {(row["name"], " ".join(row["sqltext"].split())) for row in inspector.get_check_constraints(name)}
    keys = inspector.get_foreign_keys(name)
    uniques = inspector.get_unique_constraints(name)
    return {
        "columns": {
            # FAB's ids have a sequence of their own; the migrated ones draw from the same by default.
            column["name"]: (str(column["type"]), column["nullable"], column["name"] == "id" or str(column["default"]))
            for column in inspector.get_columns(name)
        },
        "primary key": tuple(inspector.get_pk_constraint(name)["constrained_columns"]),
        "checks": checks,
        "foreign keys": {
            (row["name"] if named else "", *row["constrained_columns"], row["referred_table"], str(row["options"]))
            for row in keys
        },
        "uniques": {(row["name"] if named else "", *row["column_names"]) for row in uniques},
        "indexes": {
            (row["name"], tuple(row["column_names"]), bool(row["unique"]), options_in_words(row))
            for row in inspector.get_indexes(name)
            if not row.get("duplicates_constraint")
        },
    }


def options_in_words(index: ReflectedIndex) -> str:
    """What an index is made with, as text: the condition of a partial index is an object of its own each time."""
    options = index.get("dialect_options") or {}
    return ", ".join(f"{name}={value}" for name, value in sorted(options.items()))


def emptied(engine: Engine) -> None:
    """Takes all that a database holds out of it."""
    if engine.dialect.name == "sqlite":
        engine.dispose()
        Path(str(engine.url.database)).unlink()
        return
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        connection.execute(text("CREATE EXTENSION pg_trgm"))  # as the first migration finds or makes it


def test_migrations_make_the_tables_of_the_models_and_are_taken_back(empty_app: Flask, empty_engine: Engine) -> None:
    with empty_app.app_context():
        upgrade()
        migrated = {name: shape(empty_engine, name) for name in tables(empty_engine)}
        with unlimited_session(empty_engine, today=TODAY) as session:
            set_up(session)
            session.commit()
        empty_engine.dispose()
        downgrade(revision="base")
        assert tables(empty_engine) == set()
        assert inspect(empty_engine).get_table_names() == ["alembic_version"]
        upgrade()
        assert {name: shape(empty_engine, name) for name in tables(empty_engine)} == migrated
        db.engine.dispose()
    emptied(empty_engine)
    metadata.create_all(empty_engine)
    declared = {name: shape(empty_engine, name) for name in tables(empty_engine)}
    assert migrated.keys() == declared.keys()
    for name, expected in declared.items():
        assert migrated[name] == expected, name


# Below, the database of the tests: `upgrade` has made it of an empty one.


def test_nothing_is_left_to_migrate(app: Flask) -> None:
    with app.app_context():
        check()


@SLOW_ON_POSTGRESQL
def test_a_forgotten_column_is_noticed(app: Flask, session: Session) -> None:
    session.execute(text("ALTER TABLE person DROP COLUMN guardian_phone"))
    session.commit()
    with app.app_context(), pytest.raises((CommandError, SystemExit)):
        check()


def test_search_index_follows_the_words(session: Session) -> None:
    """On SQLite triggers keep the FTS table; on PostgreSQL the index is the table's own."""
    words = SEARCH_TABLES[Person]

    def found(part: str) -> list[int]:
        if session.get_bind().dialect.name == "sqlite":
            query = text("SELECT rowid FROM person_search_fts WHERE person_search_fts MATCH :part")
            return list(session.scalars(query, {"part": f'"{part}"'}))
        return list(session.scalars(words.select().where(words.c.words.like(f"%{part}%"))))

    person = Person(last_name="Łukasik")
    session.add(person)
    session.commit()
    assert (found("ukas"), found("novak")) == ([person.id], [])
    person.last_name = "Novak"
    session.commit()
    assert (found("ukas"), found("novak")) == ([], [person.id])
    session.delete(person)
    session.commit()
    assert found("novak") == []


def test_ids_of_deleted_rows_are_never_given_again(session: Session) -> None:
    first = Person(last_name="Un")
    session.add(first)
    session.commit()
    given = first.id
    session.delete(first)
    session.commit()
    second = Person(last_name="Deux")
    session.add(second)
    session.commit()
    assert second.id > given
