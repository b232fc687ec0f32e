"""Fixtures of every test; each lives in the module of its subject."""

import ctypes
import gc
import os
from pathlib import Path

import pytest

import mdo.domains  # noqa: F401  # what the domains declare
from tests.support.statements import forget_statements

# The tests of a process hold millions of objects that stay, and each full collection reads them all again: a tenth of
# the time. Young objects alone are collected as they come; the others when the process has grown, and what is left then
# is not looked at again before it has grown a lot.
gc.set_threshold(150_000, 50, 1_000_000)
# How much a process may grow before it is asked for nonetheless: an application that a test made is ten megabytes.
_GROWTH = 100 * 2**20
# Beyond, statements are let go of with their texts; they are written again when asked.
_MUCH = 550 * 2**20
_PAGE = os.sysconf("SC_PAGE_SIZE")
# Of the C library: hands what was freed back to the system, which is a seventh of what a long walk leaves behind it.
_hand_back = getattr(ctypes.CDLL(None), "malloc_trim", lambda _kept: None)

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


def pytest_sessionfinish() -> None:
    """Collects once: pytest would read all the objects of a whole run five times more for what they may still say."""
    gc.collect()
    gc.freeze()


def _resident() -> int:
    """Bytes that this process holds in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE


class _Thrift:
    """Collects what is held in circles when the process has grown."""

    def __init__(self) -> None:
        self._held = _resident()

    def pytest_runtest_logfinish(self) -> None:
        resident = _resident()
        if resident <= self._held + _GROWTH:
            return
        if resident > _MUCH:
            forget_statements()
            gc.unfreeze()
        gc.collect()
        gc.freeze()
        _hand_back(0)
        self._held = _resident()


def pytest_configure(config: pytest.Config) -> None:
    """Sees to it that a process stays under 700 MB."""
    config.pluginmanager.register(_Thrift(), "mdo-thrift")
