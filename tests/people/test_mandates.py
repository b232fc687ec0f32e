"""Status of a mandate by date, in Python and in SQL alike."""

import datetime as dt
import itertools

import pytest
from sqlalchemy import create_engine, not_, select
from sqlalchemy.orm import Session

from mdo.instances.structure import last_day_of
from mdo.people.mandates import MandateStatus, in_force_clause, status_clause, status_of
from models.base import metadata
from models.instances import Instance, InstanceType, MandateFunction, Membership
from models.people import Mandate, Person
from tests.support.rows import body, day, function, mandate, maybe_day

UPCOMING, IN_FORCE, EXPIRED, ENDED, UNDATED = MandateStatus
START, PLANNED = "01/10/2021", "30/09/2024"
OPEN, CLOSED = Membership.OPEN, Membership.CLOSED


@pytest.mark.parametrize(
    ("start", "planned", "ended", "on", "expected"),
    [
        # From start to planned end, both included.
        (START, PLANNED, None, "30/09/2021", UPCOMING),
        (START, PLANNED, None, "01/10/2021", IN_FORCE),
        (START, PLANNED, None, "30/09/2024", IN_FORCE),
        (START, PLANNED, None, "01/10/2024", EXPIRED),
        # Without planned end.
        (START, None, None, "30/09/2021", UPCOMING),
        (START, None, None, "01/01/2099", IN_FORCE),
        # The actual end, before or after the planned one, is the only end.
        (START, PLANNED, "15/06/2023", "15/06/2023", IN_FORCE),
        (START, PLANNED, "15/06/2023", "16/06/2023", ENDED),
        (START, PLANNED, "31/12/2024", "01/10/2024", IN_FORCE),
        (START, PLANNED, "31/12/2024", "31/12/2024", IN_FORCE),
        (START, PLANNED, "31/12/2024", "01/01/2025", ENDED),
        (START, PLANNED, PLANNED, "30/09/2024", IN_FORCE),
        (START, PLANNED, PLANNED, "01/10/2024", ENDED),
        # A mandate of one day.
        (START, START, None, "01/10/2021", IN_FORCE),
        (START, START, None, "02/10/2021", EXPIRED),
        # An unknown start is to complete until it has ended.
        (None, None, None, "24/11/2026", UNDATED),
        (None, PLANNED, None, "30/09/2024", UNDATED),
        (None, PLANNED, None, "01/10/2024", UNDATED),
        (None, None, "15/06/2023", "15/06/2023", UNDATED),
        (None, None, "15/06/2023", "16/06/2023", ENDED),
    ],
)
def test_status_by_date_in_a_closed_body(
    start: str | None, planned: str | None, ended: str | None, on: str, expected: MandateStatus
) -> None:
    assert status_of(mandate(start, planned, ended), day(on)) is expected


@pytest.mark.parametrize(
    ("type_membership", "own_membership", "is_bureau", "expected"),
    [
        (CLOSED, None, False, EXPIRED),
        (OPEN, None, False, IN_FORCE),
        (OPEN, None, True, EXPIRED),
        (OPEN, CLOSED, False, EXPIRED),
        (CLOSED, OPEN, False, IN_FORCE),
        (CLOSED, OPEN, True, EXPIRED),
    ],
)
def test_an_enrolment_never_expires_and_the_bureau_does(
    type_membership: Membership, own_membership: Membership | None, is_bureau: bool, expected: MandateStatus
) -> None:
    instance = body(type_membership, membership=own_membership)
    row = mandate(START, PLANNED, instance=instance, function_=function(is_bureau=is_bureau))
    assert status_of(row, day("01/10/2024")) is expected
    assert last_day_of(row) == (None if expected is IN_FORCE else day(PLANNED))


def test_an_enrolment_ends_when_its_end_is_recorded() -> None:
    row = mandate(START, None, "15/06/2023", instance=body(OPEN))
    assert status_of(row, day("15/06/2023")) is IN_FORCE
    assert status_of(row, day("16/06/2023")) is ENDED


def test_sql_and_python_agree_on_every_status_and_day() -> None:
    dates = [None, "01/03/2026", "02/03/2026", "03/03/2026", "04/03/2026"]
    days = [day("01/03/2026") + dt.timedelta(days=shift) for shift in range(-1, 6)]
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with Session(engine) as session:
        bodies = [
            Instance(code=f"{kind}-{own}", name="Corps", type=_kind(kind, own), membership=own)
            for kind, own in itertools.product(Membership, [None, *Membership])
        ]
        functions = [
            MandateFunction(code=str(bureau), label=f"Fonction {bureau}", is_bureau=bureau) for bureau in (True, False)
        ]
        person = Person(last_name="Martin")
        for instance, one, start, planned, ended in itertools.product(bodies, functions, dates, dates, dates):
            if start and ((planned and planned < start) or (ended and ended < start)):
                continue
            period = {"start_on": maybe_day(start), "planned_end_on": maybe_day(planned), "ended_on": maybe_day(ended)}
            session.add(Mandate(instance=instance, function=one, person=person, **period))
        session.flush()
        rows = session.scalars(select(Mandate)).all()
        assert len(rows) > 500
        for on in days:
            expected = {status: {row.id for row in rows if status_of(row, on) is status} for status in MandateStatus}
            for status in MandateStatus:
                clause = status_clause(status, on)
                assert set(session.scalars(select(Mandate.id).where(clause))) == expected[status], (status, on)
                others = set(session.scalars(select(Mandate.id).where(not_(clause))))
                assert others == {row.id for row in rows} - expected[status], (status, on)
            assert set(session.scalars(select(Mandate.id).where(in_force_clause(on)))) == expected[IN_FORCE]
    engine.dispose()


def _kind(membership: Membership, own: Membership | None) -> InstanceType:
    return InstanceType(code=f"{membership}-{own}", label=f"{membership}-{own}", membership=membership)
