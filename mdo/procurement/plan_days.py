"""The days that a delay of the law allows, one way and the other; they are counted by `mdo.procurement.counting`."""

import datetime as dt
from typing import Protocol

from mdo.procurement.counting import limit_from, signature_from, within, working_from
from models.procurement import Counting, DelayUnit

_ONE_DAY = dt.timedelta(days=1)
_SHORTEST_MONTH = 28


class CountedDelay(Protocol):
    """What is counted: a row of the law, or its plain values."""

    @property
    def amount(self) -> int: ...
    @property
    def unit(self) -> DelayUnit: ...
    @property
    def counting(self) -> Counting: ...


def earliest_after(sent: dt.date, delay: CountedDelay) -> dt.date:
    """The first day on which a minimum counted from a day is over."""
    if delay.unit is DelayUnit.MONTHS:
        last = latest_day(sent, delay)
        return last if delay.counting is Counting.SENDING_DAY_INCLUDED else working_from(last) + _ONE_DAY
    if delay.counting is Counting.SENDING_DAY_INCLUDED:
        return signature_from(sent, delay.amount)
    return limit_from(sent, delay.amount)


def latest_before(day: dt.date, delay: CountedDelay) -> dt.date:
    """The last day from which a minimum is over on this day."""
    days = delay.amount * (1 if delay.unit is DelayUnit.DAYS else _SHORTEST_MONTH)
    sent = day - dt.timedelta(days=days)
    while earliest_after(sent, delay) > day:
        sent -= _ONE_DAY
    return sent


def latest_day(start: dt.date, delay: CountedDelay) -> dt.date:
    """The last day of a maximum counted from a day."""
    return within(start, delay.amount, in_months=delay.unit is DelayUnit.MONTHS)
