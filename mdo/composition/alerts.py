"""What is wrong with a body on a day, as expressions on `Instance`: the same rules as those of its own page."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, distinct, func, or_, select

from mdo.composition.figures import body_figures
from mdo.composition.parity import ParityVerdict, parity
from mdo.composition.seats import SeatStatus
from mdo.composition.vacancies import states_of_bodies, vacant_clause
from mdo.instances.lifecycle import RecognitionStatus, recognition_status
from mdo.instances.rules import rules_of
from mdo.kernel.base.context import AnySession
from mdo.kernel.deadlines.dates import last_day_before_months
from mdo.kernel.rules.twofold import Rule
from mdo.kernel.scope.clauses import among
from mdo.people.mandates import STATUS, MandateStatus, in_force_clause, sits_clause, status_clause
from models.instances import Instance, InstanceState, InstanceType, Seat
from models.people import Gender, Mandate, Person


class InstanceAlert(StrEnum):
    """Why a body needs attention: an empty seat, mandates expired and not ended, recognition over, parity missed."""

    VACANCY = "vacancy"
    EXPIRED = "expired"
    RECOGNITION = "recognition"
    PARITY = "parity"


def alert_clause(alert: InstanceAlert, today: dt.date) -> ColumnElement[bool]:
    """The active bodies that an alert is about."""
    found = {
        InstanceAlert.VACANCY: _with_an_empty_seat,
        InstanceAlert.EXPIRED: _with_expired_mandates,
        InstanceAlert.RECOGNITION: _recognition_is_over,
        InstanceAlert.PARITY: _misses_parity,
    }[alert](today)
    return and_(Instance.state == InstanceState.ACTIVE, found)


def _with_an_empty_seat(today: dt.date) -> ColumnElement[bool]:
    """A seat open today that nobody holds; one whose holder's term is over, or began on an unknown day, is held."""
    return Instance.id.in_(select(Seat.instance_id).where(vacant_clause(today)))


def _with_expired_mandates(today: dt.date) -> ColumnElement[bool]:
    expired = select(Mandate.instance_id).where(status_clause(MandateStatus.EXPIRED, today))
    return Instance.id.in_(expired)


def _recognition_is_over(today: dt.date) -> ColumnElement[bool]:
    months = func.coalesce(Instance.recognition_months, InstanceType.recognition_months)
    over = (
        select(Instance.id)
        .join(Instance.type)
        .where(
            Instance.recognised_on.is_not(None),
            months.is_not(None),
            last_day_before_months(Instance.recognised_on, months) < today,
        )
    )
    return Instance.id.in_(over)


def _misses_parity(today: dt.date) -> ColumnElement[bool]:
    """The verdict of `mdo.composition.parity`: fewer of the rarer gender than the band and the number allow."""
    # Asked of each member: joined, PostgreSQL would read the whole register.
    gender = select(Person.gender).where(Person.id == Mandate.person_id).scalar_subquery()
    women = func.count(distinct(case((gender == Gender.FEMALE, Mandate.person_id))))
    men = func.count(distinct(case((gender == Gender.MALE, Mandate.person_id))))
    measured = women + men
    # Zero and a hundred where no bound is set; several rows of a group hold the same.
    low = func.max(func.coalesce(Instance.parity_min_percent, InstanceType.parity_min_percent, 0))
    high = func.max(func.coalesce(Instance.parity_max_percent, InstanceType.parity_max_percent, 100))
    at_least = (measured * low + 99) // 100
    other_at_most = measured * high // 100
    half = measured // 2

    def rarer_below(number: ColumnElement[int]) -> ColumnElement[bool]:
        return or_(women < number, men < number)

    band = func.coalesce(
        Instance.parity_min_percent,
        InstanceType.parity_min_percent,
        Instance.parity_max_percent,
        InstanceType.parity_max_percent,
    )
    # Read first, as a value, so that the members of these few bodies are read, and not all that are in force.
    banded = select(Instance.id).join(Instance.type).where(band.is_not(None), Instance.state == InstanceState.ACTIVE)
    missed = (
        select(Mandate.instance_id)
        .join(Mandate.instance)
        .join(Instance.type)
        .where(
            among(Mandate.instance_id, banded.scalar_subquery()),
            in_force_clause(today),
            sits_clause(today),
        )
        .group_by(Mandate.instance_id)
        .having(rarer_below(half), or_(rarer_below(at_least), rarer_below(measured - other_at_most)))
    )
    return Instance.id.in_(missed)


def _rule(alert: InstanceAlert, python: Callable[[AnySession, Instance, dt.date], bool], *reads: Any) -> Rule:
    return Rule(
        lambda row, session, today: row.state is InstanceState.ACTIVE and python(session, row, today),
        lambda today: alert_clause(alert, today),
        (Instance.state, Instance.type_id, *reads),
        given=lambda session: session,
    )


VACANCY = _rule(
    InstanceAlert.VACANCY,
    lambda session, row, today: any(
        state.status is SeatStatus.VACANT for state in states_of_bodies(session, [row], today)[row.id]
    ),
    Seat.instance_id,
    Seat.opened_on,
    Seat.closed_on,
    Mandate.seat_id,
    *STATUS.reads,
)
EXPIRED = _rule(
    InstanceAlert.EXPIRED,
    lambda session, row, today: body_figures(session, row, today).carried_over > 0,
    *STATUS.reads,
)
RECOGNITION = _rule(
    InstanceAlert.RECOGNITION,
    lambda session, row, today: recognition_status(row, today) is RecognitionStatus.LAPSED,
    Instance.recognised_on,
    Instance.recognition_months,
    InstanceType.recognition_months,
)
PARITY = _rule(
    InstanceAlert.PARITY,
    lambda session, row, today: (
        parity(body_figures(session, row, today).genders, rules_of(row)).verdict
        in (ParityVerdict.TOO_FEW_MEN, ParityVerdict.TOO_FEW_WOMEN)
    ),
    Instance.parity_min_percent,
    Instance.parity_max_percent,
    InstanceType.parity_max_percent,
    Mandate.person_id,
    Person.gender,
    *STATUS.reads,
)
