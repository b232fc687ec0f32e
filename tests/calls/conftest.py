"""The day of the server is that of the tests."""

import pytest


@pytest.fixture(autouse=True)
def _today(server_today: None) -> None:
    """It is the day of the tests for the server too."""
