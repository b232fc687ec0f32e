"""The day of the essential data, as in the tests."""

import pytest


@pytest.fixture(autouse=True)
def _today(server_today: None) -> None:
    """It is the day of the tests for the server too."""
