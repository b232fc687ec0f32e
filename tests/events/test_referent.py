"""What a référent does to a list that she does not see whole is in order everywhere once the worker went by."""

import datetime as dt

import pytest
from lxml.html import fromstring

from mdo.meetings.attendance import freeze, lines_of
from models.base import utc_now
from models.events import RegistrationState
from tests.support import ON_SQLITE, TODAY, factories
from tests.support import events as make
from tests.support.application import account
from tests.support.forms import post
from views.jobs import events as worker

_SAID = "Dans la minute, toute seule, aux premières personnes qui l’attendent."


def press_cancel(client, row) -> None:
    """The button of the page of a registration."""
    page = fromstring(client.get(f"/inscriptions/show/{row.id}").get_data(as_text=True))
    (form,) = page.xpath("//form[contains(@action, '/desistement/')]")
    assert post(client, form.get("action"), dict(form.form_values())).status_code in (302, 303)


@ON_SQLITE
@pytest.mark.parametrize("waiting", [0, 1])
def test_a_place_that_she_frees_is_given_and_the_settled_list_follows(session, app, client_as, waiting) -> None:
    fifth = factories.ArrondissementFactory(number=5)
    account("ref5")
    event = make.EventFactory(capacity=2)
    meeting = make.session_of(event)
    hers, *others = make.a_list(event, 2, waiting)
    hers.arrondissement = fifth
    session.commit()
    freeze(session, meeting, TODAY, now=utc_now())
    session.commit()
    client = client_as("ref5")
    press_cancel(client, hers)
    assert (_SAID in client.get(f"/evenements/show/{event.id}").get_data(as_text=True)) is bool(waiting)
    with app.app_context():
        worker.see_to(app.extensions["mdo_settings"], dt.datetime.now(dt.UTC))
    session.rollback()
    states = [row.state for row in (hers, *others)]
    wanted = [RegistrationState.CANCELLED, RegistrationState.CONFIRMED, RegistrationState.OFFERED]
    assert states == wanted[: 2 + waiting]
    assert [line.visitor_name for line in lines_of(session, meeting)] == ["Inscrite 02"]
    assert _SAID not in client.get(f"/evenements/show/{event.id}").get_data(as_text=True)
