"""The jobs of the application under test, and a client of the account that asks for them."""

from collections.abc import Iterator

import pytest
from flask import Flask

from mdo.jobs.kinds import JobKind, Kinds, Outcome, Parameters, Right
from views.jobs.worker import Jobs, prepare_queue


def _rights(parameters: Parameters) -> tuple[Right, ...]:
    return ((parameters.get("view", "PersonView"), "can_list"),)


# What the factory's jobs are.
IMPORT = JobKind("import", "Import", lambda session, parameters, work: Outcome(), rights=_rights)


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
    kinds, found.kinds = found.kinds, Kinds.of(IMPORT)
    yield found
    found.kinds = kinds
    found.huey.storage.close()
