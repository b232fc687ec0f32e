"""Seats made together: numbered one after the other, by the rules of one, all of them or none."""

import pytest
from sqlalchemy import select

from models.instances import Membership, Seat
from models.journal import JournalEntry
from tests.base.pages import opened, refusals
from tests.support import factories as make
from tests.support.forms import post


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@pytest.fixture
def body(session):
    found = make.InstanceFactory(type=make.InstanceTypeFactory(membership=Membership.CLOSED))
    make.SeatFactory(instance=found, number=4)
    session.commit()
    return found


def numbers(session, body):
    session.rollback()
    return session.scalars(select(Seat.number).where(Seat.instance_id == body.id).order_by(Seat.number)).all()


def test_twelve_seats_are_made_at_once_after_those_that_are_there(mission, session, body):
    form = opened(mission, f"/sieges/add?instance={body.id}")
    assert (form["number"], form["how_many"]) == ("5", "1")
    answer = post(mission, "/sieges/add", form | {"how_many": "12", "label": "Habitants"})
    assert answer.headers["Location"] == f"/instances/show/{body.id}?tab=seats#tabs"
    assert numbers(session, body) == [4, *range(5, 17)]
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert len(entry.changes) == 12
    assert "/annuler/" in mission.get(f"/instances/show/{body.id}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"how_many": "0"}, "how_many"),
        ({"how_many": "101"}, "how_many"),
        ({"number": "9998", "how_many": "3"}, "how_many"),
    ],
)
def test_what_cannot_be_makes_none(mission, session, body, typed, field):
    form = opened(mission, f"/sieges/add?instance={body.id}")
    answer = post(mission, "/sieges/add", form | typed)
    assert (answer.status_code, list(refusals(answer))) == (422, [field])
    assert numbers(session, body) == [4]


def test_a_number_that_is_taken_makes_none(mission, session, body):
    form = opened(mission, f"/sieges/add?instance={body.id}")
    answer = post(mission, "/sieges/add", form | {"number": "2", "how_many": "4"})
    assert answer.status_code == 422
    assert numbers(session, body) == [4]


def test_one_seat_alone_is_changed_as_before(mission, session, body):
    seat = session.scalars(select(Seat)).one()
    form = opened(mission, f"/sieges/edit/{seat.id}")
    assert "how_many" not in form
    assert post(mission, f"/sieges/edit/{seat.id}", form | {"how_many": "5", "label": "A"}).status_code == 302
    assert numbers(session, body) == [4]
