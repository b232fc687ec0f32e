"""A mail server, an application that sends through it, and an event open to all."""

import pytest

from tests.mail.conftest import box, mail_on  # noqa: F401  # fixtures
from tests.support import events as make


@pytest.fixture
def event(session, mail_on):  # noqa: F811  # the fixture above
    """25 places, open to all, in a month."""
    row = make.EventFactory(title="Prendre la parole", capacity=25, is_public=True, site_url="https://mission.example/")
    make.session_of(row, title="Premier soir", place="Salle Garcin")
    session.commit()
    return row


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """The page of an event answers without waiting."""
    monkeypatch.setattr("views.events.public.SHORTEST_ANSWER", 0)
