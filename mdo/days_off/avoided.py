"""Days on which one does not meet if one can help it: holidays, and the dates to avoid of the city and of a place."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import func, or_, select

from mdo.days_off.days import Period, school_periods
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.days_off import AvoidedKind, DateToAvoid
from models.network import SchoolHoliday

_MOST_DAYS = 366


def is_week_end(day: dt.date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= 5


def school_holidays(session: AnySession, first: dt.date, last: dt.date) -> Sequence[SchoolHoliday]:
    """The periods of school holidays that have a day in common with these days, both included."""
    asked = select(SchoolHoliday).where(SchoolHoliday.start_on <= last, SchoolHoliday.end_on >= first)
    return session.scalars(asked.order_by(SchoolHoliday.start_on)).all()


def school_holiday(day: dt.date, periods: Iterable[SchoolHoliday]) -> str:
    """The name of the school holidays that a day is in; empty for any other day."""
    return next((period.label for period in periods if period.start_on <= day <= period.end_on), "")


def check_date(row: DateToAvoid) -> None:
    """Refuses an end before the start or a year later, and an election of the council that is no poll."""
    if row.end_on is not None and row.start_on is not None:
        if row.end_on < row.start_on:
            raise RuleViolation(N_("The end comes before the start (%(start)s)."), field="end_on", start=row.start_on)
        if (row.end_on - row.start_on).days >= _MOST_DAYS:
            raise RuleViolation(
                N_("More than a year to avoid: check the year, or write one line for each time."), field="end_on"
            )
    if row.is_city_council and row.kind is not AvoidedKind.POLL:
        raise RuleViolation(
            N_("Only a poll elects the council: choose that kind, or untick this."), field="is_city_council"
        )


def last_day(row: DateToAvoid) -> dt.date:
    """The last day that a row says to avoid; of orders without one, the end of their year."""
    if row.end_on is not None:
        return row.end_on
    return dt.date(row.start_on.year, 12, 31) if row.kind is AvoidedKind.LAST_ORDER else row.start_on


def dates_to_avoid(
    session: AnySession,
    first: dt.date,
    last: dt.date,
    place_ids: Collection[int] | None = None,
    *,
    with_orders: bool = False,
) -> Sequence[DateToAvoid]:
    """The dates to avoid with a day in common with these days, both included, the first first.

    With `place_ids`, those of the whole city and of these arrondissements; without, all that the reader sees. The last
    days for orders, which stop nobody from meeting, are not among them unless they are asked for.
    """
    asked = select(DateToAvoid).where(
        DateToAvoid.start_on <= last,
        func.coalesce(DateToAvoid.end_on, DateToAvoid.start_on) >= first,
    )
    if not with_orders:
        asked = asked.where(DateToAvoid.kind != AvoidedKind.LAST_ORDER)
    if place_ids is not None:
        asked = asked.where(
            or_(DateToAvoid.arrondissement_id.is_(None), DateToAvoid.arrondissement_id.in_(sorted(place_ids)))
        )
    return session.scalars(asked.order_by(DateToAvoid.start_on, DateToAvoid.id)).all()


def avoided_on(day: dt.date, rows: Iterable[DateToAvoid]) -> tuple[str, ...]:
    """What happens on a day, of these rows."""
    return tuple(dict.fromkeys(row.label for row in rows if row.start_on <= day <= (row.end_on or row.start_on)))


def is_of(row: DateToAvoid, place_ids: Collection[int] | None) -> bool:
    """Whether a date is of the whole city or of one of these arrondissements; None for them all."""
    return place_ids is None or row.arrondissement_id is None or row.arrondissement_id in place_ids


def orders_end(day: dt.date, rows: Iterable[DateToAvoid]) -> DateToAvoid | None:
    """The last day for orders of the whole city that a day is, or comes after; None while one orders."""
    ended = [
        row
        for row in rows
        if row.kind is AvoidedKind.LAST_ORDER and is_of(row, ()) and row.start_on <= day <= last_day(row)
    ]
    return max(ended, key=lambda row: row.start_on, default=None)


def periods_to_avoid(session: AnySession, place_ids: Collection[int] = ()) -> tuple[Period, ...]:
    """The school holidays, then the dates to avoid of the whole city and of these places: what a series steps over."""
    rows = dates_to_avoid(session, dt.date.min, dt.date.max, place_ids)
    return (
        *school_periods(session),
        *(Period(row.label, row.start_on, last_day(row), is_school=False) for row in rows),
    )
