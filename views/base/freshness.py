"""The filter of the records that nobody has touched for long."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, not_

from mdo.kernel.base.messages import N_
from mdo.kernel.freshness.looked_at import stale_clause
from views.base.filters import BooleanFilter


def to_refresh(model: Any) -> BooleanFilter:
    """The rows of a mapped class that nobody has written to for 180 days, or the others."""

    def build(wanted: bool, today: dt.date) -> ColumnElement[bool]:
        clause = stale_clause(model, today)
        return clause if wanted else not_(clause)

    return BooleanFilter("refresh", N_("Unchanged for 180 days"), build=build)
