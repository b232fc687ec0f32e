"""The jobs of the application under test, and a client of the account that asks for them."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.support.application import do_waiting_jobs
from views.commands.schema import prepare_queue
from views.jobs.worker import Jobs


@pytest.fixture
def jobs(app: Flask) -> Iterator[Jobs]:
    """The jobs, their queue and their file store empty."""
    with app.app_context():
        prepare_queue()
    found: Jobs = app.extensions["mdo_jobs"]
    found.huey.storage.close()  # the database was put back: the connection to the former one is dead
    found.huey.flush()
    for path in found.files.folder.glob("*"):
        path.unlink()
    yield found
    found.huey.storage.close()


@pytest.fixture
def run_all(app: Flask, jobs: Jobs) -> Callable[[], None]:
    """Does all that waits in the queue, as a worker would."""

    return lambda: do_waiting_jobs(app)
