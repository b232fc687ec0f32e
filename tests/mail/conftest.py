"""A mail server, and an application that sends through it."""

import dataclasses

import pytest

from mdo.meetings.attendance import freeze
from mdo.meetings.replies import give_links
from mdo.meetings.states import enter
from models.base import utc_now
from models.meetings import MeetingState
from tests.kernel.jobs.conftest import jobs, run_all  # noqa: F401  # fixtures
from tests.mail.councils import FEW, council
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


@pytest.fixture
def convoked(session, app):
    """Five members, convened, each with a link; the message that says it has a test of its own."""
    evening = council(session, FEW)
    freeze(session, evening, utc_now().date(), now=utc_now())
    enter(evening, MeetingState.CONVENED, now=utc_now(), user_id=None)
    give_links(session, evening, app.config["SECRET_KEY"])
    session.commit()
    return evening
