"""The application under test, and clients that are signed in to it."""

import gc
import secrets
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from app import create_app
from mdo.kernel.rights.identity import hash_of_token
from models.accounts import User
from tests.support import factories as make
from tests.support.databases import Database
from tests.support.settings import settings_for
from views.base.database import db
from views.security.gate import TOKEN_KEY

# The accounts of the demo, by the first letters of their name: their roles.
_ROLES = {
    "admin": ["admin"],
    "responsable": ["responsable"],
    "mission": ["mission"],
    "direction": ["direction"],
    "ref": ["referent"],
    "saisie": ["saisie"],
    "elu": ["elu"],
    "stagiaire": ["stagiaire"],
    "dpo": ["dpo"],
}
_OF_AN_ARRONDISSEMENT = ("ref", "saisie")


def do_waiting_jobs(app: Flask) -> None:
    """Does all that waits in the queue, as a worker would."""
    queue = app.extensions["mdo_jobs"].with_tasks()
    with app.app_context():
        while (task := queue.dequeue()) is not None:
            queue.execute(task)


def account(username: str) -> User:
    """An account named as those of the demo: `ref5` is a référent of the 5th arrondissement, in force."""
    kind = username.rstrip("0123456789")
    number = username.removeprefix(kind)
    with make.together():
        user: User = make.UserFactory(username=username, roles=_ROLES[kind])
        if number and kind in _OF_AN_ARRONDISSEMENT:
            make.ReferentFactory(user=user, arrondissement=make.ArrondissementFactory(number=int(number)))
    return user


def quickly_hashed(password: str) -> str:
    """A stored form of a password that costs little to make and to compare: it says itself how dear it is."""
    return generate_password_hash(password, method="scrypt:512:8:1")


def application_on(database: Database) -> Flask:
    """A new application on this database."""
    created = create_app(settings_for(database.url, database.folder))
    created.testing = True
    with created.app_context():
        database.also_used_by(db.engine)
    return created


def open_web_session(user: User) -> str:
    """Opens a session of this account; returns the secret that its cookie holds."""
    token = secrets.token_urlsafe(32)
    make.UserSessionFactory(user=user, sid_hash=hash_of_token(token))
    return token


@pytest.fixture(scope="session")
def applications() -> Callable[[Database], Flask]:
    """Gives the application of a database, created once for all tests of this process."""
    created: dict[str, Flask] = {}

    def of(database: Database) -> Flask:
        if database.url not in created:
            created[database.url] = application_on(database)
            gc.collect()
            gc.freeze()  # it lives as long as the process: see `tests/conftest.py`
        return created[database.url]

    return of


@pytest.fixture
def app(database: Database, applications: Callable[[Database], Flask]) -> Flask:
    """The application on the database of the test."""
    return applications(database)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Someone who has not signed in."""
    return app.test_client()


@pytest.fixture
def client_as(app: Flask, session: Session) -> Callable[..., FlaskClient]:
    """Signs someone in: `client_as("ref5")`, or `client_as(user)`; what the test has prepared is committed first.

    The account is created when there is none of this name.
    """

    def signed_in(who: str | User) -> FlaskClient:
        session.commit()  # on SQLite a session that reads an older state may no longer write
        user = who
        if isinstance(who, str):
            user = session.scalars(select(User).filter_by(username=who)).one_or_none() or account(who)
        token = open_web_session(user)
        session.commit()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie[TOKEN_KEY] = token
        return client

    return signed_in
