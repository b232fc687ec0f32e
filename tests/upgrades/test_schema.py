"""The migrations make, on both databases, exactly the tables that the models declare, and can be taken back."""

from typing import Any

import pytest
from alembic.util import CommandError
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import Engine, Inspector, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex

from mdo.kernel.sessions.factory import unlimited_session
from mdo.setup import set_up
from models import metadata
from models.people import Person
from models.search import SEARCH_TABLES
from tests.support import TODAY

SLOW_ON_POSTGRESQL = pytest.mark.parametrize(
    "empty_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
"""Where SQLite, which rebuilds tables, is the harder of the two."""


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


def test_migrations_make_the_tables_of_the_models(empty_app: Flask, empty_engine: Engine) -> None:
    with empty_app.app_context():
        upgrade()
    migrated = {name: shape(empty_engine, name) for name in tables(empty_engine)}
    with empty_app.app_context():
        downgrade(revision="base")
    metadata.create_all(empty_engine)
    declared = {name: shape(empty_engine, name) for name in tables(empty_engine)}
    assert migrated.keys() == declared.keys()
    for name, expected in declared.items():
        assert migrated[name] == expected, name


def test_nothing_is_left_to_migrate(empty_app: Flask) -> None:
    with empty_app.app_context():
        upgrade()
        check()


@SLOW_ON_POSTGRESQL
def test_a_forgotten_column_is_noticed(empty_app: Flask, empty_engine: Engine) -> None:
    with empty_app.app_context():
        upgrade()
        with empty_engine.begin() as connection:
            connection.execute(text("ALTER TABLE person DROP COLUMN guardian_phone"))
        with pytest.raises((CommandError, SystemExit)):
            check()


@SLOW_ON_POSTGRESQL
def test_up_down_up_ends_where_it_began(empty_app: Flask, empty_engine: Engine) -> None:
    with empty_app.app_context():
        upgrade()
        once = {name: shape(empty_engine, name) for name in tables(empty_engine)}
        with unlimited_session(empty_engine, today=TODAY) as session:
            set_up(session)
            session.commit()
        empty_engine.dispose()
        downgrade(revision="base")
        assert tables(empty_engine) == set()
        assert inspect(empty_engine).get_table_names() == ["alembic_version"]
        upgrade()
    assert {name: shape(empty_engine, name) for name in tables(empty_engine)} == once


def test_search_index_follows_the_words(empty_app: Flask, empty_engine: Engine) -> None:
    """On SQLite triggers keep the FTS table; on PostgreSQL the index is the table's own."""
    with empty_app.app_context():
        upgrade()
    words = SEARCH_TABLES[Person]

    def found(part: str) -> list[int]:
        with empty_engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                query = text("SELECT rowid FROM person_search_fts WHERE person_search_fts MATCH :part")
                return list(connection.scalars(query, {"part": f'"{part}"'}))
            return list(connection.scalars(words.select().where(words.c.words.like(f"%{part}%"))))

    with unlimited_session(empty_engine, today=TODAY) as session:
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


def test_ids_of_deleted_rows_are_never_given_again(empty_app: Flask, empty_engine: Engine) -> None:
    with empty_app.app_context():
        upgrade()
    with unlimited_session(empty_engine, today=TODAY) as session:
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
