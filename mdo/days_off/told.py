"""What is said of a day as it is typed: holidays, dates to avoid, the end of orders. It never refuses."""

import datetime as dt
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

from mdo.days_off.avoided import (
    avoided_on,
    dates_to_avoid,
    is_of,
    is_week_end,
    orders_end,
    school_holiday,
    school_holidays,
)
from mdo.days_off.days import public_holiday
from mdo.days_off.electoral import REMINDER, period_of, polls_near
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from models.days_off import AvoidedKind, DateToAvoid
from models.network import SchoolHoliday

Said = tuple[str, dict[str, Any]]
HOLIDAYS, WEEK_END = N_("%(name)s (school holidays, zone A)."), N_("%(day)s is on a week-end.")
PUBLIC, AVOIDED = N_("%(day)s is a public holiday: %(name)s."), N_("%(label)s (date to avoid).")
ORDERS_END = N_("%(day)s is the last day for orders (%(label)s).")
ORDERS_ENDED = N_("The last day for orders was %(day)s (%(label)s).")


class Days:
    """What is known of the days between two, read once for all that is asked of them: holidays, dates to avoid, polls.

    What it says are message ids with their parameters, the gravest first.
    """

    def __init__(self, session: AnySession, first: dt.date, last: dt.date) -> None:
        self.session, self.first, self.last = session, first, last

    @cached_property
    def _school(self) -> Sequence[SchoolHoliday]:
        return school_holidays(self.session, self.first, self.last)

    @cached_property
    def _avoided(self) -> Sequence[DateToAvoid]:
        """With the last days for orders since the year before: they hold until the end of theirs."""
        since = dt.date(self.first.year - 1, 1, 1)
        return dates_to_avoid(self.session, since, self.last, with_orders=True)

    @cached_property
    def _polls(self) -> Sequence[DateToAvoid]:
        return polls_near(self.session, self.first, self.last)

    def said(self, day: dt.date, place_ids: Collection[int] | None = None, language: str = "fr") -> list[Said]:
        """Of a day; with `place_ids`, of the whole city and of these arrondissements alone."""
        name, school = public_holiday(day, language), school_holiday(day, self._school)
        there = [row for row in self._avoided if row.kind is not AvoidedKind.LAST_ORDER and is_of(row, place_ids)]
        said: list[Said] = [(PUBLIC, {"day": day, "name": name})] if name else []
        said += [(AVOIDED, {"label": label}) for label in avoided_on(day, there)]
        if school:
            said.append((HOLIDAYS, {"name": school}))
        if is_week_end(day):
            said.append((WEEK_END, {"day": day}))
        return said

    def said_of_order(self, day: dt.date) -> list[Said]:
        """Of the day of an order: whether one still orders."""
        row = orders_end(day, self._avoided)
        if row is None:
            return []
        return [(ORDERS_END if row.start_on == day else ORDERS_ENDED, {"day": row.start_on, "label": row.label})]

    def reminder(self, day: dt.date, place_ids: Collection[int] = ()) -> list[Said]:
        """Of what is said in public on a day: that the council is about to be elected."""
        period = period_of(day, self._polls, place_ids)
        return [] if period is None else [(REMINDER, {"day": period.last_on, "label": period.label})]
