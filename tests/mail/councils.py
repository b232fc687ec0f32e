"""A council that is convened in twenty days, for the tests of replies and of reminders."""

import datetime as dt

from mdo.mail.replies import is_sending_day
from models.base import utc_now
from tests.documents.rows import meeting, member
from tests.support import factories as make
from tests.support.application import account

NAMES = [f"Nom{number:02}" for number in range(1, 24)]
FEW = NAMES[:5]


def start_in(days: int) -> dt.datetime:
    """An evening so many days after today, which the product reads from the clock."""
    return (utc_now() + dt.timedelta(days=days)).replace(hour=17, minute=30, second=0, microsecond=0)


def council(session, names):
    """A council that meets in twenty days, of whom half or more make a quorum."""
    account("ref5")
    start = start_in(20)
    row = meeting(session, start_at=start, end_at=start + dt.timedelta(hours=2))
    row.instance.quorum_numerator, row.instance.quorum_denominator = 1, 2
    with make.together():
        for number, name in enumerate(names):
            mandate = member(row, name, first_name=f"Prénom{number}")
            mandate.person.email = f"{name.lower()}@example.org"
    session.commit()
    return row


def morning_before(row):
    """Nine o'clock of a working day within the five before a meeting."""
    day = row.start_at.date() - dt.timedelta(days=2)
    while not is_sending_day(day):
        day -= dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(9), dt.UTC)
