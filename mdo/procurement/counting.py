"""How the delays of public procurement are counted. Calendar days unless said otherwise."""

import datetime as dt
from collections.abc import Callable

from mdo.days_off.days import public_holiday
from mdo.kernel.base.periods import add_months

IsOff = Callable[[dt.date], bool]
_SATURDAY = 5
_DAY = dt.timedelta(days=1)


def is_day_off(day: dt.date) -> bool:
    """Whether a day is a Saturday, a Sunday or a French public holiday."""
    return day.weekday() >= _SATURDAY or public_holiday(day) is not None


def working_from(day: dt.date, is_off: IsOff = is_day_off) -> dt.date:
    """The day itself when one works on it, else the next one."""
    while is_off(day):
        day += _DAY
    return day


def working_until(day: dt.date, is_off: IsOff = is_day_off) -> dt.date:
    """The day itself when one works on it, else the one before."""
    while is_off(day):
        day -= _DAY
    return day


def last_day(sent_on: dt.date, days: int) -> dt.date:
    """The last day of a delay, which runs to its midnight: the day after sending is the first.

    One that would end on a Saturday, a Sunday or a public holiday ends on the next working day.
    """
    return working_from(sent_on + dt.timedelta(days=days))


def limit_from(sent_on: dt.date, days: int) -> dt.date:
    """The first day that a limit may be set on: sent on 06/01/2025, 30 days end on 05/02 at midnight, hence 06/02."""
    return last_day(sent_on, days) + _DAY


def signature_from(sent_on: dt.date, days: int) -> dt.date:
    """The first day for a signature after the rejections are sent: the sending day is the first of the standstill.

    Sent on 28/12/2010, 16 days end on the evening of 12/01: signed from the 13th (R2182-1).
    """
    return sent_on + dt.timedelta(days=days)


def within(day: dt.date, amount: int, *, in_months: bool = False) -> dt.date:
    """The last day to do what is due at most so long after a day: 15/10 and two months give 15/12."""
    return add_months(day, amount) if in_months else day + dt.timedelta(days=amount)


def payment_limit(received_on: dt.date, days: int) -> dt.date:
    """The last day to pay an invoice in so many days (R2192-10): the day after reception is the first."""
    return received_on + dt.timedelta(days=days)
