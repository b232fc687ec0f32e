"""Hours of an evening, as one types them: on a clock in Paris, on the day of the meeting."""

import datetime as dt
import re

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS, day_of

# 18:45, 18h45, 18 h 45, 18 h, 1845.
_HOUR = re.compile(r"^\s*(?P<hour>\d{1,2})\s*(?:[:hH.]\s*(?P<minute>\d{2})?|(?P<glued>\d{2}))\s*$")
_LONG_BEFORE = dt.timedelta(hours=6)


def moment_at(text: str, start_at: dt.datetime, end_at: dt.datetime, field: str) -> dt.datetime | None:
    """The moment of an hour typed on a line of a meeting; None for nothing typed. Raises RuleViolation.

    The day is that of the meeting; of one that goes past midnight, an hour long before its start is the next day's.
    """
    if not text.strip():
        return None
    found = _HOUR.match(text)
    try:
        time = dt.time(int(found["hour"]), int(found["minute"] or found["glued"] or 0)) if found else None
    except ValueError:
        time = None
    if time is None:
        raise RuleViolation(N_("Not an hour: write it as 18:45 or 18h45."), field=field)
    day = day_of(start_at)
    moment = dt.datetime.combine(day, time, PARIS).astimezone(dt.UTC)
    if day_of(end_at) > day and moment < start_at - _LONG_BEFORE:
        moment = dt.datetime.combine(day + dt.timedelta(days=1), time, PARIS).astimezone(dt.UTC)
    return moment


def hour_in_words(moment: dt.datetime | None) -> str:
    """18:45, as the fields take it back; empty for no moment."""
    return f"{moment.astimezone(PARIS):%H:%M}" if moment is not None else ""
