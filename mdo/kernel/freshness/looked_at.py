"""Records that nobody has touched or confirmed for long, to be looked at again.

A record is as fresh as its last change or its last confirmation (« toujours exact »), whichever came later.
"""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from mdo.kernel.base.periods import start_of_day
from models.freshness import Confirmation
from models.instances import Instance
from models.organisations import Organisation

FRESH_DAYS = 180
# What someone who answers for an arrondissement can vouch for by reading it: its bodies and its organisations. Mandates
# are confirmed by renewing or ending them.
CONFIRMED: tuple[type, ...] = (Instance, Organisation)


def stale_clause(model: Any, today: dt.date) -> ColumnElement[bool]:
    """The rows of a mapped class that nobody has written to or confirmed in the last 180 calendar days, today not
    counted."""
    since = start_of_day(today - dt.timedelta(days=FRESH_DAYS))
    clause: ColumnElement[bool] = model.updated_at < since
    if model not in CONFIRMED:
        return clause
    confirmed = select(Confirmation.id).where(
        Confirmation.model == model.__name__, Confirmation.row_id == model.id, Confirmation.at >= since
    )
    return and_(clause, ~confirmed.exists())
