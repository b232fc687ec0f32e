"""Columns of the contracts that are shown to the référents of the mairies served: no amount among them."""

import datetime as dt
from typing import Any

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.shared_contracts.fields import SHARED_CONTRACT
from models.shared_contracts import SharedContract, SharedDeliverable

_CONTRACT = FIELD_LABELS[SharedContract]


def _next_deliverable(row: Any) -> SharedDeliverable | None:
    """The first deliverable that did not come yet."""
    awaited = [item for item in row.deliverables if item.received_on is None]
    return min(awaited, key=lambda item: item.due_on or dt.date.max) if awaited else None


SHARED_COLUMNS = SHARED_CONTRACT.columns(
    {
        3: Column(
            "holders",
            _CONTRACT["holders"],
            lambda row, today: tuple(holder.name for holder in row.holders),
            loads=(SharedContract.holders,),
            width=36,
        ),
        6: Column(
            "next_deliverable",
            _CONTRACT["next_deliverable"],
            lambda row, today: str(found) if (found := _next_deliverable(row)) else None,
            loads=(SharedContract.deliverables,),
            width=40,
        ),
        7: Column(
            "next_due_on",
            _CONTRACT["next_due_on"],
            lambda row, today: found.due_on if (found := _next_deliverable(row)) else None,
            Kind.DATE,
            loads=(SharedContract.deliverables,),
            width=14,
        ),
    }
)
