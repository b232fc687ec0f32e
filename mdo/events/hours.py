"""The hours that somebody followed: of each session from arrival to departure, by one rule that is told beside them."""

import datetime as dt
from collections.abc import Iterable

from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import add_months
from mdo.meetings.marking import CAME
from models.attendance import Attendance

# Less than this missed at a session is not counted off; beyond, what is left counts in whole quarters of an hour.
_QUARTER = dt.timedelta(minutes=15)
HOURS_RULE = N_(
    "A session that one left, or joined, by less than 15 minutes counts whole; beyond, the time there is counted in "
    "whole quarters of an hour."
)


def time_followed(
    start_at: dt.datetime, end_at: dt.datetime, arrived_at: dt.datetime | None, left_at: dt.datetime | None
) -> dt.timedelta:
    """How much of a session somebody present followed; without an hour, from its beginning to its end."""
    whole = end_at - start_at
    there = min(left_at or end_at, end_at) - max(arrived_at or start_at, start_at)
    there = max(there, dt.timedelta())
    return whole if whole - there < _QUARTER else there // _QUARTER * _QUARTER


def time_of_lines(lines: Iterable[Attendance]) -> dt.timedelta:
    """The time that somebody followed over the sessions at which they were present; reads their meetings."""
    return sum(
        (
            time_followed(line.meeting.start_at, line.meeting.end_at, line.arrived_at, line.left_at)
            for line in lines
            if line.presence in CAME
        ),
        dt.timedelta(),
    )


def in_hours(time: dt.timedelta) -> str:
    """« 2 h 30 »."""
    minutes = int(time.total_seconds()) // 60
    return f"{minutes // 60}\u00a0h" + (f"\u00a0{minutes % 60:02d}" if minutes % 60 else "")


def refresher_on(followed_on: dt.date, valid_months: int | None) -> dt.date | None:
    """From which day a training is to be followed again; None for one that stays good."""
    return None if valid_months is None else add_months(followed_on, valid_months)
