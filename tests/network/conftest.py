"""The day of the screens of the network is that of the other tests."""

import pytest

from tests.support import TODAY


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: TODAY)
