"""What is wrong with a body on a day, as expressions on `Instance`: the same rules as those of its own page."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, distinct, func, not_, or_, select

from mdo.composition.figures import body_figures
from mdo.composition.parity import ParityVerdict, parity
from mdo.composition.seats import SeatStatus, open_on
from mdo.composition.vacancies import states_of_bodies
from mdo.instances.lifecycle import RecognitionStatus, recognition_status
from mdo.instances.rules import rules_of
from mdo.kernel.base.context import AnySession
from mdo.kernel.deadlines.dates import last_day_before_months
from mdo.kernel.rules.twofold import Rule
from mdo.kernel.scope.clauses import among
from mdo.people.mandates import STATUS, MandateStatus, in_force_clause, sits_clause, stands_in_clause, status_clause
from models.instances import Instance, InstanceState, InstanceType, Membership, Seat
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
    return Instance.id.in_(empty_seats(today).with_only_columns(Seat.instance_id, maintain_column_froms=True))


def vacant_clause(today: dt.date) -> ColumnElement[bool]:
    """The empty seats of active bodies, as an expression on `Seat`."""
    return Seat.id.in_(empty_seats(today).where(Instance.state == InstanceState.ACTIVE))


def held_clause(today: dt.date) -> ColumnElement[bool]:
    """The seats that somebody holds, as an expression on `Seat`; a substitute does not hold one."""
    return (
        select(Mandate.id)
        .where(
            Mandate.seat_id == Seat.id,
            not_(stands_in_clause()),
            or_(*(status_clause(status, today) for status in _HOLDING)),
        )
        .exists()
    )


def empty_seats(today: dt.date) -> Select[int]:
    """The seats open on a day that nobody holds, of closed bodies; one whose holder's term is over, or began on an
    unknown day, is held. `seat_states` calls them vacant."""
    return (
        select(Seat.id)
        .join(Seat.instance)
        .join(Instance.type)
        .where(
            func.coalesce(Instance.membership, InstanceType.membership) == Membership.CLOSED,
            or_(Instance.dissolved_on.is_(None), Instance.dissolved_on >= today),
            open_on(today),
            ~held_clause(today),
        )
    )


_HOLDING = (MandateStatus.IN_FORCE, MandateStatus.EXPIRED, MandateStatus.UNDATED)


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
    # Asked of each member, once: joined, PostgreSQL would read the whole register.
    gender = select(Person.gender).where(Person.id == Mandate.person_id).scalar_subquery().label("of_gender")
    band = func.coalesce(
        Instance.parity_min_percent,
        InstanceType.parity_min_percent,
        Instance.parity_max_percent,
        InstanceType.parity_max_percent,
    )
    # Read first, as a value, so that the members of these few bodies are read, and not all that are in force.
    banded = select(Instance.id).join(Instance.type).where(band.is_not(None), Instance.state == InstanceState.ACTIVE)
    people = (
        select(
            Mandate.instance_id,
            gender,
            # As PostgreSQL adds up its large integers, halves would come out of what follows.
            cast(func.count(distinct(Mandate.person_id)), Integer).label("number"),
            # Zero and a hundred where no bound is set; several rows of a group hold the same.
            func.max(func.coalesce(Instance.parity_min_percent, InstanceType.parity_min_percent, 0)).label("low"),
            func.max(func.coalesce(Instance.parity_max_percent, InstanceType.parity_max_percent, 100)).label("high"),
        )
        .join(Mandate.instance)
        .join(Instance.type)
        .where(
            among(Mandate.instance_id, banded.scalar_subquery()),
            in_force_clause(today),
            sits_clause(today),
        )
        .group_by(Mandate.instance_id, "of_gender")
        .subquery()
        .c
    )
    of = (
        select(
            people.instance_id,
            func.sum(case((people.of_gender == Gender.FEMALE, people.number), else_=0)).label("women"),
            func.sum(case((people.of_gender == Gender.MALE, people.number), else_=0)).label("men"),
            func.max(people.low).label("low"),
            func.max(people.high).label("high"),
        )
        .group_by(people.instance_id)
        .subquery()
        .c
    )
    measured = of.women + of.men
    at_least = (measured * of.low + 99) // 100
    other_at_most = measured * of.high // 100

    def rarer_below(number: ColumnElement[int]) -> ColumnElement[bool]:
        return or_(of.women < number, of.men < number)

    missed = select(of.instance_id).where(
        rarer_below(measured // 2), or_(rarer_below(at_least), rarer_below(measured - other_at_most))
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
