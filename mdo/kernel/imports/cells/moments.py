"""Days with their hour, and hours alone, as people write them in cells: on a clock in Paris."""

import datetime as dt
import re

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS
from mdo.kernel.imports.cells.values import check_readable, is_blank, is_unknown, shown, to_date
from mdo.kernel.workbook.reader import Cell

# 18:45, 18h45, 18 h 45, 18h, 18:45:00.
_HOUR = re.compile(r"(?P<hour>\d{1,2})\s*(?:h(?:eures?)?|:)\s*(?P<minute>\d{2})?(?::\d{2}(?:\.\d+)?)?", re.IGNORECASE)
_DAY_AND_HOUR = re.compile(r"(?P<day>.*?)[\s,T]+(?:à\s|-\s)?(?P<hour>\d{1,2}\s*(?:h|:).*)", re.IGNORECASE)
_MINUTE = dt.timedelta(minutes=1)
_DAY = dt.timedelta(days=1)

_NOT_AN_HOUR = N_("« %(value)s » is not an hour: type it as 18:30 or 18h30.")


def to_moment(cell: Cell, today: dt.date) -> dt.datetime | dt.date | None:
    """A moment; a mere day where the cell gives no hour.

    Seconds are left aside: a spreadsheet counts days in fractions, and 18:30 may come back as 18:29:59.999.
    """
    check_readable(cell)
    if is_blank(cell) or is_unknown(cell):
        return None
    if isinstance(cell, dt.datetime):
        day = to_date(cell, today)
        return day if cell.time() == dt.time() else _moment(cell)
    if isinstance(cell, float) and not isinstance(cell, bool):
        day = to_date(cell, today)
        part = cell % 1
        return day if day is None or not part else _moment(dt.datetime.combine(day, dt.time()) + part * _DAY)
    text = shown(cell)
    if isinstance(cell, str) and (match := _DAY_AND_HOUR.fullmatch(text)):
        day, hour = to_date(match["day"], today), to_hour(match["hour"], today)
        return day if day is None or hour is None else at(day, hour)
    return to_date(cell, today)


def to_hour(cell: Cell, today: dt.date) -> dt.time | None:
    """An hour of a day, to the minute."""
    check_readable(cell)
    if is_blank(cell) or is_unknown(cell):
        return None
    if isinstance(cell, float) and not isinstance(cell, bool) and 0 <= cell < 1:
        cell = cell * _DAY
    if isinstance(cell, dt.timedelta) and dt.timedelta() <= cell < _DAY:
        cell = (dt.datetime.combine(today, dt.time()) + cell).time()
    if isinstance(cell, dt.time):
        return _to_the_minute(dt.datetime.combine(today, cell)).time()
    text = shown(cell)
    if match := _HOUR.fullmatch(text):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if hour < 24 and minute < 60:
            return dt.time(hour, minute)
    raise RuleViolation(_NOT_AN_HOUR, value=text)


def at(day: dt.date, hour: dt.time) -> dt.datetime:
    """The moment of an hour of a day in Paris."""
    return dt.datetime.combine(day, hour, PARIS).astimezone(dt.UTC)


def _moment(local: dt.datetime) -> dt.datetime:
    return _to_the_minute(local).replace(tzinfo=local.tzinfo or PARIS).astimezone(dt.UTC)


def _to_the_minute(moment: dt.datetime) -> dt.datetime:
    nearest = moment + _MINUTE / 2
    return nearest.replace(second=0, microsecond=0)
