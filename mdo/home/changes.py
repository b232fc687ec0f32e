"""What a figure changed by since a month before: rows that came in and went out, found by the days that moved them.

A figure of a month ago is not counted again: a day between then and now brings a row in or takes it out, and an index
finds these rows alone. What a row says of its past is taken as it is said today.
"""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, not_, or_
from sqlalchemy.orm import InstrumentedAttribute

from mdo.kernel.base.periods import start_of_day
from mdo.people.mandates import enrolment_clause, never_ended_clause
from models.instances import Instance, InstanceState
from models.people import Mandate
from models.requests import CouncilRequest

_DAY = dt.timedelta(days=1)
# Of the month before and of today: the rows that came in since, and those that went out.
Between = Callable[[dt.date, dt.date], ColumnElement[bool]]


def _expired_between(then: dt.date, today: dt.date) -> ColumnElement[bool]:
    """The mandates whose term passed since and that nobody ended."""
    passed = and_(Mandate.planned_end_on >= then, Mandate.planned_end_on < today)
    return and_(passed, Mandate.start_on < Mandate.planned_end_on, never_ended_clause(), not_(enrolment_clause()))


def _settled_between(then: dt.date, today: dt.date) -> ColumnElement[bool]:
    """The mandates that had expired then and were ended since."""
    ended = and_(Mandate.ended_on >= then, Mandate.ended_on < today)
    return and_(ended, Mandate.planned_end_on < then, Mandate.start_on <= then, not_(enrolment_clause()))


def _began_between(then: dt.date, today: dt.date) -> ColumnElement[bool]:
    """The mandates that began since and are in force."""
    in_force = and_(
        or_(Mandate.ended_on.is_(None), Mandate.ended_on >= today),
        or_(Mandate.planned_end_on.is_(None), Mandate.planned_end_on >= today, Mandate.ended_on.is_not(None)),
    )
    return and_(Mandate.start_on > then, Mandate.start_on <= today, in_force)


def _left_between(then: dt.date, today: dt.date) -> ColumnElement[bool]:
    """The mandates that were in force then, and ended or expired since."""
    ended = and_(
        Mandate.ended_on >= then,
        Mandate.ended_on < today,
        or_(Mandate.planned_end_on.is_(None), Mandate.planned_end_on >= then),
    )
    return and_(Mandate.start_on <= then, or_(ended, _expired_between(then, today)))


def _awaited_between(then: dt.date, today: dt.date) -> ColumnElement[bool]:
    received = and_(CouncilRequest.received_on > then, CouncilRequest.received_on <= today)
    return and_(received, CouncilRequest.answered_on.is_(None))


def _answered_between(then: dt.date, today: dt.date) -> ColumnElement[bool]:
    answered = and_(CouncilRequest.answered_on > then, CouncilRequest.answered_on <= today)
    return and_(answered, CouncilRequest.received_on <= then)


def _fell_due_between(then: dt.date, today: dt.date) -> ColumnElement[bool]:
    due = and_(CouncilRequest.due_on >= then, CouncilRequest.due_on < today)
    return and_(due, CouncilRequest.answered_on.is_(None))


def _answered_late_between(then: dt.date, today: dt.date) -> ColumnElement[bool]:
    answered = and_(CouncilRequest.answered_on > then, CouncilRequest.answered_on <= today)
    return and_(answered, CouncilRequest.due_on < then)


def _created_between(then: dt.date, today: dt.date) -> ColumnElement[bool]:
    created = and_(Instance.created_on > then, Instance.created_on <= today)
    return and_(created, Instance.state == InstanceState.ACTIVE)


def _dissolved_between(then: dt.date, today: dt.date) -> ColumnElement[bool]:
    dissolved = and_(Instance.dissolved_on > then, Instance.dissolved_on <= today)
    return and_(dissolved, Instance.state == InstanceState.DISSOLVED)


def over_days(
    moment: InstrumentedAttribute[dt.datetime], days: int, *among: ColumnElement[bool]
) -> tuple[Between, Between]:
    """What was noted over `days` up to a day, `among` what the figure counts: noted since, less what is too old now.

    What both days count is counted in neither: `days` is at least 30, a day less than the longest month.
    """

    def noted(then: dt.date, today: dt.date) -> ColumnElement[bool]:
        return and_(moment >= start_of_day(then + _DAY), *among)

    def passed(then: dt.date, today: dt.date) -> ColumnElement[bool]:
        first, last = start_of_day(then - days * _DAY), start_of_day(today - days * _DAY)
        return and_(moment >= first, moment < last, *among)

    return noted, passed


# By figure: what came in, what went out.
BODIES: tuple[Between, Between] = (_created_between, _dissolved_between)
IN_FORCE: tuple[Between, Between] = (_began_between, _left_between)
EXPIRED: tuple[Between, Between] = (_expired_between, _settled_between)
AWAITED: tuple[Between, Between] = (_awaited_between, _answered_between)
LATE: tuple[Between, Between] = (_fell_due_between, _answered_late_between)
