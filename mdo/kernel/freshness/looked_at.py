"""Records that nobody has touched or confirmed for long, to be looked at again.

A record is as fresh as its last change or its last confirmation (« toujours exact »), whichever came later.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from mdo.kernel.base.periods import start_of_day
from models.freshness import Confirmation

FRESH_DAYS = 180


@dataclass(frozen=True)
class Confirmed:
    """A table whose records someone who answers for an arrondissement vouches for by reading them.

    `place` orders them, in tens; `in_place` gives the ids of those of an arrondissement, `kept` narrows to those that
    are kept up. `within` names the row of another of these tables that each goes with, if any: they are read, asked and
    confirmed together where both wait.
    """

    place: int
    model: type
    in_place: Callable[[int], Select[Any]]
    kept: ColumnElement[bool] | None = None
    within: Any = None


# As the domains declare them, by table.
CONFIRMED: dict[type, Confirmed] = {}


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
