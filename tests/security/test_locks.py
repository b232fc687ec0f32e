"""A request waits once for a lock, then says who holds it; what was typed is on the page."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.orm import Session

from mdo.kernel.base import database as rules
from models.base import utc_now
from models.jobs import JobState
from tests.base.pages import opened, summary, typed
from tests.support import factories as make
from tests.support.databases import Database
from tests.support.forms import post
from views.base.database import db


@pytest.fixture
def hold(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], object]]:
    """Holds the people until the test ends; on SQLite, where all is held at once, one waits half a second for them."""
    with app.app_context():
        engine = db.engine
    if database.kind == "sqlite":
        monkeypatch.setattr(rules, "_SQLITE_PRAGMAS", ("busy_timeout = 500",))
        engine.dispose()
        with closing(sqlite3.connect(str(database.engine.url.database), isolation_level=None)) as other:
            yield lambda: other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
    else:
        with database.engine.connect() as other:
            yield lambda: other.execute(text("LOCK TABLE person IN EXCLUSIVE MODE"))
    engine.dispose()


@pytest.fixture
def in_vain(app: Flask) -> Iterator[list[str]]:
    """The statements that waited for a lock and did not get it."""
    with app.app_context():
        engine = db.engine
    found: list[str] = []

    def note(context: ExceptionContext) -> None:
        if rules.is_locked(context.original_exception):
            found.append(context.statement or "")

    event.listen(engine, "handle_error", note)
    yield found
    event.remove(engine, "handle_error", note)


def test_who_waited_for_an_import_is_told_once_and_keeps_what_was_typed(
    session: Session,
    client_as: Callable[..., FlaskClient],
    hold: Callable[[], object],
    in_vain: list[str],
) -> None:
    make.JobFactory(state=JobState.RUNNING, started_at=utc_now(), attempt=1)
    mission = client_as("mission")
    form = opened(mission, "/personnes/add") | {"last_name": "Rivière"}
    post(mission, "/mon-compte/langue", {"language": "en"})
    session.rollback()
    hold()
    answer = post(mission, "/personnes/add", form)
    assert len(in_vain) == 1
    assert "“Import of a workbook”, under way since" in summary(answer)
    assert (answer.status_code, typed(answer, "last_name")) == (422, "Rivière")
