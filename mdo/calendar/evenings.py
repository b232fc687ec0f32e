"""Evening work, as an indication for the agent alone: which meetings are evenings, and what they give to recover.

The rule: hours after 18:00, until 6:00 the next morning, and all those of Saturday and Sunday.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mdo.days_off.avoided import is_week_end
from mdo.kernel.base.periods import PARIS

EVENING, MORNING = dt.time(18), dt.time(6)
# An end typed in another century is not counted day by day.
LONGEST = dt.timedelta(days=7)
_DAY = dt.timedelta(days=1)


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, PARIS).astimezone(dt.UTC)


def _common(start: dt.datetime, end: dt.datetime, other_start: dt.datetime, other_end: dt.datetime) -> dt.timedelta:
    return max(min(end, other_end) - max(start, other_start), dt.timedelta())


def minutes_to_recover(start_at: dt.datetime, end_at: dt.datetime) -> int:
    """Minutes really spent in the evening, at night or on a week-end, by a clock in Paris."""
    start = start_at.astimezone(dt.UTC)
    end = min(end_at.astimezone(dt.UTC), start + LONGEST)
    day = start_at.astimezone(PARIS).date()
    total = dt.timedelta()
    while _at(day, dt.time.min) < end:
        midnight, next_midnight = _at(day, dt.time.min), _at(day + _DAY, dt.time.min)
        if is_week_end(day):
            total += _common(start, end, midnight, next_midnight)
        else:
            total += _common(start, end, midnight, _at(day, MORNING))
            total += _common(start, end, _at(day, EVENING), next_midnight)
        day += _DAY
    return int(total.total_seconds()) // 60


def is_evening(start_at: dt.datetime, end_at: dt.datetime) -> bool:
    """Whether a meeting takes the evening of the day it begins on: it goes on after 18:00."""
    return end_at > _at(start_at.astimezone(PARIS).date(), EVENING)


@dataclass(frozen=True)
class Evening:
    """A meeting that an agent organises, leads or came to: what the rule gives to recover, what she counts otherwise.

    All in minutes. `by_rule` leaves out `shared`, the hours that a meeting before it counts already.
    """

    meeting_id: int
    title: str
    start_at: dt.datetime
    end_at: dt.datetime
    by_rule: int
    own_count: int | None = None
    body: str = ""
    shared: int = 0

    @property
    def minutes(self) -> int:
        return self.by_rule if self.own_count is None else self.own_count

    @property
    def is_evening(self) -> bool:
        return is_evening(self.start_at, self.end_at)


@dataclass(frozen=True)
class Total:
    """The month of an agent: evenings (a day has one) and minutes to recover."""

    evenings: int
    minutes: int


def counted_once(evenings: Iterable[Evening]) -> list[Evening]:
    """The same, in their order of start, each by the hours that none before it takes: one lives an hour once.

    A meeting that its agent counts for nothing takes none. Where the rule gave nothing, nothing is left out.
    """
    found, until = [], dt.datetime.min.replace(tzinfo=dt.UTC)
    for item in sorted(evenings, key=lambda item: (item.start_at, item.meeting_id)):
        alone = minutes_to_recover(max(item.start_at, until), item.end_at)
        found.append(replace(item, by_rule=min(alone, item.by_rule), shared=max(0, item.by_rule - alone)))
        if item.own_count != 0:
            until = max(until, min(item.end_at, item.start_at + LONGEST))
    return found


def total_of(evenings: Sequence[Evening]) -> Total:
    """How many evenings, and how long."""
    days = {item.start_at.astimezone(PARIS).date() for item in evenings if item.is_evening}
    return Total(len(days), sum(item.minutes for item in evenings))
