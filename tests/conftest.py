"""Fixtures of every test; each lives in the module of its subject."""

import gc

import pytest

# The heap of a run is the mapped classes, the application and its forms: they stay, and each full collection reads them
# all again. Python's own thresholds cost a sixth of the processor's time of a run.
gc.set_threshold(50_000, 20, 100)

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


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
