"""Assiduity: present or represented ÷ convened, over what was held; what nobody marked is counted apart."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.meetings.assiduity import Assiduity, last_twelve_months, of_arrondissements, of_body, of_person
from models.attendance import Presence
from models.meetings import MeetingState
from models.territory import Arrondissement
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

YEAR = last_twelve_months(TODAY)


def evening(day: dt.date, hour: int = 18) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour - 1), dt.UTC)


def held(body, day: dt.date, state: MeetingState = MeetingState.HELD):
    return make.MeetingFactory(instance=body, start_at=evening(day), state=state)


def line(meeting, person, presence: Presence, **more: object):
    return make.AttendanceFactory(meeting=meeting, person=person, presence=presence, **more)


@prepared
def body(session):
    return make.InstanceFactory(arrondissements=[5])


def test_the_period_is_the_last_twelve_months():
    assert (dt.date(2025, 11, 25), TODAY) == YEAR


def test_present_or_represented_over_convened(session, body):
    person = make.PersonFactory()
    for months, presence in enumerate((Presence.PRESENT, Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT), 1):
        line(held(body, dt.date(2026, months, 5)), person, presence)
    meeting = held(body, dt.date(2026, 6, 5))
    other = line(meeting, make.PersonFactory(), Presence.PRESENT)
    line(meeting, person, Presence.REPRESENTED, represented_by=other)
    line(held(body, dt.date(2026, 7, 5)), person, Presence.EXPECTED)
    found = of_person(session, person.id, *YEAR)
    assert found == Assiduity(meetings=6, present=2, represented=1, excused=1, absent=1, unmarked=1)
    assert (found.convened, found.attended, found.rate) == (6, 3, 0.6)
    of_all = of_body(session, body.id, *YEAR)
    assert (of_all.convened, of_all.attended, of_all.meetings) == (7, 4, 6)


@pytest.mark.parametrize(
    ("state", "counted"),
    [
        (MeetingState.PREPARED, 0),
        (MeetingState.CONVENED, 0),
        (MeetingState.HELD, 1),
        (MeetingState.MINUTED, 1),
        (MeetingState.APPROVED, 1),
        (MeetingState.PUBLISHED, 1),
        (MeetingState.CANCELLED, 0),
        (MeetingState.POSTPONED, 0),
    ],
)
def test_meetings_that_were_held_count(session, body, state, counted):
    person = make.PersonFactory()
    line(held(body, dt.date(2026, 6, 5), state), person, Presence.PRESENT)
    assert of_person(session, person.id, *YEAR).convened == counted


@pytest.mark.parametrize(
    ("day", "hour", "counted"),
    [
        (dt.date(2025, 11, 24), 23, 0),
        (dt.date(2025, 11, 25), 1, 1),
        (TODAY, 23, 1),
        (TODAY + dt.timedelta(days=1), 1, 0),
    ],
)
def test_both_ends_of_the_period_are_days_of_paris(session, body, day, hour, counted):
    person = make.PersonFactory()
    meeting = make.MeetingFactory(instance=body, start_at=evening(day, hour), state=MeetingState.HELD)
    line(meeting, person, Presence.PRESENT)
    assert of_person(session, person.id, *YEAR).meetings == counted


def test_guests_are_not_convened_and_nobody_is_divided_by_zero(session, body):
    person = make.PersonFactory()
    line(held(body, dt.date(2026, 6, 5)), person, Presence.GUEST, is_convened=False)
    found = of_person(session, person.id, *YEAR)
    assert (found, found.rate) == (Assiduity(), None)
    line(held(body, dt.date(2026, 7, 5)), person, Presence.EXPECTED)
    found = of_person(session, person.id, *YEAR)
    assert (found.convened, found.unmarked, found.rate) == (1, 1, None)
    assert of_arrondissements(session, dt.date(2030, 1, 1), dt.date(2030, 12, 31)) == {}


def test_a_body_of_two_arrondissements_counts_in_each_and_the_city_in_none(session, body):
    both, city = make.InstanceFactory(arrondissements=[5, 7]), make.InstanceFactory()
    for place in (body, both, city):
        line(held(place, dt.date(2026, 6, 5)), make.PersonFactory(), Presence.PRESENT)
    line(make.MeetingFactory(instance=None, state=MeetingState.HELD), None, Presence.PRESENT, user=make.UserFactory())
    numbers = dict(session.execute(select(Arrondissement.id, Arrondissement.number)).all())
    found = {numbers[key]: value.attended for key, value in of_arrondissements(session, *YEAR).items()}
    assert found == {5: 2, 7: 1}
