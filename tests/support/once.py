"""What the processes of one run need alike: the first that asks makes it, the others copy what it made."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Make = Callable[[Path], None]
"""Fills a folder, of which nothing is open afterwards."""


def made_once(factory: pytest.TempPathFactory, name: str, make: Make) -> Path:
    """The folder of this name, filled by one process of the run; nobody writes in it afterwards."""
    run = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent  # a process has a folder of its own in that of the run
    made, draft = run / name, run / f"{name}.draft"
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(draft, ignore_errors=True)  # of a process that was killed meanwhile
            draft.mkdir()
            make(draft)
            draft.rename(made)
    return made
