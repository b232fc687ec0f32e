"""A month of kept figures: what the demo was in the days before it was written is invented, as all of it is."""

import datetime as dt
from collections import Counter

from sqlalchemy import insert
from sqlalchemy.orm import Session

from mdo.home import figures as of
from mdo.home.amounts import AMOUNTS
from mdo.home.kept import Kept, Parts, parts_of_figures, rows_of
from models.figures import KeptFigure

# As long as a month may be, so that whatever day follows finds the same day of the month before.
_DAYS = 31
# What was ordered, invoiced and paid in the month, in cents; what was ordered is no longer left.
_CENTS = {"ordered": -1_842_000, "invoiced": -1_236_050, "paid": -964_000, "left": 1_842_000}
# How many more there were in each part a month ago, of figures that moved; by whole rows, as the month went.
_MORE_THEN: dict[Kept, int] = {
    of.UNDATED: 2,
    of.DUPLICATES: 3,
    of.STALE_MANDATES: 6,
    of.STALE_BODIES: 1,
    of.INVOICES_TO_PAY: -1,
    of.DELIVERABLES_LATE: -1,
    of.ALERTS[0]: -1,
    **{amount: _CENTS.get(amount.name, 0) for amount in AMOUNTS},
}


def write_kept_figures(session: Session, today: dt.date) -> None:
    """Writes the figures of the month before, day by day, ending at what they are."""
    now = parts_of_figures(session, today)
    rows = []
    for days in range(1, _DAYS + 1):
        for figure, parts in now.items():
            then = _then(parts, _MORE_THEN.get(figure, 0) * days / _DAYS)
            rows += rows_of(figure, then, today - dt.timedelta(days=days))
    session.connection().execute(insert(KeptFigure), rows)


def _then(parts: Parts, more: float) -> Parts:
    return Counter({part: max(number + round(more), 0) for part, number in parts.items()})
