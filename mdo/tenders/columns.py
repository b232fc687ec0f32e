"""The columns of the list of tenders, on screen and in Excel."""

from mdo.kernel.fields.columns import Column
from mdo.kernel.labels import FIELD_LABELS
from mdo.tenders.fields import TENDER
from models.tenders import Tender

_LABELS = FIELD_LABELS[Tender]

TENDER_COLUMNS = TENDER.columns(
    {
        15: Column(
            "members",
            _LABELS["members"],
            lambda row, today: tuple(member.name for member in row.members),
            loads=(Tender.members,),
            width=36,
            is_shown=False,
        ),
    }
)
