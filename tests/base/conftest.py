"""The day of the requests and the engine of the application, for the tests of the base view."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.support import TODAY
from views.base.database import db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day of the tests for the server too."""
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: TODAY)


@pytest.fixture
def engine(app: Flask) -> Engine:
    """The engine that the application talks to its database with."""
    with app.app_context():
        found: Engine = db.engine
    return found
