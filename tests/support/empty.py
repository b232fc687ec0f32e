"""Databases without a single table, and the command line of an application on them."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from psycopg import sql
from sqlalchemy import Engine, make_url

from app import create_app
from tests.support.databases import LABELS, PROPERTY, Database, connect, database_url
from tests.support.settings import settings_for
from views.base.database import db


@pytest.fixture(params=[pytest.param(kind, marks=pytest.mark.db) for kind in LABELS])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, SQLite then PostgreSQL."""
    request.node.user_properties.append((PROPERTY, request.param))
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    server_url = request.getfixturevalue("postgresql_server")
    name = f"mdo_empty_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield database_url(server_url, name)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def made_ready(request: pytest.FixtureRequest, empty_url: str) -> None:
    """The empty database is what `flask mdo init` makes of one, for a test of what comes after it."""
    database: Database = request.getfixturevalue(f"{make_url(empty_url).get_backend_name()}_database")
    database.copy_to(empty_url)


@pytest.fixture
def empty_app(empty_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on the empty database."""
    app = create_app(settings_for(empty_url, tmp_path))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def empty_engine(empty_url: str) -> Iterator[Engine]:
    """An engine of the test's own on the empty database."""
    engine = connect(empty_url)
    yield engine
    engine.dispose()


@pytest.fixture
def command_line(empty_app: Flask) -> FlaskCliRunner:
    """Runs `flask …` on the empty database."""
    return empty_app.test_cli_runner()
