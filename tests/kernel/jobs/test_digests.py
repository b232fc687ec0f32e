"""The digest of the day: to each who ticked it, of her own deadlines, once a working morning, by the worker."""

import dataclasses
import datetime as dt

import pytest

from mdo.kernel.base.periods import PARIS
from models.preferences import Preference
from tests.mail.servers import mail_server
from tests.support import TODAY
from tests.support import factories as make
from tests.support.application import account
from views.point.digests import send_of_the_day

DAY = dt.timedelta(days=1)
MORNING = dt.datetime.combine(TODAY, dt.time(7, 10), PARIS)  # a Tuesday


@pytest.fixture
def box():
    with mail_server() as found:
        yield found


@pytest.fixture
def send(app, session, box):
    """The turn of the worker at an hour."""
    settings = dataclasses.replace(app.extensions["mdo_settings"], mail_server=box.server, hosts=("mdo.example",))

    def turn(now=MORNING, **changes):
        session.commit()
        with app.app_context():
            send_of_the_day(dataclasses.replace(settings, **changes), now)
        session.rollback()
        return sorted(address.partition("@")[0] for address in box.addresses)

    return turn


@pytest.fixture
def staff(session):
    """Agents with something late each; `paul` unticked the digest, `ines` has nothing to do."""
    accounts = {name: make.UserFactory(username=name, roles=["mission"]) for name in ("anne", "paul", "ines")}
    for name in ("anne", "paul"):
        body = make.InstanceFactory(arrondissements=[5])
        meeting = make.MeetingFactory(instance=body, organiser=accounts[name])
        make.ActionItemFactory(meeting=meeting, text=f"À faire par {name}", owner=accounts[name], due_on=TODAY - DAY)
    session.add(Preference(user_id=accounts["paul"].id, receives_digest=False))
    account("ref7")
    return accounts


def test_it_leaves_once_a_day_to_who_ticked_it_and_has_something_to_do(staff, send, box):
    assert send() == ["anne"]
    [(_, message)] = box.messages
    plain = message.get_body(("plain",)).get_content()
    assert message["Subject"] == "Votre journée du 24/11/2026"
    assert "À faire par anne" in plain
    assert "À faire par paul" not in plain
    assert "https://mdo.example/echeances/" in plain
    assert send(MORNING + dt.timedelta(minutes=10)) == ["anne"]
    assert send(MORNING + DAY) == ["anne", "anne"]


@pytest.mark.parametrize(
    "now",
    [
        MORNING.replace(hour=6, minute=59),
        MORNING.replace(hour=12, minute=0),
        MORNING + 4 * DAY,  # a Saturday
        dt.datetime(2026, 12, 25, 7, 10, tzinfo=PARIS),  # a Friday, and Christmas
    ],
)
def test_it_leaves_on_working_mornings_alone(staff, send, now):
    assert send(now) == []


def test_nothing_leaves_where_sending_is_not_switched_on(staff, send):
    assert send(mail_server=None) == []


def test_what_the_server_did_not_take_is_sent_at_the_next_turn(staff, send, box):
    box.refused.add("anne@mairie-lyon.example")
    assert send() == []
    box.refused.clear()
    assert send(MORNING + dt.timedelta(minutes=10)) == ["anne"]
