"""A request waits once for a lock, then says who holds it; what was typed is on the page."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from mdo import database as rules
from models.base import utc_now
from models.jobs import JobState
from tests.base.pages import opened, summary, typed
from tests.support import factories as make
from tests.support.databases import Database
from tests.support.forms import post
from views.base.database import db

_SECONDS = 0.5


@pytest.fixture
def hold(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], object]]:
    """Holds the people until the test ends; on SQLite, where all is held at once, one waits half a second for them."""
    with app.app_context():
        engine = db.engine
    if database.kind == "sqlite":
        monkeypatch.setattr(rules, "_SQLITE_PRAGMAS", (f"busy_timeout = {int(_SECONDS * 1000)}",))
        engine.dispose()
        with closing(sqlite3.connect(str(database.engine.url.database), isolation_level=None)) as other:
            yield lambda: other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
    else:
        with database.engine.connect() as other:
            yield lambda: other.execute(text("LOCK TABLE person IN EXCLUSIVE MODE"))
    engine.dispose()


def test_who_waited_for_an_import_is_told_once_and_keeps_what_was_typed(
    session: Session, client_as: Callable[..., FlaskClient], hold: Callable[[], object]
) -> None:
    make.JobFactory(state=JobState.RUNNING, started_at=utc_now(), attempt=1)
    mission = client_as("mission")
    form = opened(mission, "/personnes/add") | {"last_name": "Rivière"}
    post(mission, "/mon-compte/langue", {"language": "en"})
    session.rollback()
    hold()
    began = time.monotonic()
    answer = post(mission, "/personnes/add", form)
    waited = time.monotonic() - began
    assert "“Import of a workbook”, under way since" in (summary(answer) or answer.text)
    assert answer.status_code in {422, 503}
    assert waited < 1.8 * (_SECONDS if session.get_bind().dialect.name == "sqlite" else 5)
    if answer.status_code == 422:
        assert typed(answer, "last_name") == "Rivière"
    else:
        assert 'name="kept"' in answer.text
