"""Fixtures of the tests of live links."""

import pytest

from tests.support import TODAY


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day it is, for who makes a link and for who reads it."""
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: TODAY)
    monkeypatch.setattr("views.live_links.reading.today_in_paris", lambda: TODAY)
