"""The same form sent twice makes one row; the second answer leads to what the first made."""

import datetime as dt
import threading

import pytest
from sqlalchemy import func, select

from mdo.kernel.sessions.sent_forms import KEPT, purge
from models.base import utc_now
from models.organisations import Organisation
from models.sent_forms import SentForm
from tests.base.pages import opened
from tests.support.forms import csrf_token, post

ADD = "/organisations/add"
AT_ONCE = 4


def number(session, model=Organisation):
    session.rollback()
    return session.scalar(select(func.count(model.id)))


def same_browser(app, client):
    """Another connection of the same browser."""
    other, name = app.test_client(), app.config["SESSION_COOKIE_NAME"]
    other.set_cookie(name, client.get_cookie(name).value)
    return other


@pytest.fixture
def mission(client_as):
    return client_as("mission")


def test_four_at_once_make_one_row_and_lead_to_it(session, app, mission):
    form = opened(mission, ADD) | {"name": "Amis du Gros Caillou", "kind": "association"}
    barrier, answers = threading.Barrier(AT_ONCE), []

    def send(client, data):
        barrier.wait()
        answers.append(client.post(ADD, data=data))

    data = {"csrf_token": csrf_token(mission)} | form
    clients = [same_browser(app, mission) for _ in range(AT_ONCE)]
    threads = [threading.Thread(target=send, args=(client, data)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row = session.scalars(select(Organisation)).one()
    assert {(answer.status_code, answer.location) for answer in answers} <= {
        (status, f"/organisations/show/{row.id}") for status in (302, 303)
    }
    assert len(answers) == AT_ONCE
    assert number(session, SentForm) == 1


def test_a_form_sent_again_leads_to_what_it_made_and_says_so(session, mission):
    form = opened(mission, ADD) | {"name": "Amis", "kind": "association"}
    first = post(mission, ADD, form)
    again = post(mission, ADD, form | {"then": "another"}, follow_redirects=True)
    assert again.request.path == first.location
    assert "déjà été envoyé" in again.text
    assert number(session) == 1


def test_a_refusal_spends_nothing(session, mission):
    form = opened(mission, ADD)
    assert post(mission, ADD, form | {"name": ""}).status_code == 422
    assert post(mission, ADD, form | {"name": "", "siret": "1"}).status_code == 422
    assert number(session, SentForm) == 0
    assert post(mission, ADD, form | {"name": "Amis", "kind": "association"}).status_code == 302
    assert number(session) == 1


def test_what_is_typed_after_going_back_is_another_form(session, mission):
    form = opened(mission, ADD)
    for name in ("Amis", "Voisins"):
        assert post(mission, ADD, form | {"name": name, "kind": "association"}).status_code == 302
    assert number(session) == 2


def test_the_form_of_another_page_is_another_form(session, mission):
    for _ in range(2):
        assert post(mission, ADD, opened(mission, ADD) | {"name": "Amis", "kind": "association"}).status_code == 302
    assert number(session) == 2


def test_keys_are_taken_away_after_two_days(session):
    now = utc_now()
    session.add_all(SentForm(key=str(age), location="/", at=now - age) for age in (KEPT, KEPT - dt.timedelta(hours=1)))
    session.commit()
    assert purge(session, now) == 1
