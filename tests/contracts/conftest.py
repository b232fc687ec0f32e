"""The day of the contracts, as in the tests."""

import pytest

from tests.deadlines.conftest import at, lines  # noqa: F401  # fixtures of the deadlines
from tests.support import TODAY


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day of the tests for the server too."""
    monkeypatch.setattr("views.security.gate.today_in_paris", lambda: TODAY)
