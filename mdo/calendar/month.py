"""A month as a calendar lays it out: ISO weeks, from Monday to Sunday."""

import datetime as dt
import re
from dataclasses import dataclass

from mdo.kernel.base.periods import add_months
from models.bounds import FIRST_DAY, LAST_DAY

_DAY = dt.timedelta(days=1)
_WRITTEN = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class Week:
    """Seven days and the number that ISO 8601 gives them."""

    number: int
    days: tuple[dt.date, ...]


@dataclass(frozen=True)
class Month:
    """A month of the calendar, by its first day."""

    first: dt.date

    @classmethod
    def of(cls, day: dt.date) -> "Month":
        """The month of a day."""
        return cls(day.replace(day=1))

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """The month written 2026-11; None for anything else, and outside the dates that the register takes."""
        found = _WRITTEN.fullmatch(text)
        if found is None or not FIRST_DAY.year < int(found[1]) < LAST_DAY.year or not 1 <= int(found[2]) <= 12:
            return None
        return cls(dt.date(int(found[1]), int(found[2]), 1))

    @property
    def last(self) -> dt.date:
        return add_months(self.first, 1) - _DAY

    @property
    def written(self) -> str:
        return f"{self.first:%Y-%m}"

    def shifted(self, months: int) -> "Month":
        """The month so many months later."""
        return Month(add_months(self.first, months))

    @property
    def weeks(self) -> tuple[Week, ...]:
        """The weeks that have a day of the month, whole."""
        monday = self.first - self.first.weekday() * _DAY
        weeks = []
        while monday <= self.last:
            weeks.append(Week(monday.isocalendar().week, tuple(monday + index * _DAY for index in range(7))))
            monday += 7 * _DAY
        return tuple(weeks)
