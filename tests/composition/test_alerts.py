"""Bodies in alert, in the database as on their own page."""

import datetime as dt

import pytest
from sqlalchemy import select

from mdo.composition.alerts import InstanceAlert, alert_clause, vacant_clause
from mdo.composition.figures import body_figures
from mdo.composition.parity import ParityVerdict, parity
from mdo.composition.seats import SeatStatus, seat_states
from mdo.instances.rules import rules_of
from models.instances import Instance, InstanceState, Membership, Seat
from models.people import EndReason, Gender
from tests.support import TODAY
from tests.support import factories as make
from tests.support.rows import day, maybe_day

YESTERDAY = TODAY - dt.timedelta(days=1)
TOMORROW = TODAY + dt.timedelta(days=1)


def in_alert(session, alert, body):
    return body.id in set(session.scalars(select(Instance.id).where(alert_clause(alert, TODAY))))


@pytest.mark.parametrize(
    ("held", "vacant"),
    [
        (None, True),
        ({}, False),
        ({"start_on": TOMORROW}, True),
        ({"planned_end_on": YESTERDAY}, False),  # carried over
        ({"ended_on": YESTERDAY, "end_reason": EndReason.TERM}, True),
        ({"ended_on": TODAY, "end_reason": EndReason.TERM}, False),
        ({"start_on": None}, False),
    ],
)
def test_a_body_with_an_empty_seat_is_in_alert_as_its_page_says(session, held, vacant):
    body = make.InstanceFactory()
    seat = make.SeatFactory(instance=body)
    mandates = [] if held is None else [make.MandateFactory(instance=body, seat=seat, **held)]
    (state,) = seat_states(body, [seat], mandates, TODAY)
    assert (state.status is SeatStatus.VACANT) is vacant
    assert in_alert(session, InstanceAlert.VACANCY, body) is vacant
    assert (seat.id in session.scalars(select(Seat.id).where(vacant_clause(TODAY))).all()) is vacant


def test_a_substitute_does_not_fill_the_seat(session):
    body = make.InstanceFactory()
    seat = make.SeatFactory(instance=body)
    gone = make.MandateFactory(instance=body, seat=seat, ended_on=YESTERDAY, end_reason=EndReason.MOVED)
    make.MandateFactory(instance=body, seat=seat, substitute_of=gone)
    assert in_alert(session, InstanceAlert.VACANCY, body)


@pytest.mark.parametrize(
    ("opened", "closed", "vacant"),
    [
        (TODAY, None, True),
        (TOMORROW, None, False),
        (None, TODAY, True),
        (None, YESTERDAY, False),
    ],
)
def test_only_a_seat_open_today_may_be_empty(session, opened, closed, vacant):
    body = make.InstanceFactory()
    make.SeatFactory(instance=body, opened_on=opened, closed_on=closed)
    assert in_alert(session, InstanceAlert.VACANCY, body) is vacant


@pytest.mark.parametrize(
    ("values", "vacant"),
    [
        ({}, True),
        ({"membership": Membership.OPEN}, False),
        ({"state": InstanceState.DORMANT, "state_reason": "Pause"}, False),
    ],
)
def test_only_an_active_closed_body_has_empty_seats(session, values, vacant):
    body = make.InstanceFactory(**values)
    make.SeatFactory(instance=body)
    assert in_alert(session, InstanceAlert.VACANCY, body) is vacant


@pytest.mark.parametrize(("planned", "expired"), [("23/11/2026", True), ("24/11/2026", False), (None, False)])
def test_a_body_with_expired_mandates_is_in_alert(session, planned, expired):
    mandate = make.MandateFactory(planned_end_on=maybe_day(planned))
    assert in_alert(session, InstanceAlert.EXPIRED, mandate.instance) is expired


@pytest.mark.parametrize(
    ("recognised", "over"), [("24/11/2023", True), ("25/11/2023", False), ("24/11/2022", True), (None, False)]
)
def test_a_recognition_is_over_from_the_day_of_its_third_year(session, recognised, over):
    body = make.InstanceFactory(recognised_on=maybe_day(recognised), recognition_months=36)
    assert in_alert(session, InstanceAlert.RECOGNITION, body) is over


WOMEN_AND_MEN = ((0, 0), (1, 0), (2, 1), (3, 1), (7, 3), (6, 4), (3, 7), (4, 5), (5, 0), (9, 2), (3, 2))


@pytest.mark.parametrize(("low", "high"), [(40, 60), (None, 60), (40, None), (50, 50), (None, None)])
def test_parity_is_missed_in_the_database_as_in_the_rule(session, low, high):
    kind, function = make.InstanceTypeFactory(parity_min_percent=low), make.MandateFunctionFactory()
    with make.together():
        people = {gender: [make.PersonFactory(gender=gender) for _ in range(9)] for gender in Gender}
        bodies = {counts: make.InstanceFactory(type=kind, parity_max_percent=high) for counts in WOMEN_AND_MEN}
        for (women, men), body in bodies.items():
            for gender, count in ((Gender.FEMALE, women), (Gender.MALE, men), (Gender.UNKNOWN, 2)):
                for person in people[gender][:count]:
                    make.MandateFactory(instance=body, function=function, person=person)
    missed = {ParityVerdict.TOO_FEW_MEN, ParityVerdict.TOO_FEW_WOMEN}
    expected = {
        body.id
        for body in bodies.values()
        if parity(body_figures(session, body, TODAY).genders, rules_of(body)).verdict in missed
    }
    found = session.scalars(select(Instance.id).where(alert_clause(InstanceAlert.PARITY, TODAY)))
    assert set(found) == expected
    assert bool(expected) is (low is not None or high is not None)


def test_someone_with_two_functions_counts_once_and_past_members_do_not(session):
    body = make.InstanceFactory(parity_min_percent=40, parity_max_percent=60)
    woman = make.PersonFactory(gender=Gender.FEMALE)
    for _ in range(2):
        make.MandateFactory(instance=body, person=woman)
    make.MandateFactory(instance=body, person=make.PersonFactory(gender=Gender.MALE))
    assert not in_alert(session, InstanceAlert.PARITY, body)
    for _ in range(3):
        make.MandateFactory(instance=body, person=make.PersonFactory(gender=Gender.FEMALE), ended_on=day("01/06/2026"))
    assert not in_alert(session, InstanceAlert.PARITY, body)
