"""Days on which one does not meet if one can help it: public holidays of France, school holidays, week-ends."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache

import holidays
from sqlalchemy import select

from mdo.context import AnySession
from models.network import SchoolHoliday

# The package names days in the words of the country, or in English.
_LANGUAGES = {"fr": "fr"}
_OTHERS = "en_US"


@cache
def _of_year(year: int, language: str) -> dict[dt.date, str]:
    return dict(holidays.country_holidays("FR", years=year, language=_LANGUAGES.get(language, _OTHERS)))


def public_holiday(day: dt.date, language: str = "fr") -> str:
    """The name of the public holiday that a day is; empty for any other day."""
    return _of_year(day.year, language).get(day, "")


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
