"""Fixtures of every test; each lives in the module of its subject."""

import pytest

pytest_plugins = (
    "tests.support.databases",
    "tests.support.application",
    "tests.support.browser",
    "tests.support.empty",
    "tests.support.deadlines",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what runs in Chromium, so that it can be chosen or left out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
