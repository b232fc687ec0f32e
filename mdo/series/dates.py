"""The dates of a series of meetings: months in, days out, with what moved each of them. No database here."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mdo.days_off.days import Closure, ClosureKind, Period, closure_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS, add_months
from models.network import SlotRule

MOST_YEARS = 7  # a municipal term and a little more
_ONE_DAY = dt.timedelta(days=1)
_FRIDAY = 4


@dataclass(frozen=True)
class SeriesRule:
    """What a series is computed from: between two days, every so many months, on which day of the month."""

    first_on: dt.date
    last_on: dt.date
    every_months: int = 2
    rule: SlotRule = SlotRule.FIRST_WORKING_DAY
    weekday: int | None = None


@dataclass(frozen=True)
class SeriesDay:
    """A meeting of a series: the day that its rule names, the day kept, and what closes those between.

    `day` is None when no day is possible before the next meeting, or before the end of the series.
    """

    wanted_on: dt.date
    day: dt.date | None
    closures: tuple[Closure, ...] = ()

    @property
    def is_moved(self) -> bool:
        return bool(self.closures)


def check_asked(asked: SeriesRule) -> None:
    """Refuses an end before the start, more than seven years, and a day that is no working day."""
    if asked.last_on < asked.first_on:
        raise RuleViolation(N_("The end comes before the start (%(start)s)."), field="last_on", start=asked.first_on)
    if asked.last_on >= add_months(asked.first_on, 12 * MOST_YEARS):
        raise RuleViolation(
            N_("A series covers at most %(years)d years: name an earlier end."), field="last_on", years=MOST_YEARS
        )
    if asked.rule is SlotRule.SAME_WEEKDAY and (asked.weekday is None or asked.weekday > _FRIDAY):
        raise RuleViolation(N_("Choose a day from Monday to Friday."), field="weekday")


def slots_of(asked: SeriesRule, periods: Sequence[Period]) -> tuple[SeriesDay, ...]:
    """The meetings of a series, one every `every_months` months. Raises RuleViolation."""
    check_asked(asked)
    found = []
    for start, before in _steps(asked):
        last = min(asked.last_on, before - _ONE_DAY)
        found.append(slot_between(start, last, asked.rule, asked.weekday, periods))
    return tuple(found)


def _steps(asked: SeriesRule) -> Iterator[tuple[dt.date, dt.date]]:
    """The first day of each step, and the first day of the next."""
    month, number = asked.first_on.replace(day=1), 0
    while True:
        start = max(add_months(month, number * asked.every_months), asked.first_on)
        number += 1
        if start > asked.last_on:
            return
        yield start, add_months(month, number * asked.every_months)


def slot_between(
    first: dt.date, last: dt.date, rule: SlotRule, weekday: int | None, periods: Sequence[Period]
) -> SeriesDay:
    """The first possible day of a rule from `first` to `last`, both included."""
    step = _ONE_DAY
    day = first
    if rule is SlotRule.SAME_WEEKDAY and weekday is not None:
        day += (weekday - day.weekday()) % 7 * _ONE_DAY
        step = 7 * _ONE_DAY
    wanted = day
    closures: list[Closure] = []
    while day <= last:
        closure = closure_of(day, periods)
        if closure is None:
            return SeriesDay(wanted, day, tuple(closures))
        # That a Sunday is no working day moves nothing: the rule says so itself.
        if closure.kind is not ClosureKind.WEEKEND and closure not in closures:
            closures.append(closure)
        day += step
    return SeriesDay(wanted, None, tuple(closures))


def rotation(hosts: Sequence[int], first: int | None, count: int) -> tuple[int | None, ...]:
    """Who hosts each of `count` meetings: one host after the other from `first`, the last followed by the first."""
    if first is None or first not in hosts:
        return (None,) * count
    start = hosts.index(first)
    return tuple(hosts[(start + number) % len(hosts)] for number in range(count))


def moment(day: dt.date, minute: int) -> dt.datetime:
    """So many minutes after midnight on a clock in Paris, in UTC: 18:30 is 18:30 in summer as in winter."""
    return dt.datetime.combine(day, dt.time(*divmod(minute, 60)), PARIS).astimezone(dt.UTC)


def minute_of(at: dt.datetime) -> int:
    """The minutes after midnight that a clock in Paris shows at this moment."""
    local = at.astimezone(PARIS)
    return local.hour * 60 + local.minute
