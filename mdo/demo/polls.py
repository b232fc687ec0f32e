"""The municipal elections that the demo goes by, and what a council does around them."""

import datetime as dt

from mdo.kernel.base.periods import add_months

# The second round of each.
POLLS = (dt.date(2020, 6, 28), dt.date(2026, 3, 22))
_QUIET_DAYS = dt.timedelta(days=45)


def last_polls(day: dt.date) -> dt.date:
    """The last elections before a day; the first that are known for a day before them all."""
    return max((polls for polls in POLLS if polls < day), default=POLLS[0])


def is_quiet(day: dt.date) -> bool:
    """Whether bodies hold no public meeting that day: the weeks before the elections."""
    return any(polls - _QUIET_DAYS < day <= polls for polls in POLLS)


def installed_on(day: dt.date) -> dt.date:
    """When the councils elected last before a day set their bodies up again: the third month after the elections."""
    return add_months(last_polls(day), 3).replace(day=18)
