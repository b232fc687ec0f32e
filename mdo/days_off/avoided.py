"""Days on which one does not meet if one can help it, besides public holidays (mdo/days_off/days.py)."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from models.network import SchoolHoliday


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
