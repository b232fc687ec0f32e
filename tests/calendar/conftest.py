"""Fixtures of the tests of the calendar."""

import pytest

from tests.support import TODAY


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day it is, for the requests of a reader and for those of a telephone."""
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: TODAY)
    monkeypatch.setattr("views.calendar.feeds.today_in_paris", lambda: TODAY)
