"""Arithmetic of dates: months, terms and common periods. Bounds are included; None is an unknown or open bound."""

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

from models.base import utc_now

PARIS = ZoneInfo("Europe/Paris")


def day_of(moment: dt.datetime) -> dt.date:
    """The day that it is in Paris at a moment."""
    return moment.astimezone(PARIS).date()


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month, `months` later (earlier when negative); where there is none, the last of the month.

    31/01 + 1 month is 28/02 (29/02 in a leap year).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day_of_term(start_on: dt.date, months: int) -> dt.date:
    """The last day of a term of so many months: the eve of the same day of the month.

    01/10/2021 and 36 months end on 30/09/2024. Where the month has no such day, the term ends with the month:
    31/01 and 1 month end on 28/02, so that the next term starts on the 1st.
    """
    same_day = add_months(start_on, months)
    return same_day if same_day.day < start_on.day else same_day - dt.timedelta(days=1)


def have_common_day(
    start_on: dt.date | None, end_on: dt.date | None, other_start_on: dt.date | None, other_end_on: dt.date | None
) -> bool:
    """Whether two periods share a day; an unknown start reaches back, and an unknown end forward, without limit."""
    return (start_on or dt.date.min) <= (other_end_on or dt.date.max) and (other_start_on or dt.date.min) <= (
        end_on or dt.date.max
    )


def today_in_paris() -> dt.date:
    """The day it is for the mission, wherever the server stands."""
    return day_of(utc_now())


def start_of_day(day: dt.date) -> dt.datetime:
    """The moment at which a day begins in Paris."""
    # Year 1 begins before the first moment that UTC can write.
    return dt.datetime.combine(max(day, dt.date(2, 1, 1)), dt.time.min, PARIS)
