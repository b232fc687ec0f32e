"""Records that nobody has touched for long, to be looked at again."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement

from mdo.sessions import start_of_day

FRESH_DAYS = 180


def stale_clause(model: Any, today: dt.date) -> ColumnElement[bool]:
    """The rows of a mapped class that nobody has written to in the last 180 calendar days, today not counted."""
    clause: ColumnElement[bool] = model.updated_at < start_of_day(today - dt.timedelta(days=FRESH_DAYS))
    return clause
