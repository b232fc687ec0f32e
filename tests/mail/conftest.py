"""A mail server, and an application that sends through it."""

import dataclasses

import pytest

from tests.kernel.jobs.conftest import jobs, run_all  # noqa: F401  # fixtures
from tests.mail.servers import mail_server


@pytest.fixture
def box():
    with mail_server() as found:
        yield found


@pytest.fixture
def mail_on(app, box, monkeypatch):
    """Mail switched on, and no pause before a second try."""
    monkeypatch.setitem(
        app.extensions,
        "mdo_settings",
        dataclasses.replace(app.extensions["mdo_settings"], mail_server=box.server),
    )
    monkeypatch.setattr("mdo.mail.sending.PAUSES", (0, 0, 0))
    return box
