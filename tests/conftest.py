"""Fixtures of every test; each lives in the module of its subject."""

import gc

import pytest

import mdo.domains  # noqa: F401  # what the domains declare

# The tests of a process hold a million objects that never die, and each full collection reads them all again: a fifth
# of the time. Collections come less often, and leave alone what stood before the first test.
gc.set_threshold(50_000, 20, 20)

pytest_plugins = (
    "tests.support.tiers",
    "tests.support.costs",
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
    """Takes what was collected out of the sight of the garbage collector."""
    gc.collect()
    gc.freeze()
