"""The days on which the network does not meet: week-ends, French public holidays, school holidays of zone A."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import holidays
from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import have_common_day
from models.network import SchoolHoliday

_SATURDAY = 5
# The languages of the screens, as the package of public holidays names them.
_LANGUAGES = {"fr": "fr", "en": "en_US"}


class ClosureKind(StrEnum):
    """Why a day is left aside."""

    WEEKEND = "weekend"
    PUBLIC_HOLIDAY = "public_holiday"
    SCHOOL_HOLIDAY = "school_holiday"
    DATE_TO_AVOID = "date_to_avoid"


@dataclass(frozen=True)
class Period:
    """School holidays, or dates to avoid, both days included."""

    label: str
    start_on: dt.date
    end_on: dt.date
    is_school: bool = True


@dataclass(frozen=True)
class Closure:
    """What closes a day: of a public holiday, which day (its name depends on the language); else its label."""

    kind: ClosureKind
    day: dt.date | None = None
    label: str = ""


def public_holiday(day: dt.date, language: str = "fr") -> str | None:
    """The name of the public holiday of metropolitan France that falls on this day, or None."""
    return _of_year(day.year, _LANGUAGES.get(language, "fr")).get(day)


@cache
def _of_year(year: int, language: str) -> Mapping[dt.date, str]:
    return dict(holidays.country_holidays("FR", years=year, language=language))


def closure_of(day: dt.date, periods: Iterable[Period]) -> Closure | None:
    """What closes a day; None for a working day. A public holiday says more than the holidays around it."""
    if public_holiday(day) is not None:
        return Closure(ClosureKind.PUBLIC_HOLIDAY, day=day)
    found = next((period for period in periods if period.start_on <= day <= period.end_on), None)
    if found is not None:
        kind = ClosureKind.SCHOOL_HOLIDAY if found.is_school else ClosureKind.DATE_TO_AVOID
        return Closure(kind, label=found.label)
    return Closure(ClosureKind.WEEKEND) if day.weekday() >= _SATURDAY else None


def school_periods(session: AnySession) -> tuple[Period, ...]:
    """The school holidays of the table, in order."""
    rows = session.scalars(select(SchoolHoliday).order_by(SchoolHoliday.start_on))
    return tuple(Period(row.label, row.start_on, row.end_on) for row in rows)


def known_until(periods: Sequence[Period]) -> dt.date | None:
    """The last day that the table of school holidays tells of: beyond, no day is known to be free of them."""
    return max((period.end_on for period in periods), default=None)


def check_holiday(row: SchoolHoliday, others: Iterable[SchoolHoliday]) -> None:
    """Refuses an end before the start, and two periods on a common day. Raises RuleViolation."""
    if row.end_on < row.start_on:
        raise RuleViolation(N_("The end comes before the start (%(start)s)."), field="end_on", start=row.start_on)
    for other in others:
        if other is not row and have_common_day(row.start_on, row.end_on, other.start_on, other.end_on):
            raise RuleViolation(
                N_("“%(label)s” already goes from %(start)s to %(end)s: change that period instead."),
                field="start_on",
                label=other.label,
                start=other.start_on,
                end=other.end_on,
            )
